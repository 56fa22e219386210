"""Compare a partner's confidence in their goals with the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from apjournal.analysis.insights.stats import FORECASTS, CountedWeek, get_counted_state
from apjournal.model.views.insights import Bin, Calibration
from apjournal.model.week_record import GoalRecord, State

_BINS = ((0, 50), (51, 75), (76, 100))

Forecast = tuple[int, bool]
"""A confidence in per cent, 0 to 100, and whether the goal was done."""


def list_forecasts(week: CountedWeek) -> Iterator[Forecast]:
    """Yield the forecasts of a week, one for each goal that has a confidence and was not dropped.

    For a kept goal, the confidence in the kept copy counts.
    """
    for goal in week.goals:
        confidence, state = _get_confidence(goal), get_counted_state(goal)
        if confidence is not None and state is not State.DROPPED:
            yield confidence, state is State.DONE


def compute_calibration(given: Counter[Forecast]) -> Calibration | None:
    """Compare forecasts with results, or return None if there are fewer than `FORECASTS`.

    `given` counts how often each forecast was given. In the result, `mean_confidence` is in per cent, and the other
    values are from 0 to 1.
    """
    n = given.total()
    if n < FORECASTS:
        return None
    return Calibration(
        n=n,
        mean_confidence=sum(confidence * times for (confidence, _), times in given.items()) / n,
        kept_rate=sum(times for (_, done), times in given.items() if done) / n,
        brier=compute_brier_score(given),
        bins=tuple(_build_bin(low, high, given) for low, high in _BINS),
    )


def compute_brier_score(given: Counter[Forecast]) -> float:
    """Return the mean squared difference between forecast and result, from 0 to 1. `given` must not be empty.

    Source: Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950). This
    is the value for the single event "done", half of the value in the paper, which sums over both events.
    """
    squares = sum((confidence - 100 * done) ** 2 * times for (confidence, done), times in given.items())
    return squares / 10_000 / given.total()


def _build_bin(low: int, high: int, given: Counter[Forecast]) -> Bin:
    inside = Counter({forecast: times for forecast, times in given.items() if low <= forecast[0] <= high})
    return Bin(low, high, inside.total(), sum(times for (_, done), times in inside.items() if done))


def _get_confidence(goal: GoalRecord) -> int | None:
    return goal.kept_goal.confidence if goal.kept_goal else goal.confidence
