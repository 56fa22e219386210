"""`apj edit`: open my week in my editor, after saving a copy, and check it when the editor is closed."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from apjournal.analysis.changes.week_edits import list_changed_parts
from apjournal.analysis.find_by_name import find_week
from apjournal.format.edit.front_matter import require_known
from apjournal.format.edit.new_week import render_new_week as new_week_text
from apjournal.model.finding import Finding, Level
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.week import WrittenView
from apjournal.model.week import get_week_path
from apjournal.patterns import make_pattern
from apjournal.services.edit import editor
from apjournal.services.edit.editor import EditorResult as EditorResult
from apjournal.services.edit.editor import find_unset_vi as find_unset_vi
from apjournal.session import recovery_copies
from apjournal.session.arguments import require_period_start
from apjournal.session.faults.misnamed_weeks import require_rightly_named
from apjournal.session.own_words import read_own_week
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_file, journal_lock
from apjournal.store.journal_paths import parse_week_name

_GOALS = make_pattern(rb"^goals:.*$", re.MULTILINE)


def prepare_week(workspace: Workspace, name: str | None) -> str:
    """Return the path of my file of a week, after creating the file if it is missing.

    If no name is given, this is the week that `new-week` would begin if it has a file, otherwise the current week. If
    there is no editor, raise `EditorFault` without creating anything. Raise `EditRefused` for a file in a newer
    format.
    """
    editor.find_editor(workspace)
    path = get_path_of_week(workspace, name) if name else get_week_path(workspace.me, _find_usual_week(workspace))
    week = _parse_week(path)

    def begun(was: bytes | None) -> bytes:
        if was is None:
            require_period_start(workspace, [week], otherwise="apj edit")
            require_rightly_named(workspace, path)
            return new_week_text(workspace.me, week)
        require_known(read_own_week(workspace, was, week), path)
        return was

    with journal_lock(workspace):
        edit_own_file(workspace, path, begun)
    return path


def get_path_of_week(workspace: Workspace, name: str) -> str:
    """Return the path of my file of the week that `name` means."""
    return get_week_path(workspace.me, find_week(name, workspace.schedule, workspace.today))


def _find_usual_week(workspace: Workspace) -> IsoWeek:
    planned = workspace.schedule.find_week_to_plan(workspace.now)
    has_file = planned in workspace.records.weeks(workspace.me)
    return planned if has_file else workspace.schedule.find_period(workspace.today)


def remove_unfilled(workspace: Workspace, path: str, weeks_before: Collection[IsoWeek]) -> bool:
    """Remove a new file that nobody has changed, unless its week is one of `weeks_before`.

    Return whether it was removed.
    """
    week = _parse_week(path)
    if week in weeks_before:
        return False
    with journal_lock(workspace):
        is_unfilled = workspace.folder.read(path) == new_week_text(workspace.me, week)
        if is_unfilled:
            (workspace.root / path).unlink()
            workspace.refresh()
    return is_unfilled


def find_line_of_goals(workspace: Workspace, path: str) -> int | None:
    """Return the number of the line after `goals:`, where the first goal belongs, or None if there is no such line."""
    data = workspace.folder.read(path) or b""
    found = _GOALS.search(data)
    return data.count(b"\n", 0, found.end()) + 2 if found else None


def open_editor(workspace: Workspace, path: str, line: int | None) -> EditorResult:
    """Open the file in the editor, at `line` if given. Raise `EditorFault` if the editor does not start."""
    return editor.open_editor(workspace, path, line=line)


def is_gone(workspace: Workspace, path: str, closed: EditorResult) -> bool:
    """Whether the file had text before the editor was opened, and is now empty or deleted."""
    return bool(closed.before.strip()) and not (workspace.folder.read(path) or b"").strip()


def get_copy(workspace: Workspace, path: str) -> str:
    """Return the path of the copy that was saved before the editor was opened."""
    return format_copy_path(workspace, recovery_copies.get_latest_recovery_copy(workspace, path))


def format_copy_path(workspace: Workspace, copy: Path) -> str:
    """Return the path of a copy, relative to the journal if the copy is inside it."""
    return str(copy.relative_to(workspace.root) if copy.is_relative_to(workspace.root) else copy)


def restore_copy(workspace: Workspace, path: str) -> None:
    """Restore the text from before the editor was opened."""
    recovery_copies.restore_recovery_copy(workspace, path)


def find_errors(workspace: Workspace, path: str) -> tuple[Finding, ...]:
    """Return the errors because of which the file cannot be read, if any."""
    data = workspace.folder.read(path)
    findings = read_own_week(workspace, data, _parse_week(path)).findings if data is not None else ()
    return tuple(finding.set_path(path) for finding in findings if finding.level is Level.ERROR)


def build_view(workspace: Workspace, path: str, closed: EditorResult) -> WrittenView:
    """Return the view of what changed in the editor: goals, outcomes, the log, or notes for everything else."""
    week = _parse_week(path)
    now = workspace.folder.read(path) or b""
    parts: tuple[str, ...] = ()
    if now != closed.before:
        before, after = (read_own_week(workspace, data, week).value for data in (closed.before, now))
        parts = list_changed_parts(before, after)
    return WrittenView(path=path, week=week, written=parts)


def _parse_week(path: str) -> IsoWeek:
    found = parse_week_name(path.rpartition("/")[2])
    assert found is not None  # noqa: S101  a path of a week, which `prepare_week` made
    return found
