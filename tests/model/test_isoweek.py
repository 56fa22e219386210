"""ISO weeks, compared with the calendar of the standard library over 1970 to 2100."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.model.isoweek import IsoWeek

DAYS = st.dates(date(1970, 1, 1), date(2100, 12, 31))


def test_each_day_from_1970_to_2100_is_in_the_right_iso_week() -> None:
    day, last = date(1970, 1, 1), date(2100, 12, 31)
    while day <= last:
        week = IsoWeek.of(day)
        assert (week.year, week.number) == day.isocalendar()[:2]
        assert week.monday + timedelta(days=day.weekday()) == day
        assert week.sunday - week.monday == timedelta(days=6)
        day += timedelta(days=1)


def test_weeks_from_1970_to_2100_follow_each_other() -> None:
    week, last = IsoWeek(1970, 1), IsoWeek(2100, 52)
    while week < last:
        following = week + 1
        assert following.monday - week.sunday == timedelta(days=1)
        assert (following - week, week - following, following + -1) == (1, -1, week)
        assert IsoWeek.parse(str(week)) == week
        week = following


@given(DAYS, st.integers(-3000, 3000))
def test_subtracting_two_weeks_gives_the_number_of_weeks_that_was_added(day: date, weeks: int) -> None:
    week = IsoWeek.of(day)
    assert (week + weeks) - week == weeks
    assert (week + weeks > week) == (weeks > 0)


@given(st.integers(1970, 2100), st.integers(0, 60))
def test_a_week_number_is_valid_exactly_if_the_calendar_has_a_week_with_that_number(year: int, number: int) -> None:
    text = f"{year}-W{number:02}"
    last = date(year, 12, 28).isocalendar().week
    if 1 <= number <= last:
        assert str(IsoWeek.parse(text)) == text
    else:
        with pytest.raises(ValueError, match=r"."):
            IsoWeek.parse(text)


def test_2026_has_a_week_53_and_2027_starts_on_the_fourth_of_january() -> None:
    assert IsoWeek.parse("2026-W53") + 1 == IsoWeek.parse("2027-W01")
    assert IsoWeek.parse("2027-W01").monday == date(2027, 1, 4)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2025-W53",
            "2026-W54",
            "2026-W00",
            "2026-w48",
            "2026-W5",
            "26-W48",
            "2026W48",
            "2026-W48 ",
            "2026-W48\n",
        ),
        *("../../x", "2026-W01/..", "２０２６-W48", "2026-W٤٨", "0000-W01", "0001-W01", "9999-W52", "-2026-W48"),
    ],
)
def test_an_invalid_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        IsoWeek.parse(text)


def test_a_week_that_the_calendar_does_not_have_cannot_be_created() -> None:
    with pytest.raises(ValueError, match=r"."):
        IsoWeek(2025, 53)
