"""The plan ledger: plans that worked, by kind and words, the most recent success first."""

from __future__ import annotations

from typing import Any

import pytest

from apjournal.analysis.insights.plan_ledger import build_plan_ledger, list_offers
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import PlanWorth
from apjournal.model.week import Obstacle, ObstacleKind, PlanUse
from apjournal.model.week_record import ChangeKind, GoalRecord, HappenedRecord, WeekRecord
from tests.helpers.week_records import ANA, W47, W48, W49, goal, week

WORKED, NOT, FORGOTTEN = PlanUse.WORKED, PlanUse.DID_NOT_WORK, PlanUse.FORGOTTEN
FONTS, MAIL = "I open the site editor", "I read mail first"


def obstacle(
    then: str | None = "one paragraph first", kind: ObstacleKind = ObstacleKind.INTEREST, if_: str = FONTS
) -> Obstacle:
    return Obstacle(kind, if_, then)


def came(plan: PlanUse | None, kind: ObstacleKind = ObstacleKind.INTEREST) -> HappenedRecord:
    return HappenedRecord(kind, None, plan, foreseen=True)


def draft(*happened: HappenedRecord, plans: tuple[Obstacle, ...] = (obstacle(),), **known: Any) -> GoalRecord:
    return goal(1, "Draft", obstacles=plans, happened=happened, **known)


def told(*weeks: WeekRecord) -> list[tuple[str, int, int, int]]:
    return [(worth.then, worth.worked, worth.used, worth.forgotten) for worth in build_plan_ledger(weeks)]


def test_a_plan_counts_its_uses_successes_and_omissions() -> None:
    weeks = [
        week(ANA, IsoWeek(2026, number), draft(came(plan)))
        for number, plan in enumerate((WORKED, NOT, WORKED, FORGOTTEN, FORGOTTEN, WORKED, None), 40)
    ]
    assert build_plan_ledger(weeks) == (
        PlanWorth(
            ObstacleKind.INTEREST, FONTS, "one paragraph first", worked=3, used=4, forgotten=2, week=IsoWeek(2026, 45)
        ),
    )


def test_a_plan_that_never_worked_is_not_listed() -> None:
    assert told(week(ANA, W47, draft(came(NOT))), week(ANA, W48, draft(came(FORGOTTEN)))) == []


def test_plans_that_differ_only_in_case_and_spaces_count_as_one_plan() -> None:
    older = draft(came(WORKED), plans=(obstacle("One  Paragraph first", if_=MAIL),))
    assert build_plan_ledger([week(ANA, W48, draft(came(NOT))), week(ANA, W47, older)]) == (
        PlanWorth(ObstacleKind.INTEREST, FONTS, "one paragraph first", worked=1, used=2, forgotten=0, week=W47),
    )


def test_the_same_words_for_two_kinds_of_obstacle_are_two_plans() -> None:
    both = (obstacle(), obstacle(kind=ObstacleKind.STRESS))
    ledger = build_plan_ledger([week(ANA, W48, draft(came(WORKED), came(WORKED, ObstacleKind.STRESS), plans=both))])
    assert [worth.kind for worth in ledger] == [ObstacleKind.INTEREST, ObstacleKind.STRESS]
    assert list_offers(ledger, ObstacleKind.STRESS) == ledger[1:]
    assert list_offers(ledger, ObstacleKind.FOCUS) == ()


def test_plans_that_worked_most_recently_come_first() -> None:
    weeks = [
        week(ANA, name, draft(came(plan), plans=(obstacle(then),)))
        for name, then, plan in ((W47, "a", WORKED), (W48, "b", WORKED), (W49, "a", NOT))
    ]
    assert [worth.then for worth in build_plan_ledger(weeks)] == ["b", "a"]


def test_an_entry_for_the_whole_week_counts_for_the_plan_for_its_kind_of_obstacle() -> None:
    assert told(week(ANA, W48, draft(), goal(2, "Runs"), happened=(came(WORKED),))) == [
        ("one paragraph first", 1, 1, 0)
    ]


def test_an_entry_counts_for_the_plan_of_a_removed_goal_only_if_it_names_the_goal() -> None:
    removed = draft(came(WORKED), change=ChangeKind.REMOVED)
    assert told(week(ANA, W48, removed, happened=(came(WORKED),))) == [("one paragraph first", 1, 1, 0)]


@pytest.mark.parametrize(
    "plans",
    [(), (obstacle(None),), (obstacle(kind=ObstacleKind.FOCUS),), (obstacle("a"), obstacle("b"))],
    ids=["none at all", "no plan", "one for another kind", "two for this kind"],
)
def test_an_entry_that_matches_several_plans_or_no_plan_counts_for_none(plans: tuple[Obstacle, ...]) -> None:
    assert told(week(ANA, W48, draft(came(WORKED), plans=plans))) == []


def test_a_plan_that_two_goals_share_is_counted_as_one_plan() -> None:
    assert told(week(ANA, W48, draft(), draft(), happened=(came(WORKED),))) == [("one paragraph first", 1, 1, 0)]


def test_plans_of_weeks_away_are_omitted() -> None:
    assert told(week(ANA, W48, draft(came(WORKED)), away=True)) == []
