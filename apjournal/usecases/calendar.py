"""`apj calendar`: show the calls and reports as iCalendar."""

from __future__ import annotations

from apjournal.model.views.calendar import CalendarView
from apjournal.services.calendar.read_calendar import read_calendar
from apjournal.session.workspace import Workspace


def show_calendar(workspace: Workspace) -> CalendarView:
    """Return my calendar. Raise `GitFault` if the icalendar library is not installed."""
    return read_calendar(workspace)
