"""The plan ledger: list which if-then plans worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import PlanWorth
from apjournal.model.week import Obstacle, ObstacleKind, PlanUse
from apjournal.model.week_record import ChangeKind, HappenedRecord, WeekRecord


class _Use(NamedTuple):
    """The result of a plan in one week, and the obstacle as worded in that week's file."""

    week: IsoWeek
    obstacle: Obstacle
    plan: PlanUse


def build_plan_ledger(weeks: Iterable[WeekRecord]) -> tuple[PlanWorth, ...]:
    """Return the plans that worked at least once in one partner's `weeks`, the one that worked most recently first.

    Two plans are the same if their kind and their words are equal, ignoring case and spaces. An entry about a goal
    counts for the goal's plan for that kind of obstacle. An entry about the whole week counts for the plan of any goal.
    If several plans match an entry, it counts for none of them. Weeks away are left out.
    """
    plans: dict[tuple[ObstacleKind, str], list[_Use]] = {}
    for record in sorted(weeks, key=lambda record: record.week):
        for use in () if record.away else _list_uses(record):
            plans.setdefault(_get_plan_key(use.obstacle), []).append(use)
    worked = [_compute_worth(uses) for uses in plans.values() if any(use.plan is PlanUse.WORKED for use in uses)]
    return tuple(sorted(worked, key=lambda worth: worth.week, reverse=True))


def list_offers(ledger: Iterable[PlanWorth], kind: ObstacleKind) -> tuple[PlanWorth, ...]:
    """Return the plans in the ledger for obstacles of `kind`, in the order of the ledger."""
    return tuple(worth for worth in ledger if worth.kind is kind)


def _list_uses(record: WeekRecord) -> Iterator[_Use]:
    in_file = [goal for goal in record.goals if goal.change is not ChangeKind.REMOVED]
    everywhere = [obstacle for goal in in_file for obstacle in goal.obstacles]
    said = [(entry, goal.obstacles) for goal in record.goals for entry in goal.happened]
    for entry, obstacles in [*said, *((entry, everywhere) for entry in record.happened)]:
        meant = _find_meant_plan(entry, obstacles)
        if meant is not None and entry.plan is not None:
            yield _Use(record.week, meant, entry.plan)


def _find_meant_plan(entry: HappenedRecord, obstacles: Sequence[Obstacle]) -> Obstacle | None:
    """Return the plan that an entry refers to, or None if there is no plan for its kind or several."""
    plans = {
        _get_plan_key(obstacle): obstacle for obstacle in obstacles if obstacle.then and obstacle.kind is entry.kind
    }
    return next(iter(plans.values())) if len(plans) == 1 else None


def _get_plan_key(obstacle: Obstacle) -> tuple[ObstacleKind, str]:
    return obstacle.kind, " ".join((obstacle.then or "").casefold().split())


def _compute_worth(uses: Sequence[_Use]) -> PlanWorth:
    """Return a plan with how often it was used and how often it worked. `uses` are oldest first."""
    counts = Counter(use.plan for use in uses)
    newest = uses[-1].obstacle
    return PlanWorth(
        kind=newest.kind,
        if_=newest.if_,
        then=newest.then or "",
        worked=counts[PlanUse.WORKED],
        used=counts[PlanUse.WORKED] + counts[PlanUse.DID_NOT_WORK],
        forgotten=counts[PlanUse.FORGOTTEN],
        week=max(use.week for use in uses if use.plan is PlanUse.WORKED),
    )
