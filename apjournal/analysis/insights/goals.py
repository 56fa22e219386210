"""Numbers about goals: promises kept, areas, goals carried over, confidence, and weeks with something unforeseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from apjournal.analysis.insights.stats import (
    FORECASTS,
    QUIET,
    CountedWeek,
    compute_rate,
    get_counted_state,
    list_goals_of_file,
    may_count,
    tally_goals,
)
from apjournal.model.views.insights import AreaTally, Bin, Calibration, CarriedGoal, Promises, Resilience
from apjournal.model.week import ObstacleKind
from apjournal.model.week_record import GoalRecord, State, WeekRecord


def count_promises(weeks: Iterable[CountedWeek]) -> Promises:
    """Count the goals by result. Dropped goals are counted separately."""
    states = Counter(get_counted_state(goal) for week in weeks for goal in week.goals)
    of = sum(states.values()) - states[State.DROPPED]
    found = compute_rate(states[State.DONE], of)
    return Promises(
        done=states[State.DONE],
        partly=states[State.PARTLY],
        not_done=states[State.NOT_DONE],
        unreported=states[State.UNREPORTED],
        dropped=states[State.DROPPED],
        of=of,
        interval=(found.low, found.high) if found else None,
    )


def count_areas(weeks: Sequence[CountedWeek], agreed: Sequence[str]) -> tuple[AreaTally, ...]:
    """Count the goals by area, with the areas of the agreement first.

    Case is ignored, and an area is shown as first written.
    """
    names = {area.casefold(): area for area in reversed(agreed)}
    found: dict[str, list[GoalRecord]] = {area.casefold(): [] for area in agreed}
    for goal in (goal for week in weeks for goal in week.goals):
        if goal.area:
            names.setdefault(goal.area.casefold(), goal.area)
            found.setdefault(goal.area.casefold(), []).append(goal)
    tallies = ((names[key], tally_goals(goals)) for key, goals in found.items() if goals)
    return tuple(AreaTally(area, count.done, count.of) for area, count in tallies)


def find_quiet_area(weeks: Sequence[CountedWeek], agreed: Sequence[str]) -> str | None:
    """Return the first area of the agreement without a goal in the last counted weeks (oldest first).

    None if none of these goals has an area, because then areas are not in use.
    """
    if len(weeks) < QUIET:
        return None
    named = {goal.area.casefold() for week in weeks[-QUIET:] for goal in week.goals if goal.area}
    return next((area for area in agreed if area.casefold() not in named), None) if named else None


def list_carried_goals(records: Iterable[WeekRecord]) -> tuple[CarriedGoal, ...]:
    """Return the goals carried into the newest week that has goals, whether or not that week already counts."""
    weeks = [record for record in records if may_count(record) and list_goals_of_file(record)]
    newest = max(weeks, key=lambda record: record.week, default=None)
    return tuple(
        CarriedGoal(goal.id, goal.carried_from, goal.carried, goal.decision, goal.goal)
        for goal in (list_goals_of_file(newest) if newest else ())
        if goal.carried
    )


_BINS = ((0, 50), (51, 75), (76, 100))

Forecast = tuple[int, bool]
"""The confidence, 0 to 100, and whether the goal was done."""


def list_forecasts(weeks: Iterable[CountedWeek]) -> tuple[Forecast, ...]:
    """Return the forecasts: the goals with a confidence that were not dropped.

    For a kept goal the kept confidence counts.
    """
    return tuple(
        (confidence, get_counted_state(goal) is State.DONE)
        for week in weeks
        for goal in week.goals
        if (confidence := _get_confidence(goal)) is not None and get_counted_state(goal) is not State.DROPPED
    )


def compute_calibration(given: Sequence[Forecast]) -> Calibration | None:
    """Compare forecasts with outcomes. None while there are too few."""
    n = len(given)
    if n < FORECASTS:
        return None
    return Calibration(
        n=n,
        mean_confidence=sum(confidence for confidence, _ in given) / n,
        kept_rate=sum(done for _, done in given) / n,
        brier=compute_brier_score(given),
        bins=tuple(_build_bin(low, high, given) for low, high in _BINS),
    )


def compute_brier_score(given: Sequence[Forecast]) -> float:
    """Return the mean squared difference between forecast and outcome, 0 to 1. `given` is not empty.

    Brier: Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), for the one
    event "done", so half of the value that he sums over both events.
    """
    return sum((confidence / 100 - done) ** 2 for confidence, done in given) / len(given)


def _build_bin(low: int, high: int, given: Iterable[Forecast]) -> Bin:
    inside = [done for confidence, done in given if low <= confidence <= high]
    return Bin(low, high, len(inside), sum(inside))


def _get_confidence(goal: GoalRecord) -> int | None:
    return goal.kept_goal.confidence if goal.kept_goal else goal.confidence


def count_resilience(weeks: Sequence[CountedWeek]) -> Resilience:
    """Count the goals of weeks with an unforeseen entry in the report or the log, and the goals of the other weeks."""
    hit = [goal for week in weeks if _is_hit(week) for goal in week.goals]
    calm = [goal for week in weeks if not _is_hit(week) for goal in week.goals]
    return Resilience(tally_goals(hit), tally_goals(calm))


def _is_hit(week: CountedWeek) -> bool:
    kinds = (*(entry.kind for entry in week.happened), *(line.kind for line in week.record.log))
    return ObstacleKind.UNFORESEEN in kinds
