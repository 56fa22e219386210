"""Which weeks and goals count, and shares with their intervals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.analysis.insights.stats import (
    CountedWeek,
    Rate,
    compute_rate,
    compute_wilson_interval,
    get_counted_state,
    select_counted_weeks,
    tally_goals,
)
from apjournal.model.agreement import Role
from apjournal.model.views.insights import Tally
from apjournal.model.week_record import ChangeKind, State, WeekRecord
from tests.helpers.week_records import ANA, W48, goal, week


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_wilson_interval_agrees_with_newcombes_table(part: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, Table I, method 3: Wilson's without continuity correction."""
    found = compute_wilson_interval(part, of)
    assert tuple(round(end, 4) for end in found) == (low, high)


def test_the_wilson_interval_is_exact_at_both_ends() -> None:
    assert compute_wilson_interval(0, 8)[0] == 0
    assert compute_wilson_interval(8, 8)[1] == 1


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_wilson_interval_contains_the_share_and_mirrors_the_interval_of_the_other_cases(
    counts: tuple[int, int],
) -> None:
    part, of = counts
    low, high = compute_wilson_interval(part, of)
    assert 0 <= low <= part / of <= high <= 1
    assert compute_wilson_interval(of - part, of) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("of", "is_said"), [(0, False), (7, False), (8, True), (9, True)])
def test_a_rate_is_computed_from_eight_cases_on(of: int, is_said: bool) -> None:
    assert (compute_rate(of // 2, of) is not None) is is_said


def test_a_rate_has_a_95_percent_interval() -> None:
    assert compute_rate(43, 71) == Rate(43 / 71, *compute_wilson_interval(43, 71))


DUE = W48.monday + timedelta(days=7)
RUNS, TAX = goal(1, "Runs", State.DONE), goal(2, "Tax")
GONE = goal(2, "Tax", State.UNREPORTED, change=ChangeKind.REMOVED)
AGREED = goal(2, "Tax", State.DROPPED, result=None, change=ChangeKind.REMOVED)


def counted(record: WeekRecord, today: date = DUE) -> list[CountedWeek]:
    return list(select_counted_weeks([record], today=today))


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True)])
def test_a_week_counts_from_the_day_on_which_its_report_is_due(days: int, counts: bool) -> None:
    assert bool(counted(week(ANA, W48, RUNS, TAX), DUE + timedelta(days=days))) is counts


def test_a_fully_reported_week_counts_before_its_report_is_due() -> None:
    (found,) = counted(week(ANA, W48, RUNS), W48.monday)
    assert found.reported
    assert counted(week(ANA, W48), W48.monday) == []


@pytest.mark.parametrize(
    "record",
    [
        week(ANA, W48, RUNS, away=True),
        replace(week(ANA, W48, RUNS), report_due=None, role=Role.SUPPORTS),
        replace(week(ANA, W48, RUNS), role=Role.LISTENS),
    ],
    ids=["away", "peer support", "listens"],
)
def test_weeks_away_and_weeks_without_a_report_never_count(record: WeekRecord) -> None:
    assert counted(record) == []


def test_a_report_is_complete_when_each_goal_of_the_file_has_an_outcome() -> None:
    assert [counted(week(ANA, W48, *goals))[0].reported for goals in ((RUNS,), (RUNS, GONE), (RUNS, TAX), ())] == [
        True,
        True,
        False,
        False,
    ]


def test_a_kept_goal_that_was_removed_counts_unless_the_removal_was_agreed() -> None:
    (found,) = counted(week(ANA, W48, RUNS, GONE))
    assert found.goals == (RUNS, GONE)
    (found,) = counted(week(ANA, W48, RUNS, AGREED))
    assert found.goals == (RUNS,)


def test_a_removed_goal_with_the_result_dropped_counts() -> None:
    dropped = goal(2, "Tax", State.DROPPED, change=ChangeKind.REMOVED)
    assert counted(week(ANA, W48, RUNS, dropped))[0].goals == (RUNS, dropped)


def test_an_open_goal_of_a_counted_week_is_unreported() -> None:
    states = [State.OPEN, State.UNREPORTED, State.DONE, State.PARTLY, State.NOT_DONE, State.DROPPED]
    assert [get_counted_state(goal(1, "Runs", state)) for state in states] == [
        State.UNREPORTED,
        State.UNREPORTED,
        *states[2:],
    ]


def test_a_tally_omits_dropped_goals() -> None:
    assert tally_goals([RUNS, TAX, GONE, goal(3, "Desk", State.DROPPED)]) == Tally(done=1, of=3)
