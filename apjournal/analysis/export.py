"""Turn the goals of weeks into the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.analysis.week_record import list_unreadable_weeks
from apjournal.model.views.export import ExportedGoal, ExportView
from apjournal.model.week import Obstacle, write_plan
from apjournal.model.week_record import GoalRecord, HappenedRecord, WeekRecord


def build_export_view(weeks: Iterable[tuple[str, WeekRecord]]) -> ExportView:
    """Return the goals of `weeks`, oldest week first. Each week is given with the name of its partner."""
    ordered = sorted(weeks, key=lambda one: (one[1].week, one[1].partner))
    return ExportView(
        goals=tuple(_flatten_goal(record, goal) for _, record in ordered for goal in record.goals),
        unreadable=list_unreadable_weeks(record for _, record in ordered),
        weeks=tuple(ordered),
    )


def _flatten_goal(record: WeekRecord, goal: GoalRecord) -> ExportedGoal:
    return ExportedGoal(
        partner=record.partner,
        week=record.week,
        monday=record.monday,
        number=goal.number,
        id=goal.id,
        goal=goal.goal,
        done_when=goal.done_when,
        area=goal.area,
        confidence=goal.confidence,
        obstacles=tuple(write_obstacle(obstacle) for obstacle in goal.obstacles),
        carried_from=goal.carried_from,
        carried=goal.carried,
        decision=goal.decision,
        every=goal.every,
        away=record.away,
        state=goal.state,
        result=goal.result,
        evidence=goal.evidence,
        reason=goal.reason,
        happened=tuple(write_happened(entry) for entry in goal.happened),
        steps_done=goal.steps.done,
        steps_total=goal.steps.total,
        change=goal.change,
        kept_goal=goal.kept_goal.goal if goal.change and goal.kept_goal else None,
        amended_reason=goal.amended_reason,
    )


def write_obstacle(obstacle: Obstacle) -> str:
    """Return an obstacle in its short form: `KIND: IF -> THEN`, or `KIND: IF` if it has no plan."""
    return f"{obstacle.kind}: {write_plan(obstacle.if_, obstacle.then or None)}"


def write_happened(entry: HappenedRecord) -> str:
    """Return an obstacle that happened in its short form: `KIND: note`, or `KIND` if it has no note."""
    return f"{entry.kind}: {entry.note}" if entry.note else str(entry.kind)
