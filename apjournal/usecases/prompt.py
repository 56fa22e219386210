"""`apj status --short`: make one line for a shell prompt, from files only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from apjournal.errors import ApjError
from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week
from apjournal.prompt_cache import NAME
from apjournal.services.status.cached_line import compute_and_cache
from apjournal.session.workspace import Workspace
from apjournal.store.folder import find_root


def build_short_status(
    week: IsoWeek, mine: Week | None, *, role: Role, today: date, call: date, unreadable: bool = False
) -> str:
    """Return my status this week in a few words, such as `apj W48 3 open, call in 5 d`.

    `mine` is my file of the week, or None if I have none or it is `unreadable`.
    """
    standing = "cannot be read" if unreadable else _describe_week(mine, role)
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


def build_prompt_line(start: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str]) -> str:
    """Return the line for a prompt.

    It is empty outside a journal, for an unknown user, or if something cannot be read. If `partner` is None, the line
    is cached for the next prompt where possible.
    """
    root = find_root(start)
    if root is None:
        return ""
    return compute_and_cache(root, NAME, _compute_line, partner=partner, now=now, environ=environ, files_alone=True)


def _compute_line(workspace: Workspace) -> tuple[str, str, datetime | None]:
    """Return the line twice, as the value and as the line to cache, and until when it is valid (None if unknown)."""
    try:
        me = workspace.identity_or_none
        if me is None:
            return "", "", None
        schedule, today = workspace.schedule, workspace.today
        week = schedule.find_period(today)
        mine = workspace.records.week(me, week)
        talked = mine is not None and mine.value is not None and mine.value.call is not None
        next_call = schedule.find_coming_call(workspace.now, talked=talked).date()
        role = schedule.agreement.get_role(me, week)
    except ApjError:
        return "", "", None
    value, unreadable = (mine.value, mine.broken) if mine else (None, False)
    line = build_short_status(week, value, role=role, today=today, call=next_call, unreadable=unreadable) + "\n"
    return line, line, schedule.find_next_change(workspace.now)
