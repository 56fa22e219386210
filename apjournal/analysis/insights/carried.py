"""The goals that were carried into the newest week."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.analysis.insights.counted import list_goals_of_file, may_count
from apjournal.model.record import WeekRecord
from apjournal.model.views.insights import CarriedGoal


def list_carried_goals(records: Iterable[WeekRecord]) -> tuple[CarriedGoal, ...]:
    """Return the goals carried into the newest week that has goals, whether it counts already or not."""
    weeks = [record for record in records if may_count(record) and list_goals_of_file(record)]
    newest = max(weeks, key=lambda record: record.week, default=None)
    return tuple(
        CarriedGoal(goal.id, goal.carried_from, goal.carried, goal.decision, goal.goal)
        for goal in (list_goals_of_file(newest) if newest else ())
        if goal.carried
    )
