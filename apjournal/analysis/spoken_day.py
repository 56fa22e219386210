"""Parse days as people say them: `yesterday`, `last monday`, `2 weeks ago`."""

from __future__ import annotations

from datetime import date, timedelta

from apjournal.model.agreement import DAYS
from apjournal.patterns import make_pattern

_BETWEEN = make_pattern(r"[ _-]+")
_AROUND = {"yesterday": -1, "today": 0, "tomorrow": 1}
_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_ONE = {"a", "one"}
_SHORTEST = 3
"""The number of letters by which a weekday is recognised."""
_DIGITS = 4


def normalize_spoken_day(text: str) -> str:
    """Return the words in lowercase, separated by single spaces.

    Hyphens count as spaces: `last-monday` needs no quotes in a shell.
    """
    return " ".join(_BETWEEN.split(text.strip().lower()))


def find_spoken_day(text: str, today: date) -> date | None:
    """Return the day that the words mean, or None if they do not mean a day.

    `last monday` is the newest Monday before today, and `next monday` the first one after today.
    """
    match normalize_spoken_day(text).split(" "):
        case [word] if word in _AROUND:
            return today + timedelta(days=_AROUND[word])
        case ["last" | "next" as which, name]:
            return _find_weekday(which, name, today)
        case [number, unit, "ago"]:
            return _step_days(number, unit, today, -1)
        case ["in", number, unit]:
            return _step_days(number, unit, today, 1)
    return None


def _find_weekday(which: str, name: str, today: date) -> date | None:
    weekday = next((number for number, day in enumerate(DAYS) if len(name) >= _SHORTEST and day.startswith(name)), None)
    if weekday is None:
        return None
    if which == "last":
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _step_days(number: str, unit: str, today: date, sign: int) -> date | None:
    is_number = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    if unit not in _UNITS or not (is_number or number in _ONE):
        return None
    return today + timedelta(days=sign * _UNITS[unit] * (int(number) if is_number else 1))
