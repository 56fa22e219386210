"""Find the goal or the week that a person means by a word on the command line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from apjournal.analysis.schedule import Schedule
from apjournal.analysis.spoken_day import find_spoken_day, normalize_spoken_day
from apjournal.errors import UsageFault
from apjournal.model.isoweek import YEARS, IsoWeek
from apjournal.model.week import Goal
from apjournal.patterns import make_pattern

_NUMBERED = make_pattern(r"(?:(\d{4})-?(?=[Ww]))?[Ww]?(\d{1,2})", re.ASCII)
_STEPS = make_pattern(r"[-+]\d{1,4}", re.ASCII)
_MONTH = make_pattern(r"(\d{4})-?(\d{1,2})", re.ASCII)
_MONTHS = 12
_RELATIVE = {"this": 0, "last": -1, "next": 1}
_YEAR = make_pattern(r"\d{4}", re.ASCII)
_YEARS_BETWEEN = 8
"""A week number without a year is searched up to this many years before and after today.

Two years with a week 53 are at most 7 years apart.
"""


def find_goal(goals: Sequence[Goal], name: str) -> Goal:
    """Return the goal that `name` means: its number, its id, or the first letters of its id or text.

    Case is ignored, and words may be separated by a space, `-` or `_`. If an id matches exactly, it counts. Raise
    `UsageFault` if `name` matches no goal or several.
    """
    typed = name.strip()
    wanted = _fold_name(typed)
    found = (
        [goal for goal in goals if typed == goal.id]
        or [goal for goal in goals if wanted and wanted == _fold_name(goal.id)]
        or [goal for goal in goals if typed == str(goal.number)]
        or [
            goal
            for goal in goals
            if wanted and any(_fold_name(said).startswith(wanted) for said in (goal.goal, goal.id))
        ]
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageFault(f"{name} may mean several goals: {_list_goals(found)}.", "Use the number of the goal instead.")
    raise UsageFault(
        f'There is no goal "{name}" in this week.',
        f"Goals here: {_list_goals(goals)}." if goals else "There are no goals.",
    )


def _fold_name(name: str) -> str:
    return name.casefold().replace(" ", "-").replace("_", "-")


def _list_goals(goals: Iterable[Goal]) -> str:
    return ", ".join(f"{goal.number} {goal.id}" for goal in goals)


def find_week(
    name: str,
    schedule: Schedule,
    today: date,
    *,
    newest: IsoWeek | None = None,
    planned: Collection[IsoWeek] = (),
) -> IsoWeek:
    """Return the week that `name` means: `2026-W48`, `W48`, `48`, `this`, `next`, `last`, `-2`, or a day in it.

    The day is a date, or words such as `yesterday`, `last monday` or `2 weeks ago`. Raise `UsageFault` for anything
    else.

    A number without a year means the week with that number that is nearest to today. A command that looks back passes
    `newest`. Then a number means the latest week with that number up to `newest`, unless the nearest such week is one
    of the `planned` weeks, which have a file.
    """
    word = name.strip().replace("\N{MINUS SIGN}", "-")
    try:
        found = _parse_week(word, schedule, today, newest, planned)
    except ValueError:
        raise _make_not_a_week_fault(name, word) from None
    if found.year not in YEARS:
        raise _make_out_of_range_fault(name)
    return found


def _parse_week(
    word: str, schedule: Schedule, today: date, newest: IsoWeek | None, planned: Collection[IsoWeek]
) -> IsoWeek:
    this = schedule.find_period(today)
    named = _RELATIVE.get(normalize_spoken_day(word).removesuffix(" week"))
    if named is not None or _STEPS.fullmatch(word):
        return _step_weeks(schedule, this, int(word) if named is None else named)
    match = _NUMBERED.fullmatch(word)
    if match and match[1]:
        return IsoWeek.parse(f"{match[1]}-W{int(match[2]):02}")
    if match:
        return _find_without_year(int(match[2]), this, newest, planned)
    day = find_spoken_day(word, today) or date.fromisoformat(word)
    if day.year not in YEARS:
        raise _make_out_of_range_fault(word)
    return schedule.find_period(day)


def _make_not_a_week_fault(name: str, word: str) -> UsageFault:
    year = re.match(r"(\d{4})-?\D*", word, re.ASCII)
    if year and int(year[1]) not in YEARS and len(word) > len(year[1]):
        return _make_out_of_range_fault(name)
    month = _MONTH.fullmatch(word)
    if month and 1 <= int(month[2]) <= _MONTHS:
        first = date(int(month[1]), int(month[2]), 2)
        return UsageFault(
            f"{name} is a month, not a week.",
            f"Give a week, such as {IsoWeek.of(first)}, or any date in the week, such as {first}.",
        )
    if month:
        return UsageFault(f"{name} is not a week.", f"Write the week with a W: {month[1]}-W{int(month[2]):02}.")
    return UsageFault(
        f"{name} is not a week.", "Write 2026-W48, W48, 48, this, last, -2, last-monday, or a date in the week."
    )


def _make_out_of_range_fault(name: str) -> UsageFault:
    return UsageFault(
        f"{name} is outside the years {YEARS[0]} to {YEARS[-1]}.", "Give a week or a date within these years."
    )


def find_span_end(
    name: str,
    schedule: Schedule,
    today: date,
    *,
    last: bool,
    newest: IsoWeek | None = None,
    planned: Collection[IsoWeek] = (),
) -> IsoWeek:
    """Return the first week of the span that `name` means or, with `last`, its last week.

    The span is a week as in `find_week`, or a whole year such as `2026`. Raise `UsageFault` if `name` is neither.
    """
    if not _YEAR.fullmatch(name):
        return find_week(name, schedule, today, newest=newest, planned=planned)
    try:
        first = IsoWeek.parse(f"{name}-W01")
    except ValueError:
        raise UsageFault(f"{name} is not a year.", "Write the year with four digits, such as 2026.") from None
    return IsoWeek.of(date(first.year, 12, 28)) if last else first


def find_last_week(name: str, first: IsoWeek, schedule: Schedule, today: date) -> IsoWeek:
    """Return the last week of a span that begins with `first`. `name` has the forms of `find_week`.

    A number without a year means the first week with that number that is not before `first`. Raise the same faults as
    `find_week`.
    """
    match = _NUMBERED.fullmatch(name.strip())
    if match is None or match[1]:
        return find_week(name, schedule, today)
    return next(
        (week for year in (first.year, first.year + 1) if (week := _make_week(year, int(match[2]))) and week >= first),
        find_week(name, schedule, today),
    )


def _step_weeks(schedule: Schedule, week: IsoWeek, steps: int) -> IsoWeek:
    for _ in range(abs(steps)):
        week = schedule.find_following_week(week) if steps > 0 else schedule.find_former_week(week)
    return week


def _find_without_year(number: int, this: IsoWeek, newest: IsoWeek | None, planned: Collection[IsoWeek]) -> IsoWeek:
    """Return the week that `find_week` finds for a number without a year.

    Raise `ValueError` if there is none nearby.
    """
    around = newest or this
    years = range(around.year + _YEARS_BETWEEN, around.year - _YEARS_BETWEEN - 1, -1)
    candidates = [week for year in years if (week := _make_week(year, number))]
    if not candidates:
        raise ValueError(f"no year near {this.year} has a week {number}")
    nearest = min(candidates, key=lambda week: abs(week - this))
    if newest is None or nearest in planned:
        return nearest
    return next((week for week in candidates if week <= newest), nearest)


def _make_week(year: int, number: int) -> IsoWeek | None:
    """Return the week with that number, or None if the year does not have it."""
    try:
        return IsoWeek(year, number)
    except ValueError:
        return None
