"""Words for periods, numbers and sentences that all screens share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from apjournal.model.date_words import MONTHS, SHORT_MONTHS, WEEKDAYS, format_date, format_time

if TYPE_CHECKING:
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.views.insights import PlanWorth
    from apjournal.model.views.week import DueReport
    from apjournal.model.week_record import WeekRecord

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LONGEST_PERIOD = timedelta(days=45)


def format_month(day: date, *, year: bool = False) -> str:
    """Return the short name of a day's month, such as `Nov` or, with `year`, `Nov 2026`."""
    return f"{SHORT_MONTHS[day.month - 1]} {day.year}" if year else SHORT_MONTHS[day.month - 1]


def format_age(at: datetime, today: date | None = None) -> str:
    """Return the time of the last fetch in words, such as `as of Mon 30 Nov, 08:12`."""
    return f"as of {format_date(at.date(), today)}, {format_time(at)}"


def has_time(at: datetime) -> bool:
    """Whether a call has a time of day. Midnight means that it has none."""
    return at.time() != time()


def format_call_time(at: datetime, elsewhere: Sequence[tuple[str, datetime]] = ()) -> str:
    """Return the time of a call, to be appended to its day: `, 09:00 (10:00 for Ben)`.

    `elsewhere` contains the local times of partners in other time zones. For a call without a time of day, return "".
    """
    if not has_time(at):
        return ""
    times = sorted((_format_local(there, at.date()), name) for name, there in elsewhere)
    groups = groupby(times, key=lambda call: call[0])
    others = ", ".join(f"{said} for {join_names([name for _, name in group])}" for said, group in groups)
    return f", {format_time(at)} ({others})" if others else f", {format_time(at)}"


def _format_local(at: datetime, here: date) -> str:
    return format_time(at) if at.date() == here else f"{format_date(at)}, {format_time(at)}"


def format_period(record: WeekRecord) -> str:
    """Return the days of a week's period, such as `23 to 29 November`.

    A period begins on the day of its call and ends on the day before the next call. If these days are unknown, return
    the days of the calendar week.
    """
    end = record.report_due or record.ends
    first = record.begins or record.monday
    return format_span(*_get_bounds(record.week, first, end))


def format_week(week: IsoWeek, first: date, end: date, *, year: bool = False) -> str:
    """Return a week with its days before its number: `30 Nov to 6 Dec (W49)`.

    With `year`, the number includes the year (2026-W49). `end` is the day after the last day.
    """
    return (
        f"{format_span(*_get_bounds(week, first, end), months=SHORT_MONTHS)} ({week if year else f'W{week.number:02}'})"
    )


def format_due_week(due: DueReport, this: IsoWeek) -> str:
    """Return the week of a report that is due, with its days if they are known.

    The year is included if it differs from the year of `this`.
    """
    if due.days is None:
        return str(due.week)
    return format_week(due.week, due.days.first, due.days.end, year=due.week.year != this.year)


def get_weekday(value: date) -> str:
    """Return the name of the day of the week, such as `Monday`."""
    return WEEKDAYS[value.weekday()]


def _get_bounds(week: IsoWeek, first: date, end: date | None) -> tuple[date, date]:
    if end is None or not first < end <= first + _LONGEST_PERIOD:
        return week.monday, week.sunday
    return first, end - timedelta(days=1)


def format_span(first: date, last: date, months: Sequence[str] = MONTHS) -> str:
    """Return a range of days.

    A month that both days share is written once, and the year is left out unless it changes.
    """
    end = f"{last.day} {months[last.month - 1]}"
    if first.year != last.year:
        return f"{first.day} {months[first.month - 1]} {first.year} to {end} {last.year}"
    if first.month != last.month:
        return f"{first.day} {months[first.month - 1]} to {end}"
    return f"{first.day} to {end}"


def format_days_ahead(days: int) -> str:
    """Return the time until a day in words: `today`, `tomorrow`, `in 3 days`."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def format_count(number: int, thing: str, things: str = "") -> str:
    """Return a number of things in words: `3 goals`, `1 goal`, `no goals`.

    `things` is the plural if it is irregular.
    """
    return f"{number or 'no'} {thing if number == 1 else things or f'{thing}s'}"


def count_hundredths(share: float) -> int:
    """Return a share from 0 to 1 as whole per cent. A half is rounded up: 0.625 is 63."""
    return int(100 * share + 0.5)


def explain_no_goals(path: str, line: int | None) -> str:
    """Return a sentence for a week without goals. `line` is the line of its file that looks like a goal, or None."""
    return "No goals yet." if line is None else f"No goals yet, but line {line} of {path} looks like a goal."


def explain_skipped(record: WeekRecord) -> str:
    """Return a sentence if this week began before the previous report, with the reason, or "".

    The report may have been given since, so the sentence does not say that it is missing.
    """
    if not record.report_skipped:
        return ""
    reason = f": {record.report_skipped}" if isinstance(record.report_skipped, str) else ""
    return end_sentence(f"This week was planned before the previous report{reason}")


def format_number(number: int) -> str:
    """Return a small number as a word, such as `one`, and a larger number in digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def format_ordinal(number: int) -> str:
    """Return a position as an ordinal word, such as `second`."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}th"


def join_names(names: Sequence[str]) -> str:
    """Return several names as one string: `Ana, Ben and Cem`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def join_alternatives(names: Sequence[str]) -> str:
    """Return several choices as one string: `y, n or l`."""
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def end_sentence(text: str) -> str:
    """Return `text` so that it ends as a sentence, with a full stop if it needs one."""
    return text if text.rstrip().endswith((".", "?", "!", "…", ":")) else f"{text.rstrip()}."


def format_worth(plan: PlanWorth) -> str:
    """Return how often a plan worked, in words: `worked 3 of 4 times`."""
    return f"worked {plan.worked} of {format_count(plan.used, 'time')}"
