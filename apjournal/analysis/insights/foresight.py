"""Did I see it coming: the obstacles that were named against those that came."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.analysis.insights.counted import CountedWeek
from apjournal.model.views.insights import Foresight


def count_foresight(weeks: Sequence[CountedWeek]) -> Foresight:
    """Count what came by whether it was foreseen, and the obstacles of whose kind nothing came.

    Whether an entry was foreseen is told where the record is made (`analysis.happened`).
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
