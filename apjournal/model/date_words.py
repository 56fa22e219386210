"""Dates in sentences for people: `Mon 30 Nov`. Files and JSON have ISO dates.

The English names come from apj's own tables, so that a journal looks the same in every locale.
"""

from __future__ import annotations

from datetime import date, datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = tuple(name[:3] for name in MONTHS)


def format_date(value: date, today: date | None = None) -> str:
    """Return a short date such as `Mon 30 Nov`, with the year if it is not the year of `today`."""
    said = f"{WEEKDAYS[value.weekday()][:3]} {value.day} {SHORT_MONTHS[value.month - 1]}"
    return said if today is None or value.year == today.year else f"{said} {value.year}"


def format_full_date(value: date) -> str:
    """Return a short date with its year, such as `Mon 30 Nov 2026`."""
    return f"{format_date(value)} {value.year}"


def format_time(at: datetime) -> str:
    """Return a time of day, such as `09:00`."""
    return f"{at:%H:%M}"
