"""The numbers over time: each step is the count of all weeks until then, and the last has the numbers of insights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from apjournal.analysis.insights.count import count_weeks
from apjournal.analysis.insights.series import build_insights_series, choose_period, find_bounds
from apjournal.analysis.insights.stats import select_counted_weeks
from apjournal.analysis.insights.view import build_insights_view
from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights_series import InsightsSeries, Period
from apjournal.model.week_record import State, WeekRecord
from tests.helpers.random_records import read_records
from tests.helpers.week_records import goal, week
from tests.helpers.weeks import ANA, BERLIN, DUE, W47, W48, agreement, partner
from tests.second_count.count import count_document
from tests.second_count.random_journals import Written, journals

SUMS = ("weeks", "goals", "foresight", "plans", "resilience")
ALIKE = (*SUMS, "promises", "derailers", "calibration")
SCHEDULE = Schedule(agreement(started=W47.monday + timedelta(weeks=-2)), BERLIN)


def series_of(
    records: Sequence[WeekRecord],
    schedule: Schedule = SCHEDULE,
    today: date = DUE,
    period: Period | None = None,
) -> InsightsSeries:
    return build_insights_series(partner(ANA), records, schedule=schedule, today=today, mine=True, period=period)


# ---- by hand


def test_each_step_of_the_series_has_the_numbers_of_its_week_and_of_all_weeks_so_far() -> None:
    records = [week(ANA, W48, goal(1, "Tax", State.DONE)), week(ANA, W47, goal(1, "Tax", State.NOT_DONE))]
    first, last = series_of(records).steps
    assert (first.first, last.first, last.end) == (W47.monday, W48.monday, DUE)
    assert [(step.own.promises.done, step.own.promises.of) for step in (first, last)] == [(0, 1), (1, 1)]
    assert [(step.so_far.promises.done, step.so_far.promises.of) for step in (first, last)] == [(0, 1), (1, 2)]
    assert [(step.rhythm.reported, step.rhythm.of) for step in (first, last)] == [(1, 3), (2, 4)]
    assert [step.signs[0].value for step in (first, last)] == [1, 2]


def test_after_the_first_counted_week_a_due_week_without_a_file_is_a_step_without_goals() -> None:
    only, missed = series_of([week(ANA, W47, goal(1, "Tax", State.DONE))]).steps
    assert (only.first, missed.first) == (W47.monday, W48.monday)
    assert (missed.own.weeks, missed.so_far.goals, missed.rhythm.of) == (0, 1, 4)


def test_a_week_reported_early_counts_before_rhythm_includes_it() -> None:
    (early,) = series_of([week(ANA, W48, goal(1, "Tax", State.DONE))], today=W48.monday).steps
    assert (early.so_far.weeks, early.rhythm.reported, early.rhythm.of) == (1, 0, 3)


def test_the_series_contains_how_many_days_after_the_call_each_report_was_given() -> None:
    done, weeks = goal(1, "Tax", State.DONE), (W47 + -2, W47 + -1, W47, W48)
    records = [*(week(ANA, each, done) for each in weeks[:3]), week(ANA, W48, goal(1, "Tax"))]
    days = {weeks[0]: weeks[1].monday + timedelta(days=-1), weeks[1]: W47.monday + timedelta(days=9), W48: DUE}
    steps = build_insights_series(
        partner(ANA), records, schedule=SCHEDULE, today=DUE, mine=True, reported_on={**days, W48 + 9: DUE}
    ).steps
    assert [(step.report_days, step.unreported) for step in steps] == [((-1,), 0), ((9,), 0), ((), 0), ((), 1)]


def test_a_record_without_counted_weeks_has_no_steps() -> None:
    assert series_of([]).steps == series_of([week(ANA, W48, away=True)]).steps == ()


@pytest.mark.parametrize(
    ("weeks", "period"),
    [
        (53, Period.WEEK),
        (54, Period.MONTH),
        (227, Period.MONTH),
        (228, Period.QUARTER),
        (681, Period.QUARTER),
        (682, Period.YEAR),
        (10_000, Period.YEAR),
    ],
)
def test_a_long_record_is_shown_in_longer_periods(weeks: int, period: Period) -> None:
    assert choose_period([W48, W48 + weeks]) is period


def test_a_week_belongs_to_the_period_of_its_thursday() -> None:
    turn = IsoWeek(2026, 53)  # Thursday is 31 December 2026
    assert find_bounds(Period.WEEK, turn) == (date(2026, 12, 28), date(2027, 1, 4))
    assert find_bounds(Period.MONTH, turn) == (date(2026, 12, 1), date(2027, 1, 1))
    assert find_bounds(Period.QUARTER, turn) == (date(2026, 10, 1), date(2027, 1, 1))
    assert find_bounds(Period.YEAR, turn + 1) == (date(2027, 1, 1), date(2028, 1, 1))


# ---- for any journal


@pytest.mark.slow
@settings(max_examples=25)
@given(written=journals(), period=st.sampled_from([None, *Period]))
def test_the_last_step_has_the_numbers_of_insights(written: Written, period: Period | None) -> None:
    schedule, records = read_records(written)
    today, who = written.today, partner(ANA)
    steps = series_of(records, schedule, today, period).steps
    view = build_insights_view(who, records, schedule=schedule, today=today, mine=True, history=False)
    assert bool(steps) == bool(view.weeks)
    if steps:
        last, again = steps[-1], count_document(written, history=False)
        assert [getattr(last.so_far, name) for name in ALIKE] == [getattr(view, name) for name in ALIKE]
        assert (last.rhythm, last.signs) == (view.rhythm, view.readiness)
        assert to_builtins([getattr(last.so_far, name) for name in SUMS]) == [again[name] for name in SUMS]
        assert [sign.met for sign in last.signs] == [sign["met"] for sign in again["readiness"]]


@pytest.mark.slow
@settings(max_examples=25)
@given(written=journals(), period=st.sampled_from(Period), newer=st.integers(1, 8))
def test_newer_weeks_do_not_change_earlier_steps(written: Written, period: Period, newer: int) -> None:
    schedule, records = read_records(written)
    steps = series_of(records, schedule, written.today, period).steps
    weeks = select_counted_weeks(records, today=written.today)
    for step in steps:
        inside = [week for week in weeks if find_bounds(period, week.record.week) == (step.first, step.end)]
        until = [week for week in weeks if find_bounds(period, week.record.week)[0] <= step.first]
        assert (step.own, step.so_far) == (count_weeks(inside), count_weeks(until))
    before, rest = records[:-newer], records[-newer:]
    for step in series_of(before, schedule, written.today, period).steps:
        assert step in steps or step.end > find_bounds(period, rest[0].week)[0]
