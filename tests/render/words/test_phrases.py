"""Dates, numbers and sentences as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from apjournal.model.isoweek import IsoWeek
from apjournal.render.words import phrases
from tests.helpers.week_records import ANA, GOOD, week


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "23 to 29 November"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 November to 6 December"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 to 3 January 2027"),
    ],
)
def test_a_span_names_a_month_or_year_that_both_days_share_only_once(first: date, last: date, said: str) -> None:
    assert phrases.format_span(first, last) == said


MONDAY, FRIDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 26)


@pytest.mark.parametrize(
    ("begins", "due", "said"),
    [
        (MONDAY, date(2026, 11, 30), "23 to 29 November"),  # every Monday
        (FRIDAY, date(2026, 11, 27), "20 to 26 November"),  # Fridays: the one before the week's Monday
        (THURSDAY, date(2026, 12, 3), "26 November to 2 December"),  # Thursdays
        (date(2026, 11, 27), date(2026, 12, 4), "27 November to 3 December"),  # Thursdays, far to the east
        (MONDAY, date(2026, 12, 7), "23 November to 6 December"),  # every second Monday
        (MONDAY, date(2026, 12, 21), "23 November to 20 December"),  # monthly
        (MONDAY, date.max, "23 to 29 November"),  # there is hardly such a call
        (None, None, "23 to 29 November"),
    ],
)
def test_a_period_runs_from_one_call_to_the_day_before_the_next(
    begins: date | None, due: date | None, said: str
) -> None:
    assert phrases.format_period(replace(GOOD, begins=begins, report_due=due)) == said
    assert phrases.format_period(replace(GOOD, begins=begins, report_due=None, ends=due)) == said


def test_the_period_of_week_53_ends_in_the_next_year() -> None:
    assert phrases.format_period(week(ANA, IsoWeek(2026, 53))) == "28 December 2026 to 3 January 2027"


def test_small_numbers_are_written_in_words() -> None:
    assert [phrases.format_count(number, "goal") for number in (0, 1, 3)] == ["no goals", "1 goal", "3 goals"]
    assert [phrases.format_days_ahead(days) for days in (0, 1, 5)] == ["today", "tomorrow", "in 5 days"]
    assert [phrases.format_number(number) for number in (1, 10, 11)] == ["one", "ten", "11"]
    assert [phrases.format_ordinal(number) for number in (2, 10, 11)] == ["second", "tenth", "11th"]
    assert [phrases.join_names(names) for names in ([], ["Ana"], ["Ana", "Ben"], ["Ana", "Ben", "Cem"])] == [
        "",
        "Ana",
        "Ana and Ben",
        "Ana, Ben and Cem",
    ]
