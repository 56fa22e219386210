"""Trace goals from week to week: which are carried over, how often and since when, and which return by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Every, Goal, Result, Week

_SETTLED = (Result.DONE, Result.DROPPED)


class Carried(Struct, frozen=True):
    """The number of weeks in a row for which a goal was carried over (0 for a new goal), and the first of them.

    `since` is the first week as given in the file, otherwise as counted (None for a new goal).
    """

    times: int = 0
    since: IsoWeek | None = None


def trace_carried_goals(week: Week, earlier: Iterable[Week]) -> tuple[Carried, ...]:
    """Return for each goal of `week`, in order, how often it was carried over, and since which week.

    A goal is carried over if the newest earlier week that has goals and is not away contains a goal with the same id
    that was neither done nor dropped. A goal that returns every week counts as new each time. `earlier` contains the
    partner's weeks, newest first. Weeks after `week` are ignored. `earlier` is read no further than needed.
    """
    chains = {goal.id: Carried() for goal in week.goals}
    alive = {goal.id for goal in week.goals if goal.every is None}
    weeks = iter(earlier)
    while alive and (former := next(weeks, None)) is not None:
        if former.week >= week.week or former.away or not former.goals:
            continue
        alive &= _list_open_goals(former)
        for goal in alive:
            chains[goal] = Carried(chains[goal].times + 1, former.week)
    return tuple(_build_carried(goal, chains[goal.id]) for goal in week.goals)


def _build_carried(goal: Goal, chain: Carried) -> Carried:
    return chain if goal.every else Carried(chain.times, goal.carried_from or chain.since)


def _list_open_goals(week: Week) -> set[str]:
    return {goal.id for goal in list_carriable_goals(week)}


def list_carriable_goals(week: Week) -> tuple[Goal, ...]:
    """Return the goals that were neither done nor dropped, except those that return every week by themselves."""
    settled = {outcome.goal for outcome in week.outcomes if outcome.result in _SETTLED}
    return tuple(goal for goal in week.goals if goal.id not in settled and goal.every is None)


def list_returning_goals(week: Week) -> tuple[Goal, ...]:
    """Return the goals that return in the next week by themselves, as new goals. A dropped goal does not return."""
    dropped = {outcome.goal for outcome in week.outcomes if outcome.result is Result.DROPPED}
    return tuple(make_returning(goal) for goal in week.goals if goal.every and goal.id not in dropped)


def make_returning(goal: Goal) -> Goal:
    """Return a goal that returns every week, without the details that belong to one week."""
    return replace(goal, every=Every.WEEK, confidence=None, decision=None, carried_from=None)
