"""`apj log`: one line in this week's log."""

from __future__ import annotations

from apjournal.model.views.written import WrittenView
from apjournal.model.week import Kind, LogLine
from apjournal.workspace.arguments import one_line
from apjournal.workspace.mine import rewrite_week, writing
from apjournal.workspace.opened import Workspace


def log(workspace: Workspace, text: str, kind: Kind | None) -> WrittenView:
    """Add a line to the `## Log` of my week, the day in front; the file is begun where there is none."""
    text = one_line(text)
    week = workspace.schedule.period(workspace.today)
    entry = LogLine(workspace.today, kind, text)
    with writing(workspace):
        path = rewrite_week(workspace, week, lambda editor: editor.with_log(entry))
    said = f"{kind}: {text}" if kind else text
    return WrittenView(path=path, week=week, written=(said,))
