"""Each number by its definition, on weeks described in a few words."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from apjournal.analysis.insights.count import count_weeks
from apjournal.analysis.insights.forecasts import compute_brier_score, compute_calibration, list_forecasts
from apjournal.analysis.insights.goals import count_areas, find_quiet_area, list_carried_goals
from apjournal.analysis.insights.stats import CountedWeek, compute_wilson_interval, select_counted_weeks
from apjournal.analysis.insights.view import list_learned
from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import (
    AreaTally,
    Bin,
    CarriedGoal,
    Derailer,
    Foresight,
    Learned,
    Plans,
    Promises,
    Resilience,
    Tally,
)
from apjournal.model.week import Decision, LogLine, Obstacle, ObstacleKind, PlanUse
from apjournal.model.week_record import ChangeKind, GoalRecord, HappenedRecord, KeptGoal, State, WeekRecord
from tests.helpers.week_records import ANA, W47, W48, W49, goal, week

AFTERWARDS = date(2027, 6, 1)
FOCUS, INTEREST, STRESS, UNFORESEEN = (
    ObstacleKind.FOCUS,
    ObstacleKind.INTEREST,
    ObstacleKind.STRESS,
    ObstacleKind.UNFORESEEN,
)
DONE, PARTLY, NOT_DONE, DROPPED, OPEN = State.DONE, State.PARTLY, State.NOT_DONE, State.DROPPED, State.OPEN


def counted(*records: WeekRecord) -> tuple[CountedWeek, ...]:
    return select_counted_weeks(records, today=AFTERWARDS)


def of_goals(*goals: GoalRecord) -> tuple[CountedWeek, ...]:
    return counted(week(ANA, W48, *goals))


def goals_of(*states: State, **known: object) -> list[GoalRecord]:
    return [goal(number, f"Goal {number}", state, **known) for number, state in enumerate(states, 1)]


def came(kind: ObstacleKind, plan: PlanUse | None = None, *, foreseen: bool = False) -> HappenedRecord:
    return HappenedRecord(kind, None, plan, foreseen)


def logged(kind: ObstacleKind | None) -> LogLine:
    return LogLine(None, kind, "a line")


# ---- promises


def test_goals_are_counted_by_result_and_dropped_goals_separately() -> None:
    states = [DONE, DONE, DONE, PARTLY, NOT_DONE, OPEN, State.UNREPORTED, DROPPED]
    assert count_weeks(of_goals(*goals_of(*states))).promises == Promises(3, 1, 1, 2, 1, of=7, interval=None)


@pytest.mark.parametrize("of", [7, 8, 9])
def test_the_share_of_goals_done_has_an_interval_from_eight_goals_on(of: int) -> None:
    expected = compute_wilson_interval(of, of) if of >= 8 else None
    assert count_weeks(of_goals(*goals_of(*[DONE] * of), *goals_of(DROPPED))).promises.interval == expected


# ---- foresight


def test_foresight_counts_expected_and_unexpected_obstacles() -> None:
    hit = goal(1, "Runs", DONE, happened=(came(FOCUS, foreseen=True), came(STRESS)))
    found = count_weeks(counted(week(ANA, W48, hit, happened=(came(FOCUS, foreseen=True),)))).foresight
    assert found == Foresight(foreseen_came=2, foreseen_not=0, surprise=1)


def test_an_expected_obstacle_that_no_entry_names_counts_as_not_having_come() -> None:
    named = (Obstacle(FOCUS, "a", None), Obstacle(STRESS, "b", None), Obstacle(INTEREST, "c", None))
    mine = goal(1, "Runs", DONE, obstacles=named, happened=(came(FOCUS),))
    other = goal(2, "Tax", DONE, obstacles=named[:1], happened=(came(INTEREST),))
    found = count_weeks(counted(week(ANA, W48, mine, other, happened=(came(STRESS),)))).foresight
    assert found.foreseen_not == 2


# ---- derailers


def test_obstacles_in_outcomes_and_log_are_counted_by_kind_most_frequent_first() -> None:
    first = week(ANA, W47, *goals_of(DONE, happened=(came(STRESS), came(STRESS, foreseen=True))), log=(logged(STRESS),))
    second = week(ANA, W48, happened=(came(INTEREST),), log=(logged(FOCUS), logged(None), logged(UNFORESEEN)) * 2)
    assert count_weeks(counted(first, second)).derailers == (
        Derailer(STRESS, 2, 1, 1),
        Derailer(INTEREST, 1, 0, 0),
        Derailer(FOCUS, 0, 0, 2),
        Derailer(UNFORESEEN, 0, 0, 2),
    )
    assert count_weeks(()).derailers == ()


# ---- plans


def test_written_needed_used_and_successful_plans_are_counted() -> None:
    plan, alone = Obstacle(FOCUS, "a", "b"), Obstacle(FOCUS, "a", None)
    uses = (PlanUse.WORKED, PlanUse.WORKED, PlanUse.DID_NOT_WORK, PlanUse.FORGOTTEN, None)
    mine = goal(1, "Runs", DONE, obstacles=(plan, alone, plan), happened=tuple(came(FOCUS, use) for use in uses))
    found = count_weeks(counted(week(ANA, W48, mine, happened=(came(STRESS, PlanUse.FORGOTTEN),)))).plans
    assert found == Plans(written=2, triggered=5, used=3, worked=2, forgotten=2)


# ---- calibration


def test_only_kept_confidence_of_goals_that_were_not_dropped_counts_as_a_forecast() -> None:
    kept = goal(1, "a", DONE, confidence=20, kept_goal=KeptGoal("a", None, 90))
    added_later = goal(2, "b", DONE, confidence=20, kept_goal=KeptGoal("b", None, None))
    never_kept = goal(3, "c", PARTLY, confidence=0)
    dropped = goal(4, "d", DROPPED, confidence=70)
    gone = goal(5, "e", State.UNREPORTED, confidence=60, change=ChangeKind.REMOVED)
    (found,) = of_goals(kept, added_later, never_kept, dropped, gone)
    assert list(list_forecasts(found)) == [(90, True), (0, False), (60, False)]


@pytest.mark.parametrize("n", [19, 20, 21])
def test_calibration_needs_twenty_forecasts(n: int) -> None:
    found = compute_calibration(Counter({(100, True): n}))
    assert (found is None) is (n < 20)
    assert found is None or (found.n, found.mean_confidence, found.kept_rate, found.brier) == (n, 100, 1, 0)


def test_a_calibration_bin_includes_both_its_limits() -> None:
    edges = [(confidence, confidence != 51) for confidence in (0, 50, 51, 75, 76, 100)]
    found = compute_calibration(Counter(edges * 4))
    assert found
    assert found.bins == (Bin(0, 50, 8, 8), Bin(51, 75, 8, 4), Bin(76, 100, 8, 8))
    assert found.mean_confidence == pytest.approx(352 / 6)
    assert found.kept_rate == pytest.approx(5 / 6)


BRIERS_TABLE = [
    *((70, False), (90, True), (80, True), (40, True), (20, False)),
    *((0, False), (0, False), (0, False), (0, False), (10, False)),
]


def test_calibration_includes_the_brier_score() -> None:
    """Brier 1950, Monthly Weather Review 78, 1-3, Table 1: 0.19 over both events, rain and none, so half for one."""
    assert compute_brier_score(Counter(BRIERS_TABLE)) == pytest.approx(0.19 / 2)


@pytest.mark.parametrize(
    ("confidence", "done", "expected"),
    [(100, True, 0), (100, False, 1), (70, True, 0.09), (30, True, 0.49), (50, True, 0.25), (50, False, 0.25)],
)
def test_the_brier_score_of_one_forecast_is_the_squared_difference(
    confidence: int, done: bool, expected: float
) -> None:
    """The worked examples in Armstrong's Forecasting Dictionary (Principles of Forecasting, 2001)."""
    assert compute_brier_score(Counter([(confidence, done)])) == pytest.approx(expected)


# ---- carried


def test_carried_goals_come_from_the_newest_week_even_if_it_does_not_count() -> None:
    new, old = goal(1, "New"), goal(2, "Old", carried=2, carried_from=W47 + -1, decision=Decision.SHRINK)
    gone = goal(3, "Gone", carried=1, carried_from=W47, change=ChangeKind.REMOVED)
    earlier = week(ANA, W47, goal(1, "Other", carried=1, carried_from=W47 + -1))
    newest = week(ANA, W48, new, old, gone)
    assert list_carried_goals([newest, earlier]) == (CarriedGoal("old", W47 + -1, 2, Decision.SHRINK, "Old"),)
    passed_over = [week(ANA, W49), week(ANA, W49 + 1, new, away=True), week(ANA, W49 + 2, new, role=Role.SUPPORTS)]
    assert list_carried_goals([newest, *passed_over])[0].id == "old"
    assert list_carried_goals([]) == ()


# ---- resilience


@pytest.mark.parametrize(
    "surprise",
    [
        {"log": (logged(UNFORESEEN),)},
        {"happened": (came(UNFORESEEN, foreseen=True),)},
    ],
)
def test_resilience_compares_weeks_with_and_without_an_unforeseen_obstacle(surprise: dict[str, object]) -> None:
    hit = week(ANA, W47, *goals_of(DONE, OPEN, DROPPED), **surprise)
    calm = week(ANA, W48, *goals_of(DONE, DONE, NOT_DONE), log=(logged(FOCUS),))
    assert count_weeks(counted(hit, calm)).resilience == Resilience(hit=Tally(1, 2), calm=Tally(2, 3))


def test_an_unforeseen_obstacle_of_one_goal_affects_its_whole_week() -> None:
    of_one = goal(1, "Runs", DONE, happened=(came(UNFORESEEN),))
    assert count_weeks(of_goals(of_one, goal(2, "Tax", NOT_DONE))).resilience.hit == Tally(1, 2)


# ---- areas


def test_areas_are_counted_ignoring_case_and_those_of_the_agreement_come_first() -> None:
    goals = [goal(1, "a", DONE, area="body"), goal(2, "b", NOT_DONE, area="Work"), goal(3, "c", DONE, area="work")]
    goals += [goal(4, "d", DROPPED, area="Body"), goal(5, "e", DONE)]
    assert count_areas(of_goals(*goals), ["WORK", "home"]) == (AreaTally("WORK", 1, 2), AreaTally("body", 1, 1))


@pytest.mark.parametrize(("weeks", "named"), [(7, None), (8, "home"), (9, "home")])
def test_an_area_without_goals_for_eight_weeks_is_reported_as_quiet(weeks: int, named: str | None) -> None:
    records = [week(ANA, IsoWeek(2026, number), goal(1, "a", DONE, area="Work")) for number in range(1, weeks + 1)]
    assert find_quiet_area(counted(*records), ["work", "home", "garden"]) == named


@pytest.mark.parametrize(("ago", "named"), [(8, None), (9, "home")])
def test_the_signs_of_readiness_use_the_last_eight_weeks(ago: int, named: str | None) -> None:
    records = [
        week(ANA, IsoWeek(2026, number), goal(1, "a", DONE, area="home" if 20 - number == ago else "work"))
        for number in range(1, 20)
    ]
    assert find_quiet_area(counted(*records), ["work", "home"]) == named


def test_no_area_is_quiet_if_no_goal_has_an_area() -> None:
    records = [week(ANA, IsoWeek(2026, number), goal(1, "a", DONE)) for number in range(1, 12)]
    assert find_quiet_area(counted(*records), ["work", "home"]) is None


# ---- learned


def test_insights_lists_lessons_newest_first() -> None:
    weeks = counted(week(ANA, W47, learned=("a",)), week(ANA, W48, learned=("b", "c")), week(ANA, W49))
    assert list_learned(weeks) == (Learned(W48, "b"), Learned(W48, "c"), Learned(W47, "a"))
