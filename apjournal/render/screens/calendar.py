"""`apj calendar`: the text of a calendar file."""

from __future__ import annotations

from apjournal.model.views.calendar import CalendarView
from apjournal.render.layout.page import Style


def render_text(view: CalendarView, style: Style) -> str:
    """Return the calendar as iCalendar."""
    return view.text
