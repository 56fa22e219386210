"""Find files whose name is almost that of a week. apj does not read them, but shows the commands that rename them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shlex import quote

from apjournal.checks.misnamed_files import is_nearly_known, may_be_week
from apjournal.errors import NeedsAttention
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import LocalEdit
from apjournal.model.week import get_week_path
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARTNER, is_ignored, parse_week_name, parse_week_path
from apjournal.store.journal_reader import Source

_DEEPEST = 3
"""The number of levels of subfolders in which apj looks for misnamed files."""


def list_likely_files(source: Source, folders: Iterable[str], *, right: bool = True) -> Iterator[str]:
    """Yield the files in or below `folders` that are almost named like a week, or are a week in a subfolder.

    With `right`, also yield the weeks that have the right name in the right folder.
    """
    todo = [folder for folder in folders if not is_ignored(folder)]
    for folder in todo:
        is_right = folder.count("/") == 1
        for name in sorted(source.names(folder.removesuffix("/")), key=PARTNER.__ne__):
            if is_right and not right and parse_week_name(name):
                continue
            if name == PARTNER or is_nearly_known(name):
                yield f"{folder}{name}"
            elif name.endswith("/") and not is_ignored(name) and folder.count("/") < _DEEPEST:
                todo.append(f"{folder}{name}")


def find_misnamed_weeks(
    workspace: Workspace, handles: Iterable[Handle], shown: Iterable[str] = ()
) -> Iterator[LocalEdit]:
    """Find files of these partners that may be meant for a week without goals.

    apj does this for the current week, the week to plan, and the weeks whose files are `shown`.
    """
    schedule, records = workspace.schedule, workspace.records
    usual = (schedule.find_period(workspace.today), schedule.find_week_to_plan(workspace.now))
    files = {parse_week_path(path) for path in shown}
    for handle in handles:
        weeks = dict.fromkeys((*usual, *(week for owner, week in filter(None, files) if owner == handle)))
        source = workspace.folder if handle == workspace.identity_or_none else workspace.source
        likely = tuple(list_likely_files(source, [f"{handle}/"], right=False))
        for week in weeks:
            if found := next(_list_candidates(likely, handle, week), None):
                reading = records.week(handle, week)
                if reading is None or (reading.value and not reading.value.goals):
                    yield _describe(workspace, handle, week, found, is_there=reading is not None)


def require_rightly_named(workspace: Workspace, path: str) -> None:
    """Raise `NeedsAttention` if my week at `path` has no file, but another file may be meant for it."""
    named = parse_week_path(path)
    if named is None or workspace.folder.has(path):
        return
    handle, week = named
    likely = list_likely_files(workspace.folder, [f"{handle}/"], right=False)
    if found := next(_list_candidates(likely, handle, week), None):
        told = _describe(workspace, handle, week, found, is_there=False)
        raise NeedsAttention(told.message, f"{told.advice}: {told.command}")


def _list_candidates(paths: Iterable[str], handle: Handle, week: IsoWeek) -> Iterator[str]:
    """Yield the paths that may be meant for a week, except the week's own path."""
    right, right_name = get_week_path(handle, week), f"{week}.md"
    for path in paths:
        name = path.rpartition("/")[2]
        if path != right and (name == right_name or may_be_week(name, week)):
            yield path


def _describe(workspace: Workspace, handle: Handle, week: IsoWeek, path: str, *, is_there: bool) -> LocalEdit:
    right, is_mine = get_week_path(handle, week), handle == workspace.identity_or_none
    problem = "is not read as a week because of its name or folder, so none of its goals count."
    if is_there:
        advice, command = f"Move its text to {right}", f"apj edit {week}"
    else:
        advice, command = "Rename it", f"mv -n {quote(path)} {right}"
    if not is_mine:
        advice, command = f"{workspace.get_partner(handle).called} can rename it", f"git mv {quote(path)} {right}"
    return LocalEdit((path,), problem, advice, command, is_mine)
