"""A partner's calls and reports, for a calendar."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from apjournal.model.agreement import Cadence
from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View

CREATOR = "-//apj//calls and reports//EN"
"""The name of the program in a calendar that apj writes. By this name, apj recognises a calendar that it may write
again.
"""


class CallSeries(Struct, frozen=True):
    """The calls under the present terms: the first one, in the time zone of the calls, and how they repeat.

    `off` contains the calls that do not take place. `has_time` says whether the calls have a time of day. Otherwise
    only their days count.
    """

    first: datetime
    minutes: int
    cadence: Cadence
    off: tuple[datetime, ...]
    has_time: bool


class ReportSeries(Struct, frozen=True):
    """The days, in the partner's time zone, on which reports are due.

    `off` contains the days of the series without a report. `days` lists all days if they do not repeat like the calls,
    which happens if the date of a call is another one in the partner's time zone. Otherwise it is None.
    """

    first: date
    off: tuple[date, ...]
    days: tuple[date, ...] | None


class CalendarView(View, frozen=True, kw_only=True):
    """A partner's calendar. `reports` is None if the partner gives no reports. `zones` are the partners' time zones."""

    partner: Handle
    calls: CallSeries
    reports: ReportSeries | None
    zones: tuple[str, ...]
    text: Hidden[str] = ""
    """The calendar as iCalendar (RFC 5545)."""
