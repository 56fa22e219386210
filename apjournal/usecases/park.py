"""`apj park`: note an idea for later."""

from __future__ import annotations

from apjournal.format.edit.parked import add_parked
from apjournal.model.views.week import WrittenView
from apjournal.session.arguments import join_to_one_line
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_file, journal_lock
from apjournal.store.journal_paths import PARKED


def park_idea(workspace: Workspace, text: str) -> WrittenView:
    """Add an idea to my list of parked ideas."""
    text = join_to_one_line(text)
    path = f"{workspace.me}/{PARKED}"
    with journal_lock(workspace, undoable="park"):
        edit_own_file(workspace, path, lambda was: add_parked(was, text))
    return WrittenView(path=path, week=None, written=(text,))
