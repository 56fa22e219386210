"""Kept goals that vanished from their week, as each keeper sees them, and the commit in which they vanished."""

from __future__ import annotations

from datetime import date

from apjournal.analysis.changes.vanished import VanishedGoal, find_vanished_goals
from apjournal.model.handle import Handle
from apjournal.model.week import Amendment, Week
from tests.helpers.weeks import AFTER, BEN, CLEO, DUE, MONDAY, SCHEDULE, SUNDAY, W48, keep, kept, week


def gone(now: Week, *versions: tuple[Week, date | None], keeper: Handle = BEN) -> list[str]:
    found = find_vanished_goals(now, {keeper: kept(*versions)}, schedule=SCHEDULE, today=AFTER)
    return [one.goal.goal for one in found]


def test_a_kept_goal_that_is_missing_has_vanished() -> None:
    assert gone(week("Runs"), (week("Runs", "Ring the tax office"), MONDAY)) == ["Ring the tax office"]


def test_a_reworded_kept_goal_has_not_vanished() -> None:
    assert gone(week("Run in the wood"), (week("Run in the park"), MONDAY)) == []
    assert gone(week("Swim", "Sleep", "Rest"), (week("Run in the park", "Tax"), MONDAY)) == ["Run in the park", "Tax"]


def test_a_goal_that_was_never_kept_never_vanishes() -> None:
    assert gone(week("Runs")) == []
    assert gone(week("Runs"), (week("Runs"), MONDAY)) == []


def test_an_agreed_or_explained_removal_is_not_reported_as_vanished() -> None:
    both = week("Runs", "Ring the tax office")
    assert gone(week("Runs"), (both, MONDAY), (week("Runs"), SUNDAY)) == []
    assert gone(week("Runs"), (both, MONDAY), (week("Runs"), DUE)) == ["Ring the tax office"]
    assert gone(week("Runs", amended=(Amendment("ring-the-tax-office", "She moved"),)), (both, MONDAY)) == []


def test_a_reason_from_before_the_copy_does_not_justify_a_removal() -> None:
    reason = (Amendment("ring-the-tax-office", "She moved"),)
    both = week("Runs", "Ring the tax office", amended=reason)
    assert gone(week("Runs", amended=reason), (both, MONDAY)) == ["Ring the tax office"]
    assert gone(week("Runs", amended=(Amendment("ring-the-tax-office", "She is ill"),)), (both, MONDAY)) == []


def test_goals_of_a_week_marked_away_have_not_vanished() -> None:
    assert gone(week(away=True), (week("Runs"), MONDAY)) == []


def test_a_goal_that_was_kept_only_late_can_vanish() -> None:
    assert gone(week("Runs"), (week("Runs", "Swim"), DUE)) == ["Swim"]


def test_a_removal_agreed_by_one_keeper_is_reported_to_the_other_keeper() -> None:
    both = week("Runs", "Swim")
    keeps = {
        BEN: [keep(both, by=BEN)],
        CLEO: [keep(both, by=CLEO), keep(week("Runs"), on=SUNDAY, by=CLEO)],
    }
    found = find_vanished_goals(week("Runs"), keeps, schedule=SCHEDULE, today=AFTER)
    assert [(one.keeper, one.goal.goal) for one in found] == [(BEN, "Swim")]


def test_a_version_contains_a_vanished_goal_if_one_of_its_goals_matches() -> None:
    version = week("Run 3 km", "Run 5 km")
    lost = VanishedGoal(BEN, version.goals[0], version, week("Run 5 km", "Sleep"))
    assert lost.is_in(week("Run 4 km", "Run 5 km"))
    assert lost.is_in(week("Swim", "Run 5 km"))
    assert not lost.is_in(week("Run 5 km", "Sleep"))
    assert not lost.is_in(week("Run 5 km"))
    assert version.week == W48
