"""Describe calls and reports under the present terms as series that a calendar program can repeat.

Nothing here depends on today, so a calendar changes only if the agreement changes or somebody takes a week off.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Cadence
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.calendar import CallSeries, ReportSeries

_TO_MONDAY = timedelta(days=3)
"""A call on any day from Friday to Thursday begins the calendar week that contains the third day after it."""
_LISTED = 520
"""The number of report days that are listed one by one if no rule describes them."""


def find_first_week(schedule: Schedule, oldest: IsoWeek) -> IsoWeek:
    """Return the first week whose call takes place under the present terms.

    This is the week after the last week with earlier terms. Without earlier terms, it is the week of the day `started`
    in the agreement, otherwise `oldest`.
    """
    agreement = schedule.agreement
    begun = IsoWeek.of(agreement.started + _TO_MONDAY) if agreement.started else oldest
    week = max([earlier.until + 1 for earlier in agreement.earlier], default=begun)
    return week if schedule.is_period_start(week) else schedule.find_following_week(week)


def build_call_series(schedule: Schedule, first: IsoWeek, off: Collection[IsoWeek]) -> CallSeries:
    """Return the calls from the week `first` on. The calls of the weeks in `off` do not take place."""
    terms = schedule.agreement.get_terms_in(first)
    return CallSeries(
        schedule.find_call_time(first),
        terms.call.minutes,
        terms.cadence,
        tuple(schedule.find_call_time(week) for week in sorted(off) if _is_in_series(schedule, week, first)),
        terms.call.time is not None,
    )


def build_report_series(schedule: Schedule, first: IsoWeek, away: Collection[IsoWeek]) -> ReportSeries:
    """Return the days on which the reports of the week `first` and of later weeks are due.

    The weeks in `away` have no report.
    """
    weeks = [first]
    for _ in range(_LISTED):
        weeks.append(schedule.find_following_week(weeks[-1]))
    days = [schedule.find_call_day(week) for week in weeks[1:]]
    off = [schedule.find_due_day(week) for week in sorted(away) if _is_in_series(schedule, week, first)]
    repeats = days == [schedule.find_agreed_day(week) for week in weeks[1:]]
    return ReportSeries(days[0], tuple(off), None if repeats else tuple(day for day in days if day not in off))


def _is_in_series(schedule: Schedule, week: IsoWeek, first: IsoWeek) -> bool:
    return week >= first and schedule.is_period_start(week)


def find_rule(cadence: Cadence, weekday: int) -> dict[str, str | int]:
    """Return the parts of the RRULE (RFC 5545, 3.3.10) that repeats calls on a weekday (0 is Monday)."""
    match cadence:
        case Cadence.FORTNIGHTLY:
            return {"FREQ": "WEEKLY", "INTERVAL": 2}
        case Cadence.MONTHLY:
            return {"FREQ": "MONTHLY", "BYDAY": f"1{('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[weekday]}"}
    return {"FREQ": "WEEKLY"}
