"""Write a message to a partner in this week's file. So far, only the forms of `apj web` write messages."""

from __future__ import annotations

from apjournal.errors import UsageFault
from apjournal.model.handle import Handle
from apjournal.model.views.week import WrittenView
from apjournal.model.week import Message, MessageKind
from apjournal.session.arguments import join_to_one_line
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week, journal_lock


def list_readers(workspace: Workspace) -> tuple[tuple[Handle, str], ...]:
    """Return the handle and name of everybody to whom I can write: all others who have not left.

    Raise a fault if the journal has no other partner.
    """
    if not workspace.active_partners:
        raise workspace.make_no_partner_fault("Nobody else has joined this journal yet.")
    return tuple((handle, workspace.get_partner(handle).called) for handle in workspace.active_partners)


def write_message(workspace: Workspace, to: str, kind: MessageKind | None, text: str) -> WrittenView:
    """Add a message to the section `## To HANDLE` of my week. Create the file or the section if it is missing.

    Raise `UsageFault` for an empty message, or if no active partner has the handle `to`.
    """
    text, names = join_to_one_line(text), dict(list_readers(workspace))
    if to not in names:
        raise UsageFault(f"This journal has no partner {to}.", f"You can write to: {', '.join(names)}")
    week = workspace.schedule.find_period(workspace.today)
    message = Message(to, kind, text)
    with journal_lock(workspace, undoable="message"):
        path = edit_own_week(workspace, week, lambda editor: editor.add_message(message))
    said = f"{kind}: {text}" if kind else text
    return WrittenView(path=path, week=week, written=(f"To {names[Handle(to)]}: {said}",))
