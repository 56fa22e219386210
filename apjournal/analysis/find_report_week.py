"""Find the week whose report apj asks for, and the state of a goal (format.md, "Weeks, calls and reports")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Outcome, Week
from apjournal.model.week_record import State


def get_state(outcome: Outcome | None, *, over: bool) -> State:
    """Return the state of a goal: its outcome if it has one.

    Without an outcome, it is `unreported` if the day on which the report is due is `over`, otherwise `open`.
    """
    if outcome is not None:
        return State(outcome.result.value)
    return State.UNREPORTED if over else State.OPEN


def is_report_complete(week: Week) -> bool:
    """Whether the report of `week` is complete, which means that each goal in its file has an outcome."""
    return all(week.find_outcome(goal) is not None for goal in week.goals)


def find_newest_to_report(weeks: Iterable[Week], *, before: IsoWeek) -> Week | None:
    """Return the newest week before `before` that has goals and is not away, or None.

    `weeks` are newest first, and are read no further than needed.
    """
    return next((week for week in weeks if week.week < before and week.goals and not week.away), None)


def find_week_with_due_report(
    weeks: Iterable[Week], *, before: IsoWeek, schedule: Schedule, today: date
) -> Week | None:
    """Return the one week whose report apj asks for: the newest to report, if its report is due and incomplete.

    Otherwise, return None. apj never asks for older reports, so that nobody returns to a list of debts. It also asks
    for nothing if the partner listens or is under peer support in that week, in the period after it, or in the week
    `before`.
    """
    week = find_newest_to_report(weeks, before=before)
    if week is None or is_report_complete(week) or not schedule.is_due(week.week, today):
        return None
    weeks_on_the_way = (week.week, schedule.find_following_week(week.week), before)
    roles = {schedule.agreement.get_role(week.partner, one) for one in weeks_on_the_way}
    return week if roles == {Role.REPORTS} else None
