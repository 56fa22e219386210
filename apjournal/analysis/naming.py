"""How people name a goal or a week on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from apjournal.analysis.schedule import Schedule
from apjournal.errors import UsageFault
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Goal

_NUMBERED = re.compile(r"(?:(\d{4})-?)?[Ww]?(\d{1,2})")
_YEAR = re.compile(r"\d{4}")


def find_goal(goals: Sequence[Goal], name: str) -> Goal:
    """Find the goal that `name` means: its number, its id, or the beginning of either's words.

    Case does not count, nor whether a blank, `-` or `_` stands between; an id as it is typed goes before. Raises
    `UsageFault` when no goal, or more than one, is meant.
    """
    typed = name.strip()
    wanted = _folded(typed)
    found = (
        [goal for goal in goals if typed == goal.id]
        or [goal for goal in goals if wanted and wanted == _folded(goal.id)]
        or [goal for goal in goals if typed == str(goal.number)]
        or [goal for goal in goals if wanted and any(_folded(said).startswith(wanted) for said in (goal.goal, goal.id))]
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageFault(f"{name} may mean several goals: {_listed(found)}.", "Name one by its number.")
    raise UsageFault(f"No goal is named {name}.", f"Goals here: {_listed(goals)}." if goals else "There are no goals.")


def _folded(name: str) -> str:
    return name.casefold().replace(" ", "-").replace("_", "-")


def _listed(goals: Iterable[Goal]) -> str:
    return ", ".join(f"{goal.number} {goal.id}" for goal in goals)


def find_week(name: str, schedule: Schedule, today: date) -> IsoWeek:
    """Find the week that `name` means: `2026-W48`, `W48`, `48`, `this`, `next`, `last`, `-2`, or a date in it.

    Without a year it is the one nearest to today. `UsageFault` for anything else.
    """
    this = schedule.period(today)
    word = name.strip().replace("\N{MINUS SIGN}", "-")
    named = {"this": 0, "last": -1, "next": 1}.get(word.lower())
    if named is not None or re.fullmatch(r"[-+]\d{1,4}", word):
        return _steps(schedule, this, int(word) if named is None else named)
    match = _NUMBERED.fullmatch(word)
    try:
        if match and match[1]:
            return IsoWeek.parse(f"{match[1]}-W{int(match[2]):02}")
        if match:
            return _nearest(int(match[2]), this)
        return schedule.period(date.fromisoformat(word))
    except ValueError:
        raise UsageFault(
            f"{name} is not a week.", "Write it like 2026-W48, W48, 48, this, next, last, -2, or a date in it."
        ) from None


def find_span_end(name: str, schedule: Schedule, today: date, *, last: bool) -> IsoWeek:
    """Find the first or last week of a span: a week as in `find_week`, or a whole year such as `2026`."""
    if not _YEAR.fullmatch(name):
        return find_week(name, schedule, today)
    try:
        first = IsoWeek.parse(f"{name}-W01")
        return IsoWeek.of(date(first.year, 12, 28)) if last else first
    except ValueError:
        raise UsageFault(f"{name} is not a year.", "Write it with four digits, such as 2026.") from None


def find_last_week(name: str, first: IsoWeek, schedule: Schedule, today: date) -> IsoWeek:
    """Find the week with which a span ends that begins with `first`: as in `find_week`, without a year the next one."""
    match = _NUMBERED.fullmatch(name.strip())
    if match is None or match[1]:
        return find_week(name, schedule, today)
    return next(
        (week for year in (first.year, first.year + 1) if (week := _named(year, int(match[2]))) and week >= first),
        find_week(name, schedule, today),
    )


def _steps(schedule: Schedule, week: IsoWeek, steps: int) -> IsoWeek:
    for _ in range(abs(steps)):
        week = schedule.following(week) if steps > 0 else schedule.period(schedule.call_day(week) - timedelta(days=1))
    return week


def _nearest(number: int, this: IsoWeek) -> IsoWeek:
    years = (this.year - 1, this.year, this.year + 1)
    candidates = [week for year in years if (week := _named(year, number))]
    if not candidates:
        raise ValueError(f"no year near {this.year} has a week {number}")
    return min(candidates, key=lambda week: abs(week - this))


def _named(year: int, number: int) -> IsoWeek | None:
    """Give the week of that number, where the year has one."""
    try:
        return IsoWeek(year, number)
    except ValueError:
        return None
