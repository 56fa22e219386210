"""ISO 8601 weeks, the unit of a journal. For example, 2026 has a W53, and 2027-W01 starts on 2027-01-04."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

YEARS = range(1900, 3000)
"""The years that a date or a week may have.

Python's calendar goes beyond them at both ends, so that apj can count weeks past these years.
"""
_IN_EVERY_YEAR = 52
_NUMBERS = {f"-W{number:02}": number for number in range(1, _IN_EVERY_YEAR + 2)}


class IsoWeek(Struct, frozen=True, order=True):
    """One ISO week. Weeks are ordered, and `week + 1` is the week after `week`."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Raise `ValueError` for a week that does not exist in the calendar."""
        if not 1 <= self.number <= _IN_EVERY_YEAR or self.year not in YEARS:
            date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def parse(cls, text: str) -> IsoWeek:
        """Parse a week such as `2026-W48`.

        Raise `ValueError` for anything else, including `2025-W53` and years out of range.
        """
        return _parse_week(text)

    @classmethod
    def of(cls, day: date) -> IsoWeek:
        """Return the week that contains `day`."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return date.fromisocalendar(self.year, self.number, 7)

    def __add__(self, weeks: int) -> IsoWeek:
        """Return the week `weeks` later (or earlier, if negative)."""
        return IsoWeek.of(self.monday + timedelta(weeks=weeks))

    def __sub__(self, other: IsoWeek) -> int:
        """Return the number of weeks from `other` to this week, negative if `other` is later."""
        return (self.monday - other.monday).days // 7

    def __str__(self) -> str:
        """Return the week as in the name of its file: `2026-W48`."""
        return f"{self.year:04}-W{self.number:02}"


@lru_cache(maxsize=2048)  # files of several partners and each kept.md name the same week
def _parse_week(text: str) -> IsoWeek:
    year, number = text[:4], _NUMBERS.get(text[4:])
    if number is None or not (year.isdigit() and year.isascii() and int(year) in YEARS):
        raise ValueError(f"not a week: {text!r}")
    return IsoWeek(int(year), number)


def list_week_range(since: IsoWeek, until: IsoWeek) -> tuple[IsoWeek, ...]:
    """Return all weeks from `since` to `until`, oldest first."""
    return tuple(since + number for number in range(until - since + 1))
