"""`apj import`: turn weekly notes in other forms into weeks of mine. An existing week never changes."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from apjournal.analysis.find_by_name import find_week
from apjournal.errors import GitFault, NeedsAttention, UsageFault
from apjournal.format.notes.read_notes import read_notes, write_notes
from apjournal.model.isoweek import IsoWeek
from apjournal.model.notes import Notes
from apjournal.model.views.import_ import ImportedNotes, ImportState, ImportView
from apjournal.model.week import get_week_path
from apjournal.session.arguments import list_planned_weeks
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_files, journal_lock
from apjournal.store.journal_reader import READ_CAP


def plan_import(workspace: Workspace, files: Sequence[tuple[str, Path]], week: str | None) -> ImportView:
    """Return the weeks that the files would become, without writing anything. Each file has its name as typed.

    `week` is the week of the only file. Raise `UsageFault` for a week and several files, or for a file that is too
    large, and `GitFault` for a file that cannot be read.
    """
    workspace.require_part()
    if week is not None and len(files) > 1:
        raise UsageFault("--week works only with a single file.", "Import the files one by one.")
    given = _find_week(workspace, week) if week is not None else None
    notes: list[ImportedNotes] = []
    for name, path in files:
        taken = {one.week for one in notes if one.state is ImportState.READY}
        notes.append(_plan_file(workspace, name, _read_file(name, path), given, taken))
    return _build_view(notes)


def write_import(workspace: Workspace, view: ImportView) -> ImportView:
    """Write the weeks that are ready, all or none.

    Raise `NeedsAttention` if a file of one of them was created in the meantime.
    """
    ready = {one.path: one for one in view.notes if one.state is ImportState.READY and one.path}
    with journal_lock(workspace, undoable="import"):
        edit_own_files(workspace, {path: lambda was, one=one: _write_new(one, was) for path, one in ready.items()})  # type: ignore[misc]
    notes = [replace(one, state=ImportState.WRITTEN) if one.state is ImportState.READY else one for one in view.notes]
    return replace(_build_view(notes), next="apj sync")


def _write_new(one: ImportedNotes, was: bytes | None) -> bytes:
    if was is not None and was != one.text:
        raise NeedsAttention(
            f"{one.path} was created in the meantime, so nothing was written.", "Run the command again."
        )
    return one.text


def _build_view(notes: Sequence[ImportedNotes]) -> ImportView:
    fine = {ImportState.READY, ImportState.WRITTEN}
    code = 0 if all(one.state in fine for one in notes) else NeedsAttention.exit_code
    return ImportView(notes=tuple(notes), exit_code=code)


def _read_file(name: str, path: Path) -> bytes:
    try:
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # a pipe may never have an end
                raise UsageFault(f"{name} is not a regular file.", "Save the notes in a file first.")
            data = file.read(READ_CAP + 1)
    except OSError as error:
        raise GitFault(f"{name} cannot be read: {error.strerror}.", "Check the name of the file.") from error
    if len(data) > READ_CAP:
        raise UsageFault(f"{name} is larger than {READ_CAP // 1024} KiB.", "Split it into one file for each week.")
    return data


def _find_week(workspace: Workspace, name: str) -> IsoWeek:
    """Return the week that `name` means. A number without a year means the newest such week up to the week to plan."""
    schedule = workspace.schedule
    newest = schedule.find_week_to_plan(workspace.now)
    return find_week(name, schedule, workspace.today, newest=newest, planned=list_planned_weeks(workspace))


def _plan_file(
    workspace: Workspace, name: str, data: bytes, given: IsoWeek | None, taken: set[IsoWeek | None]
) -> ImportedNotes:
    try:
        notes = read_notes(data, Path(name).name, keep_week=given is not None)
    except ValueError:
        return ImportedNotes(name, ImportState.NOT_TEXT, given, None, (), (), "", None)
    week = given or _find_named_week(workspace, notes)
    path = get_week_path(workspace.me, week) if week else None
    text = b""
    if not notes.goals:
        state = ImportState.NO_GOALS
    elif week is None or path is None:
        state = ImportState.NO_WEEK
    elif _exists(workspace, path):
        state = ImportState.EXISTS
    elif week in taken:
        state = ImportState.SAME_WEEK
    else:
        try:
            text, state = write_notes(notes, workspace.me, week), ImportState.READY
        except ValueError:
            state = ImportState.NOT_WRITABLE
    days = workspace.schedule.build_week_days(week) if week else None
    return ImportedNotes(
        name, state, week, path, notes.goals, notes.learned, notes.rest, notes.encoding, days=days, text=text
    )


def _find_named_week(workspace: Workspace, notes: Notes) -> IsoWeek | None:
    try:
        return _find_week(workspace, notes.week) if notes.week else None
    except UsageFault:
        return None


def _exists(workspace: Workspace, path: str) -> bool:
    """Whether a file is on disk or in the newest commit."""
    return workspace.source.has(path) or workspace.folder.read(path) is not None
