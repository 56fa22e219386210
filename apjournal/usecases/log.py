"""`apj log`: add one line to this week's log."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.errors import UsageFault
from apjournal.model.views.week import WrittenView
from apjournal.model.week import LogLine, ObstacleKind
from apjournal.session.arguments import join_to_one_line
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week, journal_lock


def require_one_kind(names: Sequence[str]) -> ObstacleKind | None:
    """Return the only kind in `names`, or None if there is none. Raise `UsageFault` for several kinds."""
    kinds = {ObstacleKind(name) for name in names}
    if len(kinds) > 1:
        raise UsageFault(
            f"A note has one kind, not several: {', '.join(sorted(kinds))}.", "Write one note for each kind."
        )
    return next(iter(kinds), None)


def log_line(workspace: Workspace, text: str, kind: ObstacleKind | None) -> WrittenView:
    """Add a line with today's date to the `## Log` of my week. Create the file if it is missing."""
    text = join_to_one_line(text)
    week = workspace.schedule.find_period(workspace.today)
    entry = LogLine(workspace.today, kind, text)
    with journal_lock(workspace, undoable="log"):
        path = edit_own_week(workspace, week, lambda editor: editor.add_log_line(entry))
    said = f"{kind}: {text}" if kind else text
    return WrittenView(path=path, week=week, written=(said,))
