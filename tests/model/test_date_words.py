"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from apjournal.model.date_words import format_date, format_full_date, format_time


def test_a_date_in_another_year_includes_the_year() -> None:
    assert format_date(date(2026, 11, 30)) == "Mon 30 Nov"
    assert format_date(date(2027, 1, 4), date(2026, 12, 28)) == "Mon 4 Jan 2027"
    assert format_date(date(2026, 11, 30), date(2026, 1, 1)) == "Mon 30 Nov"


def test_no_two_days_of_a_year_are_shown_alike() -> None:
    said = [format_date(date(2026, 1, 1) + timedelta(days=number)) for number in range(365)]
    assert len(set(said)) == 365
    assert said[0] == "Thu 1 Jan"
    assert said[-1] == "Thu 31 Dec"


def test_a_full_date_always_has_its_year() -> None:
    assert format_full_date(date(2026, 11, 30)) == "Mon 30 Nov 2026"
    assert format_time(datetime(2026, 11, 30, 8, 5, tzinfo=UTC)) == "08:05"
