"""Compute numbers about goals: results by area, and for how long goals were carried over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apjournal.analysis.insights.stats import QUIET, CountedWeek, list_goals_of_file, may_count, tally_goals
from apjournal.model.views.insights import AreaTally, CarriedGoal
from apjournal.model.week_record import GoalRecord, WeekRecord


def count_areas(weeks: Sequence[CountedWeek], agreed: Sequence[str]) -> tuple[AreaTally, ...]:
    """Return for each area how many of its goals were done.

    The areas of the agreement come first, and areas without goals are left out. Case is ignored. An area is spelled as
    in the agreement, otherwise as it was first written.
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
    """Return the first area of the agreement without a goal in the last `QUIET` of the counted `weeks` (oldest first).

    Return None if there are fewer weeks, or if every area has a goal. Also return None if no goal has an area, because
    the partner then does not use areas.
    """
    if len(weeks) < QUIET:
        return None
    named = {goal.area.casefold() for week in weeks[-QUIET:] for goal in week.goals if goal.area}
    return next((area for area in agreed if area.casefold() not in named), None) if named else None


def list_carried_goals(records: Iterable[WeekRecord]) -> tuple[CarriedGoal, ...]:
    """Return the goals that were carried into the newest week with goals, even if that week does not count yet."""
    weeks = [record for record in records if may_count(record) and list_goals_of_file(record)]
    newest = max(weeks, key=lambda record: record.week, default=None)
    return tuple(
        CarriedGoal(goal.id, goal.carried_from, goal.carried, goal.decision, goal.goal)
        for goal in (list_goals_of_file(newest) if newest else ())
        if goal.carried
    )
