"""How sure somebody was, against what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apjournal.analysis.insights.counted import CountedWeek, get_counted_state
from apjournal.analysis.insights.thresholds import FORECASTS
from apjournal.model.record import GoalRecord, State
from apjournal.model.views.insights import Bin, Calibration

_BINS = ((0, 50), (51, 75), (76, 100))

Forecast = tuple[int, bool]
"""The confidence, 0 to 100, and whether the goal was done."""


def list_forecasts(weeks: Iterable[CountedWeek]) -> tuple[Forecast, ...]:
    """Return the forecasts: the goals with a confidence that were not dropped. Of a kept goal the kept one counts."""
    return tuple(
        (confidence, get_counted_state(goal) is State.DONE)
        for week in weeks
        for goal in week.goals
        if (confidence := _get_confidence(goal)) is not None and get_counted_state(goal) is not State.DROPPED
    )


def compute_calibration(given: Sequence[Forecast]) -> Calibration | None:
    """Compare forecasts with outcomes; None while there are too few."""
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
    """Return the mean squared difference between forecast and outcome, 0 to 1; there is at least one forecast.

    Brier: Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), for the one
    event "done", so half of the value that he sums over both events.
    """
    return sum((confidence / 100 - done) ** 2 for confidence, done in given) / len(given)


def _build_bin(low: int, high: int, given: Iterable[Forecast]) -> Bin:
    inside = [done for confidence, done in given if low <= confidence <= high]
    return Bin(low, high, len(inside), sum(inside))


def _get_confidence(goal: GoalRecord) -> int | None:
    return goal.kept_goal.confidence if goal.kept_goal else goal.confidence
