"""Keep a calendar file in my folder up to date, so that a phone can subscribe to it at the git host."""

from __future__ import annotations

from apjournal.errors import ApjError
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.services.sync.noted_answers import note_once
from apjournal.session.read_once import Scope
from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import replace_file
from apjournal.store.generated_files import is_calendar
from apjournal.store.journal_paths import CALENDAR


def keep_calendar(workspace: Workspace) -> tuple[Note, ...]:
    """Write my calendar if my `partner.md` asks for it and its text has changed.

    The caller must hold the journal's lock. A file that apj did not write is never overwritten, and one note says so.
    If the calendar cannot be written, return a note with the reason, so that no sync stops because of it.
    """
    mine = workspace.records.partner(workspace.me)
    if not mine.calendar or mine.left is not None:
        return ()
    from apjournal.services.calendar.read_calendar import read_calendar  # most partners have no calendar

    path = f"{workspace.me}/{CALENDAR}"
    try:
        was = workspace.folder.read(path)
        if was is not None and not is_calendar(was):
            return note_once(workspace, NoteKind.CALENDAR_BY_HAND, path)
        text = read_calendar(workspace).text.encode("utf-8")
        if text != was:
            replace_file(workspace.root, path, text, was=was)
            workspace.refresh(Scope.FILES)
    except ApjError as fault:
        return (make_note(NoteKind.GENERATED_STAYS, path=path, message=fault.message, hint=fault.hint),)
    return ()
