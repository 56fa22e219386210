"""Numbers about goals: by area, and goals carried over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apjournal.analysis.insights.stats import QUIET, CountedWeek, list_goals_of_file, may_count, tally_goals
from apjournal.model.views.insights import AreaTally, CarriedGoal
from apjournal.model.week_record import GoalRecord, WeekRecord


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
