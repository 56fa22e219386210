"""How often a goal was carried over from week to week, and since when."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Result, Week

_SETTLED = (Result.DONE, Result.DROPPED)


class Carried(Struct, frozen=True):
    """How often a goal was carried over: in how many weeks in a row before (0 for a new goal), and since which week.

    `since` is the week that the file names, otherwise the first of these weeks (None for a new goal).
    """

    times: int = 0
    since: IsoWeek | None = None


def trace_carried_goals(week: Week, earlier: Iterable[Week]) -> tuple[Carried, ...]:
    """Return for each goal of `week`, in order, how often it was carried into `week`.

    A goal is carried if the newest earlier week that has goals and is not away contains a goal with the same id that
    was neither done nor dropped. `earlier` are the partner's weeks, newest first (later weeks are ignored). They may be
    lazy: only as many are read as the longest chain needs.
    """
    chains = {goal.id: Carried() for goal in week.goals}
    alive = set(chains)
    weeks = iter(earlier)
    while alive and (former := next(weeks, None)) is not None:
        if former.week >= week.week or former.away or not former.goals:
            continue
        alive &= _list_open_goals(former)
        for goal in alive:
            chains[goal] = Carried(chains[goal].times + 1, former.week)
    return tuple(Carried(chains[goal.id].times, goal.carried_from or chains[goal.id].since) for goal in week.goals)


def _list_open_goals(week: Week) -> set[str]:
    """Return the ids of the goals that were not done and not dropped."""
    settled = {outcome.goal for outcome in week.outcomes if outcome.result in _SETTLED}
    return {goal.id for goal in week.goals} - settled
