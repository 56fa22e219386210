"""Write the file of a new week, from apj's template or the user's own.

The template is `week.md.j2`, or `peer-week.md.j2` under peer support.
"""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.errors import UsageFault
from apjournal.format.read.week import read_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Message, Week
from apjournal.templating import render_template

TEMPLATE = "week.md.j2"
PEERS = "peer-week.md.j2"


def render_new_week(partner: Handle, week: IsoWeek) -> bytes:
    """Return a new week's file without goals, which `WeekEditor` adds later.

    The template gets `partner`, `week`, `monday` and `sunday`. Raise `UsageFault` if its result cannot be read.
    """
    return _render_template(TEMPLATE, partner, week)[0]


def render_peer_week(
    partner: Handle, week: IsoWeek, *, went_well: Sequence[str], said: Sequence[Message], to: Sequence[str]
) -> bytes:
    """Return a new week's file under peer support: what went well, and a section for messages to each partner in `to`.

    The template gets the values for a week, `went_well`, and `messages` (pairs of a handle and the lines to that
    partner). Raise `UsageFault` if its result cannot be read or lacks a message.
    """
    messages = [(handle, [_format_message(one) for one in said if one.to == handle]) for handle in to]
    data, value = _render_template(PEERS, partner, week, went_well=went_well, messages=messages)
    if sorted(value.messages, key=_format_message) != sorted(said, key=_format_message):
        raise UsageFault(
            f"The template {PEERS} leaves out a message to a partner.", "Fix your template, or move it away."
        )
    return data


def _render_template(template: str, partner: Handle, week: IsoWeek, **values: object) -> tuple[bytes, Week]:
    text = render_template(
        template, partner=str(partner), week=str(week), monday=week.monday, sunday=week.sunday, **values
    )
    data = text.encode()
    reading = read_week(data, partner, week)
    if reading.value is None:
        fault = reading.first_error
        place = f"{template}, line {fault.span.line}" if fault.span else template
        raise UsageFault(f"The template {place}: {fault.message}.", "Fix your template, or move it away.")
    return data, reading.value


def _format_message(message: Message) -> str:
    return f"{message.kind}: {message.text}" if message.kind else message.text
