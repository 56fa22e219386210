"""Compute the numbers of `apj insights` over time: one count, read after each week, month, quarter or year."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from msgspec import Struct

from apjournal.analysis.insights.count import RunningCount
from apjournal.analysis.insights.readiness import check_readiness
from apjournal.analysis.insights.rhythm import build_rhythm, list_due_weeks
from apjournal.analysis.insights.stats import CALLS, CountedWeek, select_counted_weeks
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Agreement
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.views.insights_series import InsightsSeries, Period, Step
from apjournal.model.week_record import WeekRecord

MOST_STEPS = 54
"""The greatest number of steps in a series if apj chooses its period.

A record of one year is shown in weeks, and a longer one in months, quarters or years.
"""

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
_DAYS_PER_MONTH = 30
_THURSDAY = timedelta(days=3)  # ISO 8601: a week belongs to the year of its Thursday, and here also to that month


def build_insights_series(
    partner: Partner,
    records: Iterable[WeekRecord],
    *,
    schedule: Schedule,
    today: date,
    mine: bool,
    reported_on: Mapping[IsoWeek, date] | None = None,
    period: Period | None = None,
) -> InsightsSeries:
    """Compute the insights of `partner` over time. `records` are all their weeks, in any order.

    The series begins with the first counted week. After that, a week without a file whose report is due counts as a
    week without goals. The last step has the numbers of `build_insights_view`. All steps use today's thresholds for the
    signs. `reported_on` contains the days on which complete reports were given, where known. If `period` is None, it
    depends on the length of the record.
    """
    known = {record.week: record for record in records}
    until = min(today, partner.left or today)
    weeks = _Weeks(
        known,
        counted={week.record.week: week for week in select_counted_weeks(known.values(), today=today)},
        due=frozenset(list_due_weeks(partner.partner, known, schedule=schedule, today=until)),
        reported_on=reported_on or {},
    )
    shown = weeks.list_shown()
    period = period or choose_period(shown)
    agreement = schedule.agreement.get_terms_in(schedule.find_period(today))
    return InsightsSeries(
        partner.partner, partner.called, mine, period, tuple(_list_steps(weeks, shown, period, agreement))
    )


class _Weeks(Struct, frozen=True):
    """The weeks of a record: all known weeks, the weeks that count, and the weeks whose report is due."""

    known: Mapping[IsoWeek, WeekRecord]
    counted: Mapping[IsoWeek, CountedWeek]
    due: Set[IsoWeek]
    reported_on: Mapping[IsoWeek, date]

    def list_shown(self) -> list[IsoWeek]:
        """Return the weeks of the series, oldest first."""
        first = min(self.counted, default=None)
        return sorted(week for week in {*self.counted, *self.due} if first and week >= first)

    def list_report_days(self, weeks: Iterable[IsoWeek]) -> tuple[int, ...]:
        """Return for each complete report how many days after the due day it was given, fewest first.

        Reports for which one of the two days is unknown are left out.
        """
        reported = (week for week in weeks if week in self.reported_on and week in self.counted)
        dues = ((week, self.counted[week]) for week in reported)
        return tuple(
            sorted(
                (self.reported_on[week] - found.record.report_due).days
                for week, found in dues
                if found.reported and found.record.report_due
            )
        )


def _list_steps(weeks: _Weeks, shown: Sequence[IsoWeek], period: Period, agreement: Agreement) -> Iterator[Step]:
    earlier = sorted(week for week in weeks.due if shown and week < shown[0])
    calls = deque((weeks.known.get(week) for week in earlier), maxlen=CALLS)
    so_far = RunningCount()
    for (first, end), group in groupby(shown, partial(find_bounds, period)):
        own, inside = RunningCount(), tuple(group)
        for week in inside:
            if week in weeks.due:
                calls.append(weeks.known.get(week))
            if week in weeks.counted:
                own.add_week(weeks.counted[week])
                so_far.add_week(weeks.counted[week])
        figures, rhythm, new = so_far.build_figures(), build_rhythm(calls), own.build_figures()
        yield Step(
            first=first,
            end=end,
            own=new,
            so_far=figures,
            rhythm=rhythm,
            signs=check_readiness(figures, rhythm, agreement),
            report_days=weeks.list_report_days(inside),
            unreported=len(inside) - new.reported,
        )


def choose_period(weeks: Sequence[IsoWeek]) -> Period:
    """Return the shortest period that divides `weeks` (oldest first) into about `MOST_STEPS` steps or fewer."""
    length = weeks[-1] - weeks[0] if weeks else 0
    if length < MOST_STEPS:
        return Period.WEEK
    months = length * 7 / _DAYS_PER_MONTH
    return next((period for period, each in _MONTHS.items() if months / each < MOST_STEPS - 1), Period.YEAR)


def find_bounds(period: Period, week: IsoWeek) -> tuple[date, date]:
    """Return the first day of the period that contains `week`, and the day after the period."""
    if period is Period.WEEK:
        return week.monday, week.monday + timedelta(weeks=1)
    length, day = _MONTHS[period], week.monday + _THURSDAY
    start = day.year * 12 + (day.month - 1) // length * length
    return _build_month(start), _build_month(start + length)


def _build_month(months: int) -> date:
    """Return the first day of a month. `months` is the number of months since January of the year 0."""
    return date(months // 12, months % 12 + 1, 1)
