"""Keep my page in my folder up to date. A git host shows it to anybody who opens the folder."""

from __future__ import annotations

from collections.abc import Callable

from apjournal.errors import ApjError
from apjournal.model.views.host_page import HostPage, is_page
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.services.sync.noted_answers import note_once
from apjournal.session.read_once import Scope
from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import replace_file
from apjournal.store.journal_paths import README

WritePage = Callable[[HostPage], str]
"""A function that returns the text of a page."""


def keep_page(workspace: Workspace, write_page: WritePage) -> tuple[Note, ...]:
    """Write my page if my `partner.md` asks for it and the page's text has changed.

    The caller must hold the journal's lock. A README that apj did not write is never overwritten, and one note says so.
    If the page cannot be written, return a note with the reason, and let the sync continue.
    """
    mine = workspace.records.partner(workspace.me)
    if not mine.page or mine.left is not None:
        return ()
    from apjournal.services.page.read_page import read_page  # most partners have no page

    path = f"{workspace.me}/{README}"
    try:
        was = workspace.folder.read(path)
        if was is not None and not is_page(was):
            return note_once(workspace, NoteKind.PAGE_BY_HAND, path)
        text = write_page(read_page(workspace)).encode("utf-8")
        if text != was:
            replace_file(workspace.root, path, text, was=was)
            workspace.refresh(Scope.FILES)
    except ApjError as fault:
        return (make_note(NoteKind.GENERATED_STAYS, path=path, message=fault.message, hint=fault.hint),)
    return ()
