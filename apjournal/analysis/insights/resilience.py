"""What becomes of a week when something unforeseen comes."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.analysis.insights.counted import CountedWeek, tally_goals
from apjournal.model.views.insights import Resilience
from apjournal.model.week import Kind


def count_resilience(weeks: Sequence[CountedWeek]) -> Resilience:
    """Count the goals of weeks with an unforeseen entry in the report or the log, beside those of the other weeks."""
    hit = [goal for week in weeks if _is_hit(week) for goal in week.goals]
    calm = [goal for week in weeks if not _is_hit(week) for goal in week.goals]
    return Resilience(tally_goals(hit), tally_goals(calm))


def _is_hit(week: CountedWeek) -> bool:
    kinds = (*(entry.kind for entry in week.happened), *(line.kind for line in week.record.log))
    return Kind.UNFORESEEN in kinds
