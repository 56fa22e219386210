"""What all numbers have in common: which weeks and goals count, the thresholds, and rates with a 95 % interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import sqrt
from typing import NamedTuple

from msgspec import Struct

from apjournal.model.agreement import Role
from apjournal.model.views.insights import Tally
from apjournal.model.week_record import ChangeKind, GoalRecord, HappenedRecord, State, WeekRecord

RATE = 8
"""The number of cases from which a rate is given, with its interval."""
FORECASTS = 20
"""The number of forecasts from which they are compared with results."""
CALLS = 8
"""The number of last calls that the rhythm covers."""
QUIET = 8
"""The number of counted weeks without a goal after which apj mentions an area."""

NEEDED: Mapping[str, float] = {
    "reported_weeks": 8,
    "rhythm": 7,
    "calibration_gap": 15,
    "foresight_rate": 60,
    "plans_worked": 60,
    "resilience_gap": 20,
}
"""The default thresholds of the signs of readiness.

The first two are numbers of weeks. The gaps are the largest allowed numbers of percentage points. The others are
minimum percentages. Partners can change them in `agreement.md` under `readiness`, in the same units.
"""


_Z = 1.959963984540054  # the 97.5 % point of the normal distribution, for a 95 % interval


class Rate(NamedTuple):
    """A share and its 95 % interval, each from 0 to 1."""

    share: float
    low: float
    high: float


def compute_rate(part: int, of: int) -> Rate | None:
    """Return the share of `part` in `of` cases with its interval, or None if there are fewer than `RATE` cases."""
    return Rate(part / of, *compute_wilson_interval(part, of)) if of >= RATE else None


def compute_wilson_interval(part: int, of: int) -> tuple[float, float]:
    """Return the ends of the 95 % interval of the share `part` in `of`, each from 0 to 1. `of` must be at least 1.

    Source: Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927). The formula has no correction for continuity. It is method 3 in Newcombe,
    Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998).
    """
    share, square = part / of, _Z * _Z
    middle = share + square / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    # At both ends the formula gives exactly 0 and 1, but floating-point arithmetic only comes close.
    return (0.0 if part == 0 else (middle - half) / whole, 1.0 if part == of else (middle + half) / whole)


_OUTCOMES = frozenset({State.DONE, State.PARTLY, State.NOT_DONE, State.DROPPED})


class CountedWeek(Struct, frozen=True):
    """A week that counts, and those of its goals that count. `reported` says whether its report is complete."""

    record: WeekRecord
    goals: tuple[GoalRecord, ...]
    reported: bool

    @property
    def happened(self) -> Iterator[HappenedRecord]:
        """Everything that got in the way of single goals or of the week as a whole."""
        for goal in self.record.goals:
            yield from goal.happened
        yield from self.record.happened


def select_counted_weeks(records: Iterable[WeekRecord], *, today: date) -> tuple[CountedWeek, ...]:
    """Return the weeks that count today, in the given order."""
    return tuple(
        CountedWeek(record, _select_counted_goals(record), is_reported(record))
        for record in records
        if may_count(record) and record.report_due and (record.report_due <= today or is_reported(record))
    )


def may_count(record: WeekRecord) -> bool:
    """Whether the partner had to report on this week.

    Partners do not report when they are away, listen, or are under peer support.
    """
    return not record.away and record.role is Role.REPORTS


def is_reported(record: WeekRecord) -> bool:
    """Whether a report is complete: the file has goals, and each goal has an outcome."""
    goals = list_goals_of_file(record)
    return bool(goals) and all(goal.result is not None for goal in goals)


def list_goals_of_file(record: WeekRecord) -> tuple[GoalRecord, ...]:
    """Return the goals of a week without those that the file no longer contains."""
    return tuple(goal for goal in record.goals if goal.change is not ChangeKind.REMOVED)


def get_counted_state(goal: GoalRecord) -> State:
    """Return the state of a goal in a counted week. Without an outcome, it is unreported, even on the due day."""
    return goal.state if goal.state in _OUTCOMES else State.UNREPORTED


def tally_goals(goals: Iterable[GoalRecord]) -> Tally:
    """Return how many of the goals were done. Dropped goals do not count."""
    return build_tally(Counter(map(get_counted_state, goals)))


def build_tally(states: Counter[State]) -> Tally:
    """Return how many goals were done, from the number of goals in each state. Dropped goals do not count."""
    return Tally(states[State.DONE], states.total() - states[State.DROPPED])


def _select_counted_goals(record: WeekRecord) -> tuple[GoalRecord, ...]:
    return tuple(goal for goal in record.goals if not _is_agreed_removal(goal))


def _is_agreed_removal(goal: GoalRecord) -> bool:
    return goal.change is ChangeKind.REMOVED and goal.state is State.DROPPED and goal.result is None
