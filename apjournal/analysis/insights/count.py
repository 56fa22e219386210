"""Count everything that adds up over weeks. `apj insights` and its charts share this count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from apjournal.analysis.insights.forecasts import Forecast, compute_calibration, list_forecasts
from apjournal.analysis.insights.stats import CountedWeek, build_tally, compute_rate, get_counted_state
from apjournal.model.views.insights import Derailer, Figures, Foresight, Plans, Promises, Resilience
from apjournal.model.week import ObstacleKind, PlanUse
from apjournal.model.week_record import State


def count_weeks(weeks: Iterable[CountedWeek]) -> Figures:
    """Return the numbers that add up over `weeks`."""
    count = RunningCount()
    for week in weeks:
        count.add_week(week)
    return count.build_figures()


class RunningCount:
    """A count over weeks that can be read after any week, so that a series and its total come from one count."""

    def __init__(self) -> None:
        self._weeks = self._reported = self._hit_weeks = 0
        self._hit: Counter[State] = Counter()
        self._calm: Counter[State] = Counter()
        self._came: Counter[ObstacleKind] = Counter()
        self._foreseen: Counter[ObstacleKind] = Counter()
        self._logged: Counter[ObstacleKind] = Counter()
        self._unrealized = self._written = 0
        self._plans: Counter[PlanUse | None] = Counter()
        self._forecasts: Counter[Forecast] = Counter()

    def add_week(self, week: CountedWeek) -> None:
        """Count one more week."""
        hit = _has_unforeseen_obstacle(week)
        self._weeks += 1
        self._reported += week.reported
        self._hit_weeks += hit
        (self._hit if hit else self._calm).update(get_counted_state(goal) for goal in week.goals)
        for entry in week.happened:
            self._came[entry.kind] += 1
            self._foreseen[entry.kind] += entry.foreseen
            self._plans[entry.plan] += 1
        self._logged.update(line.kind for line in week.record.log if line.kind)
        self._unrealized += _count_unrealized(week)
        self._written += sum(obstacle.then is not None for goal in week.goals for obstacle in goal.obstacles)
        self._forecasts.update(list_forecasts(week))

    def build_figures(self) -> Figures:
        """Return the figures of the weeks added so far."""
        states = self._hit + self._calm
        came, foreseen = self._came.total(), self._foreseen.total()
        return Figures(
            weeks=self._weeks,
            reported=self._reported,
            hit=self._hit_weeks,
            goals=states.total(),
            promises=_build_promises(states),
            foresight=Foresight(foreseen_came=foreseen, foreseen_not=self._unrealized, surprise=came - foreseen),
            derailers=self._build_derailers(),
            plans=self._build_plans(),
            forecasts=self._forecasts.total(),
            calibration=compute_calibration(self._forecasts),
            resilience=Resilience(build_tally(self._hit), build_tally(self._calm)),
        )

    def _build_derailers(self) -> tuple[Derailer, ...]:
        """Return the kinds of obstacles that were reported or logged, the most frequent first."""
        found = (
            Derailer(kind, self._came[kind], self._foreseen[kind], self._logged[kind])
            for kind in ObstacleKind
            if self._came[kind] or self._logged[kind]
        )
        return tuple(sorted(found, key=lambda derailer: (-derailer.count, -derailer.logged)))

    def _build_plans(self) -> Plans:
        worked, forgotten = self._plans[PlanUse.WORKED], self._plans[PlanUse.FORGOTTEN]
        used = worked + self._plans[PlanUse.DID_NOT_WORK]
        return Plans(self._written, used + forgotten, used, worked, forgotten)


def _build_promises(states: Counter[State]) -> Promises:
    """Return the results of goals. Dropped goals are counted separately."""
    tally = build_tally(states)
    found = compute_rate(tally.done, tally.of)
    return Promises(
        done=tally.done,
        partly=states[State.PARTLY],
        not_done=states[State.NOT_DONE],
        unreported=states[State.UNREPORTED],
        dropped=states[State.DROPPED],
        of=tally.of,
        interval=(found.low, found.high) if found else None,
    )


def _has_unforeseen_obstacle(week: CountedWeek) -> bool:
    """Whether the report or the log of a week contains an unforeseen obstacle."""
    kinds = (*(entry.kind for entry in week.happened), *(line.kind for line in week.record.log))
    return ObstacleKind.UNFORESEEN in kinds


def _count_unrealized(week: CountedWeek) -> int:
    """Return the number of expected obstacles that were not reported, neither for their goal nor for the whole week."""
    of_week = {entry.kind for entry in week.record.happened}
    return sum(
        obstacle.kind not in of_week and all(entry.kind is not obstacle.kind for entry in goal.happened)
        for goal in week.goals
        for obstacle in goal.obstacles
    )
