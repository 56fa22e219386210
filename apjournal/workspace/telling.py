"""A week under peer support: what went well, and what is said to the others."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.format.edit.new_week import render_peer_week
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Message
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week


def write_peer_week(
    workspace: Workspace, week: IsoWeek, went_well: Sequence[str] = (), said: Sequence[Message] = ()
) -> str:
    """Begin my file of a week with what I tell in it; gives its path. A file that is there stays as it is.

    There is a place for messages to the one other partner; in a circle, to those who are spoken to.
    """
    one = workspace.others if len(workspace.others) == 1 else ()
    to = tuple(dict.fromkeys((*one, *(message.to for message in said))))
    begin = render_peer_week(workspace.me, week, went_well=went_well, said=said, to=to)
    return edit_own_week(workspace, week, lambda editor: editor, begin=begin)
