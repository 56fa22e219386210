"""`apj edit`: my week in my editor, with a copy kept aside, and a look at it when the editor is closed."""

from __future__ import annotations

from apjournal.analysis.naming import find_week
from apjournal.format.scaffold import new_week as new_week_text
from apjournal.format.week import read_week
from apjournal.model.finding import Finding, Level
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.written import WrittenView
from apjournal.model.week import week_path
from apjournal.store.layout import week_of
from apjournal.workspace import editor
from apjournal.workspace.mine import rewrite, writing
from apjournal.workspace.opened import Workspace


def prepare(workspace: Workspace, name: str | None) -> str:
    """Give the path of my file of the week (by default this one), begun where there is none."""
    schedule, today = workspace.schedule, workspace.today
    week = find_week(name, schedule, today) if name else schedule.period(today)
    path = week_path(workspace.me, week)
    with writing(workspace):
        rewrite(workspace, path, lambda was: new_week_text(workspace.me, week) if was is None else was)
    return path


def open_editor(workspace: Workspace, path: str, line: int | None) -> editor.Closed:
    """Open the editor on the file, at a line where one is given; raises `EditorFault` when it does not start."""
    return editor.open_editor(workspace, path, line=line)


def bring_back(workspace: Workspace, path: str) -> None:
    """Put the text back as it was before the editor was opened."""
    editor.restore(workspace, path)


def errors(workspace: Workspace, path: str) -> tuple[Finding, ...]:
    """Give what keeps the file from being read."""
    data = workspace.folder.read(path)
    week = _week(path)
    findings = read_week(data, workspace.me, week).findings if data is not None else ()
    return tuple(finding.at(path) for finding in findings if finding.level is Level.ERROR)


def written(path: str) -> WrittenView:
    """Say which file was edited."""
    return WrittenView(path=path, week=_week(path), written=())


def _week(path: str) -> IsoWeek:
    found = week_of(path.rpartition("/")[2])
    assert found is not None  # noqa: S101  a path of a week, which `prepare` made
    return found
