"""Numbers about obstacles: what distracts, what was expected, and which if-then plans worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from apjournal.analysis.insights.stats import CountedWeek
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import Derailer, Foresight, Plans, PlanWorth
from apjournal.model.week import Obstacle, ObstacleKind, PlanUse
from apjournal.model.week_record import ChangeKind, HappenedRecord, WeekRecord


def count_derailers(weeks: Sequence[CountedWeek]) -> tuple[Derailer, ...]:
    """Count by kind, most frequent first. A kind that was neither reported nor logged is left out."""
    came = Counter(entry.kind for week in weeks for entry in week.happened)
    foreseen = Counter(entry.kind for week in weeks for entry in week.happened if entry.foreseen)
    logged = Counter(line.kind for week in weeks for line in week.record.log if line.kind)
    found = (
        Derailer(kind, came[kind], foreseen[kind], logged[kind]) for kind in ObstacleKind if came[kind] or logged[kind]
    )
    return tuple(sorted(found, key=lambda derailer: (-derailer.count, -derailer.logged)))


def count_foresight(weeks: Sequence[CountedWeek]) -> Foresight:
    """Count the obstacles that happened by whether they were foreseen, and the foreseen ones that did not happen.

    `analysis.week_record` determines whether an entry was foreseen.
    """
    foreseen = [entry.foreseen for week in weeks for entry in week.happened]
    return Foresight(
        foreseen_came=foreseen.count(True),
        foreseen_not=sum(_count_unrealized(week) for week in weeks),
        surprise=foreseen.count(False),
    )


def _count_unrealized(week: CountedWeek) -> int:
    """Count the obstacles for whose kind there is no entry of their goal, and none of the week as a whole."""
    of_week = {entry.kind for entry in week.record.happened}
    return sum(
        obstacle.kind not in of_week and all(entry.kind is not obstacle.kind for entry in goal.happened)
        for goal in week.goals
        for obstacle in goal.obstacles
    )


def count_plans(weeks: Sequence[CountedWeek]) -> Plans:
    """Count the plans of the goals, and how often they were used, worked or were forgotten."""
    said = Counter(entry.plan for week in weeks for entry in week.happened)
    worked, forgotten = said[PlanUse.WORKED], said[PlanUse.FORGOTTEN]
    used = worked + said[PlanUse.DID_NOT_WORK]
    return Plans(
        written=sum(obstacle.then is not None for week in weeks for goal in week.goals for obstacle in goal.obstacles),
        triggered=used + forgotten,
        used=used,
        worked=worked,
        forgotten=forgotten,
    )


class _Use(NamedTuple):
    """The result of a plan in one week, and the obstacle as it was then."""

    week: IsoWeek
    obstacle: Obstacle
    plan: PlanUse


def build_plan_ledger(weeks: Iterable[WeekRecord]) -> tuple[PlanWorth, ...]:
    """Return the plans that worked at least once in one partner's `weeks`. Those that worked last come first.

    A plan is its kind and its words. Case and spaces make no difference. An entry counts for its goal's plan for that
    kind, or for any goal's plan if the entry is about the whole week. If several plans match, it counts for none. Weeks
    away are left out.
    """
    plans: dict[tuple[ObstacleKind, str], list[_Use]] = {}
    for record in sorted(weeks, key=lambda record: record.week):
        for use in () if record.away else _list_uses(record):
            plans.setdefault(_get_plan_key(use.obstacle), []).append(use)
    worked = [_compute_worth(uses) for uses in plans.values() if any(use.plan is PlanUse.WORKED for use in uses)]
    return tuple(sorted(worked, key=lambda worth: worth.week, reverse=True))


def list_offers(ledger: Iterable[PlanWorth], kind: ObstacleKind) -> tuple[PlanWorth, ...]:
    """Return the plans to offer again for obstacles of `kind`, in the order of the ledger."""
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
    """Return the one plan that an entry refers to, or None when its kind has none or several."""
    plans = {
        _get_plan_key(obstacle): obstacle for obstacle in obstacles if obstacle.then and obstacle.kind is entry.kind
    }
    return next(iter(plans.values())) if len(plans) == 1 else None


def _get_plan_key(obstacle: Obstacle) -> tuple[ObstacleKind, str]:
    return obstacle.kind, " ".join((obstacle.then or "").casefold().split())


def _compute_worth(uses: Sequence[_Use]) -> PlanWorth:
    """Return the summed results of a plan. `uses` are oldest first."""
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
