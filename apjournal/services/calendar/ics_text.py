"""Write a calendar as iCalendar (RFC 5545) with the library icalendar. It contains no text from the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from icalendar import Alarm, Calendar, Event, Timezone

from apjournal.analysis.calls.calendar import find_rule
from apjournal.model.views.calendar import CREATOR, CalendarView, CallSeries

_ALARM = timedelta(minutes=-15)
_UNTIL = 2038
"""The calendar contains the clock changes of each zone up to this year."""


def format_ics(view: CalendarView) -> str:
    """Return a calendar as text. Equal calendars have equal texts, so a stored calendar changes only if it must."""
    calendar = Calendar()
    calendar.add("prodid", CREATOR)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "apj")
    year = view.calls.first.year
    for zone in sorted({*view.zones, *_list_call_zones(view.calls)}):
        first, last = datetime(year, 1, 1).date(), datetime(_UNTIL, 1, 1).date()  # noqa: DTZ001  days
        calendar.add_component(Timezone.from_tzid(zone, first_date=first, last_date=last))
    for event in _list_events(view):
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")


def _list_call_zones(calls: CallSeries) -> list[str]:
    name = getattr(calls.first.tzinfo, "key", None)
    return [name] if name and calls.has_time else []


def _list_events(view: CalendarView) -> Iterator[Event]:
    calls, reports = view.calls, view.reports
    rule = find_rule(calls.cadence, calls.first.weekday())
    call = _make_event(view, "call", "The call of your journal")
    call.add("dtstart", _convert_moment(calls, calls.first))
    if calls.has_time:
        call.add("duration", timedelta(minutes=calls.minutes))
        call.add_component(_make_alarm())
    call.add("rrule", rule)
    _add_days(call, "exdate", [_convert_moment(calls, at) for at in calls.off])
    yield call
    if reports is not None:
        due = _make_event(view, "report", "Your report is due before the call")
        due.add("dtstart", reports.first)
        due.add("transp", "TRANSPARENT")
        if reports.days is None:
            due.add("rrule", rule)
            _add_days(due, "exdate", reports.off)
        else:
            _add_days(due, "rdate", reports.days)
        yield due


def _make_event(view: CalendarView, kind: str, summary: str) -> Event:
    """Return an event. Its id is the same each time that the calendar is written, and differs between journals."""
    first = view.calls.first.astimezone(UTC)
    event = Event()
    event.add("uid", f"{sha256(f'{kind} {view.partner} {first.date()}'.encode()).hexdigest()[:32]}@apj")
    event.add("dtstamp", first)
    event.add("summary", summary)
    return event


def _make_alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "The call of your journal")
    alarm.add("trigger", _ALARM)
    return alarm


def _convert_moment(calls: CallSeries, at: datetime) -> Any:
    """Return the moment of a call in the form that the library needs.

    This is a date if calls have no time, and a time in UTC if the zone has no name.
    """
    if not calls.has_time:
        return at.date()
    return at if getattr(at.tzinfo, "key", None) else at.astimezone(UTC)


def _add_days(event: Event, name: str, days: Any) -> None:
    if days:
        event.add(name, list(days))
