"""How often a goal was carried, and since when, without reading more weeks than necessary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.analysis.carry_over import (
    Carried,
    list_carriable_goals,
    list_returning_goals,
    trace_carried_goals,
)
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Decision, Every, Goal, Outcome, Result, Week

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)


def week(back: int, *ids: str, away: bool = False, **results: Result) -> Week:
    """Return the week that is `back` weeks before 2026-W48."""
    return Week(
        ANA,
        W48 + -back,
        goals=tuple(Goal(number, identity, identity.title()) for number, identity in enumerate(ids, start=1)),
        outcomes=tuple(Outcome(goal, result) for goal, result in results.items()),
        away=away,
    )


def only(*earlier: Week) -> Carried:
    (found,) = trace_carried_goals(week(0, "grant"), earlier)
    return found


def test_a_goal_that_was_not_in_the_week_before_is_new() -> None:
    assert only(week(1, "runs"), week(2, "grant")) == Carried(0, None)
    assert only() == Carried(0, None)


@pytest.mark.parametrize("result", [Result.DONE, Result.DROPPED])
def test_a_goal_that_was_done_or_dropped_is_new(result: Result) -> None:
    assert only(week(1, "grant", grant=result), week(2, "grant")) == Carried(0, None)


@pytest.mark.parametrize("result", [Result.PARTLY, Result.NOT_DONE])
def test_an_unfinished_goal_is_carried(result: Result) -> None:
    assert only(week(1, "grant", grant=result)) == Carried(1, W48 + -1)


def test_a_goal_without_an_outcome_is_carried() -> None:
    assert only(week(1, "grant", "runs", runs=Result.DONE)) == Carried(1, W48 + -1)


def test_a_carried_goal_counts_back_to_its_first_week() -> None:
    assert only(week(1, "grant"), week(2, "grant"), week(3, "grant", grant=Result.DONE)) == Carried(2, W48 + -2)


def test_weeks_away_and_weeks_without_goals_do_not_interrupt_carrying() -> None:
    assert only(week(1, "runs", away=True), week(2), week(5, "grant")) == Carried(1, W48 + -5)


def test_later_weeks_do_not_count_for_a_carried_goal() -> None:
    assert only(week(-1, "grant"), week(0, "grant"), week(1, "grant")) == Carried(1, W48 + -1)


def test_the_week_of_carried_from_in_the_file_is_the_first_week() -> None:
    named = Goal(1, "grant", "Grant", carried_from=W48 + -9)
    (found,) = trace_carried_goals(Week(ANA, W48, goals=(named,)), [week(1, "grant")])
    assert found == Carried(1, W48 + -9)


def test_carried_weeks_are_counted_separately_for_each_goal() -> None:
    earlier = [week(1, "grant", "runs"), week(2, "runs", runs=Result.PARTLY), week(3, "grant", "runs")]
    assert trace_carried_goals(week(0, "tax", "grant", "runs"), earlier) == (
        Carried(0, None),
        Carried(1, W48 + -1),
        Carried(3, W48 + -3),
    )


def test_earlier_weeks_are_read_only_until_the_first_week_of_every_goal_is_found() -> None:
    read: list[int] = []

    def weeks() -> Iterator[Week]:
        for back in range(1, 100):
            read.append(back)
            yield week(back, "grant" if back < 3 else "runs")

    assert trace_carried_goals(week(0, "grant"), weeks()) == (Carried(2, W48 + -2),)
    assert read == [1, 2, 3]


def test_for_a_week_without_goals_no_earlier_weeks_are_read() -> None:
    weeks = (week(back) for back in (1, 2))
    assert trace_carried_goals(week(0), weeks) == ()
    assert len([*weeks]) == 2


@given(st.lists(st.sampled_from(["grant", "runs", "away", "empty"]), max_size=12))
def test_a_goal_is_carried_as_often_as_it_appears_in_consecutive_weeks(story: list[str]) -> None:
    made: dict[str, dict[str, Any]] = {"away": {"away": True}, "empty": {}}
    earlier = [
        week(back, *([] if said in made else [said]), **made.get(said, {})) for back, said in enumerate(story, start=1)
    ]
    counted = [said for said in story if said not in made]
    expected = next((length for length, said in enumerate(counted) if said != "grant"), len(counted))
    assert only(*earlier).times == expected


def test_a_goal_that_returns_every_week_is_never_carried_over() -> None:
    swims = Goal(1, "swims", "Swims", every=Every.WEEK, carried_from=W48 + -3)
    back, before = (Week(ANA, W48 + -number, goals=(swims,)) for number in (0, 1))
    assert trace_carried_goals(back, [before]) == (Carried(0, None),)
    assert trace_carried_goals(back, [week(1, "swims")]) == (Carried(0, None),)
    assert trace_carried_goals(week(0, "swims"), [before]) == (Carried(0, None),)


def test_a_goal_that_returns_every_week_is_a_new_goal_unless_it_was_dropped() -> None:
    swims = Goal(1, "swims", "Swims", confidence=70, decision=Decision.KEEP, every=Every.WEEK)
    for result in (None, Result.DONE, Result.NOT_DONE, Result.DROPPED):
        outcomes = (Outcome("swims", result),) if result else ()
        found = list_returning_goals(Week(ANA, W48, goals=(swims, Goal(2, "runs", "Runs")), outcomes=outcomes))
        fresh = () if result is Result.DROPPED else (Goal(1, "swims", "Swims", every=Every.WEEK),)
        assert found == fresh
    assert list_carriable_goals(Week(ANA, W48, goals=(swims, Goal(2, "runs", "Runs")))) == (Goal(2, "runs", "Runs"),)
