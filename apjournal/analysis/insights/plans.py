"""The life of if-then plans: written, called for, used or forgotten, and whether they worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from apjournal.analysis.insights.counted import CountedWeek
from apjournal.model.views.insights import Plans
from apjournal.model.week import PlanUse


def count_plans(weeks: Sequence[CountedWeek]) -> Plans:
    """Count the plans of the goals, and what was said of plans when something came."""
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
