"""The one line for a prompt; apart from `status`, since it is written before every line that somebody types."""

from __future__ import annotations

from datetime import date

from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week


def build_short_status(
    week: IsoWeek, mine: Week | None, *, role: Role, today: date, call: date, unreadable: bool = False
) -> str:
    """Return where I stand this week, `apj W48 3 open, call in 5 d`, from my file only.

    `mine` is None where there is none, and where it is `unreadable`.
    """
    standing = "can't be read" if unreadable else _describe_week(mine, role)
    return f"apj W{week.number:02} {standing}, {_format_time_to_call((call - today).days)}"


def _describe_week(mine: Week | None, role: Role) -> str:
    if mine is not None and mine.away:
        return "away"
    if role is not Role.REPORTS:
        return "listening" if role is Role.LISTENS else "peer support"
    if mine is None or not mine.goals:
        return "no goals yet" if mine is None or mine.goals_elsewhere is None else "goals not read"
    return f"{sum(mine.find_outcome(goal) is None for goal in mine.goals)} open"


def _format_time_to_call(days: int) -> str:
    return f"call in {days} d" if days > 0 else "call today"
