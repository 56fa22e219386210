"""The short forms: a line for the log, an idea for later, and a message to a partner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apjournal.model.week import MessageKind, ObstacleKind
from apjournal.render.screens.written import render_written
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.usecases.log import log_line
from apjournal.usecases.message import list_readers, write_message
from apjournal.usecases.park import park_idea
from apjournal.web.forms.fields import KINDS, STYLE, Sent, parse_choice, require_text

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

_MESSAGES = (
    ("", "a plain message"),
    (MessageKind.ASK.value, "a question or a request"),
    (MessageKind.OFFER.value, "an offer of help"),
    (MessageKind.THANK.value, "thanks"),
)


def describe_log(workspace: Workspace) -> FormPage:
    """Return the form for a line in this week's log."""
    fields = (
        Field("text", "What happened, in one line"),
        Field("kind", "If it got in the way", "choice", choices=KINDS),
    )
    return FormPage((Group(fields=fields),), "Note it")


def send_log(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Add the line to this week's log."""
    view = log_line(workspace, require_text(given), parse_choice(ObstacleKind, given.get("kind", "")))
    return Sent(render_written(view, STYLE), view.problems)


def describe_park(workspace: Workspace) -> FormPage:
    """Return the form that writes down an idea for a later week."""
    return FormPage((Group(fields=(Field("text", "Your idea, in one line"),)),), "Park it")


def send_park(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Add the idea to the list of parked ideas."""
    view = park_idea(workspace, require_text(given))
    return Sent(render_written(view, STYLE), view.problems)


def describe_message(workspace: Workspace) -> FormPage:
    """Return the form for a message. If there is only one other partner, it does not ask for the recipient."""
    readers = list_readers(workspace)
    (first, name), several = readers[0], len(readers) > 1
    to = Field("to", "For whom", "choice", choices=readers) if several else Field("to", kind="hidden", value=first)
    fields = (to, Field("kind", "What it is", "choice", choices=_MESSAGES), Field("text", "The message, in one line"))
    who = "Your partner reads" if several else f"{name} reads"
    return FormPage(
        (Group(fields=fields),), "Write it", (f"{who} the message in the next review or call, after you share it.",)
    )


def send_message(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Add the message to this week's file."""
    kind = parse_choice(MessageKind, given.get("kind", ""))
    view = write_message(workspace, given.get("to", ""), kind, require_text(given))
    return Sent(render_written(view, STYLE), view.problems)
