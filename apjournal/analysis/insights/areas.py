"""What came of the goals of each area, and which one is quiet."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.analysis.insights.counted import CountedWeek, tally_goals
from apjournal.analysis.insights.thresholds import QUIET
from apjournal.model.record import GoalRecord
from apjournal.model.views.insights import AreaTally


def count_areas(weeks: Sequence[CountedWeek], agreed: Sequence[str]) -> tuple[AreaTally, ...]:
    """Count by area, those of the agreement first; one is the same whatever its case, and told as it first stands."""
    names = {area.casefold(): area for area in reversed(agreed)}
    found: dict[str, list[GoalRecord]] = {area.casefold(): [] for area in agreed}
    for goal in (goal for week in weeks for goal in week.goals):
        if goal.area:
            names.setdefault(goal.area.casefold(), goal.area)
            found.setdefault(goal.area.casefold(), []).append(goal)
    tallies = ((names[key], tally_goals(goals)) for key, goals in found.items() if goals)
    return tuple(AreaTally(area, count.done, count.of) for area, count in tallies)


def find_quiet_area(weeks: Sequence[CountedWeek], agreed: Sequence[str]) -> str | None:
    """Return the first area of the agreement without a goal in the last of the counted weeks, which are oldest first.

    None where none of these goals has an area: then areas are not used.
    """
    if len(weeks) < QUIET:
        return None
    named = {goal.area.casefold() for week in weeks[-QUIET:] for goal in week.goals if goal.area}
    return next((area for area in agreed if area.casefold() not in named), None) if named else None
