"""The text of a new week, from the template `week.md.j2`: apj's, or the user's own."""

from __future__ import annotations

from apjournal.errors import UsageFault
from apjournal.format.week import read_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.templating import render

TEMPLATE = "week.md.j2"


def new_week(partner: Handle, week: IsoWeek) -> bytes:
    """Give a new week's file, without goals: those are written into it by `WeekEditor`, never by a template.

    The template gets `partner`, `week`, `monday` and `sunday`. Raises `UsageFault` when what it gives can't be read.
    """
    text = render(TEMPLATE, partner=str(partner), week=str(week), monday=week.monday, sunday=week.sunday)
    data = text.encode()
    reading = read_week(data, partner, week)
    if reading.broken:
        fault = reading.first_error
        place = f"{TEMPLATE}, line {fault.span.line}" if fault.span else TEMPLATE
        raise UsageFault(f"The template {place}: {fault.message}.", "Mend your template, or move it away.")
    return data
