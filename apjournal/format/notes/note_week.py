"""Find the week that notes are about: by a key of the front matter, the name of the file, or a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from apjournal.format.notes.note_words import make_key, parse_item
from apjournal.patterns import make_pattern

_ISO = make_pattern(r"(?<!\d)(\d{4})-?[Ww](\d{2})(?!\d)")
_DATE = make_pattern(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")
_NUMBER = make_pattern(
    r"(?<!\w)(?:week|woche|kw|w|semaine|semana|settimana|неделя)\s*(?:#\s*)?(\d{1,2})(?!\d)", re.IGNORECASE
)
_PLAIN = make_pattern(r"\s*(\d{1,2})\s*")
_YEAR = make_pattern(r"(?<!\d)(20\d\d)(?!\d)")
_ONLY_WEEK = make_pattern(r"[\s\[\]'\"]*(?:(?:\d{4}-?)?[Ww])?\d{1,2}[\s\[\]'\"]*")
_WEEKS = ("week", "kw", "woche", "weeknumber")
_DATES = ("weekstart", "monday", "start", "date", "datum", "日期", "fecha", "дата", "from")
_YEARS = ("year", "jahr", "año", "année", "год", "年")
_CREATED = ("created", "createdat", "creationdate")
_BEFORE_CALL = 2
"""Notes from this many days before a call count for the week that it begins: notes from a weekend are about the week
after.
"""
_TITLE_LINES = 10


def find_week_name(values: Mapping[str, Any], name: str, text: str) -> tuple[str | None, str | None]:
    """Return the week as it was typed, and the front matter key that contains nothing else. Each may be None."""
    keys: dict[str, str] = {}
    for key in values:
        keys.setdefault(make_key(key), key)
    for wanted in (*_WEEKS, *_DATES):
        said = str(values.get(keys.get(wanted, ""), ""))
        if found := _parse_week(said, plain=wanted in _WEEKS):
            dates = [str(values.get(keys.get(name, ""), "")) for name in (*_YEARS, *_DATES)]
            return _add_year(found, dates), keys[wanted] if _ONLY_WEEK.fullmatch(said) else None
    for words in (name, *_list_titles(values, text)):
        if found := _parse_week(words):
            return found, None
    for wanted in _CREATED:
        if match := _DATE.search(str(values.get(keys.get(wanted, ""), ""))):
            return _shift(match[1]), None
    return None, None


def _add_year(week: str, dates: Iterable[str]) -> str:
    """Return a week with the year from other keys: a year, or a date in a week with this number."""
    for said in dates:
        day = _DATE.search(said)
        if week.startswith("W") and day and _is_date(day[1]):
            year, number, _ = date.fromisoformat(day[1]).isocalendar()
            if number == int(week[1:]):
                return f"{year}-{week}"
        if week.startswith("W") and (plain := _YEAR.fullmatch(said.strip())):
            return f"{plain[1]}-{week}"
    return week


def _list_titles(values: Mapping[str, Any], text: str) -> Iterator[str]:
    """Yield the lines in which the week may be: the title, and the first lines that contain words."""
    yield from (str(value) for key, value in values.items() if make_key(key) in ("title", "name", "aliases"))
    lines = [line for line in text.split("\n") if line.strip() and not _is_item_or_row(line)]
    yield from lines[:_TITLE_LINES]


def _is_item_or_row(line: str) -> bool:
    item = parse_item(line)
    return line.lstrip().startswith("|") or (item is not None and not item[1].goal.startswith("#"))


def _parse_week(words: str, *, plain: bool = False) -> str | None:
    """Return the week in some words, or None. With `plain`, a number without any other words is a week too."""
    if iso := _ISO.search(words):
        return f"{iso[1]}-W{iso[2]}"
    if (day := _DATE.search(words)) and _is_date(day[1]):
        return day[1]
    number = _NUMBER.search(words) or (_PLAIN.fullmatch(words) if plain else None)
    if number is None or not 1 <= int(number[1]) <= 53:
        return None
    year = _YEAR.search(words)
    return f"{year[1]}-W{int(number[1]):02}" if year else f"W{int(number[1]):02}"


def _is_date(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _shift(words: str) -> str | None:
    try:
        return (date.fromisoformat(words) + timedelta(days=_BEFORE_CALL)).isoformat()
    except (ValueError, OverflowError):  # the last days of the year 9999 have no later day
        return None
