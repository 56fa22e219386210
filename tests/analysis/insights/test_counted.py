"""Which weeks and goals count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from apjournal.analysis.insights.stats import CountedWeek, get_counted_state, select_counted_weeks, tally_goals
from apjournal.model.agreement import Role
from apjournal.model.views.insights import Tally
from apjournal.model.week_record import ChangeKind, State, WeekRecord
from tests.helpers.week_records import ANA, W48, goal, week

DUE = W48.monday + timedelta(days=7)
RUNS, TAX = goal(1, "Runs", State.DONE), goal(2, "Tax")
GONE = goal(2, "Tax", State.UNREPORTED, change=ChangeKind.REMOVED)
AGREED = goal(2, "Tax", State.DROPPED, result=None, change=ChangeKind.REMOVED)


def counted(record: WeekRecord, today: date = DUE) -> list[CountedWeek]:
    return list(select_counted_weeks([record], today=today))


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True)])
def test_a_week_counts_from_the_day_its_report_is_due(days: int, counts: bool) -> None:
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


def test_removed_kept_goals_count_unless_the_removal_was_agreed() -> None:
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
