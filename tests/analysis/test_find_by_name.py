"""The names by which people call a goal, a week, and the ends of a span."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.analysis.find_by_name import find_goal, find_last_week, find_span_end, find_week
from apjournal.analysis.schedule import Schedule
from apjournal.analysis.spoken_day import find_spoken_day
from apjournal.errors import UsageFault
from apjournal.model.agreement import DAYS, Agreement
from apjournal.model.isoweek import IsoWeek
from tests.helpers.weeks import FORTNIGHTLY, goal

SCHEDULE = Schedule(Agreement(), UTC)
TODAY = date(2026, 11, 23)


def test_a_year_as_the_end_of_a_span_means_its_first_or_last_week() -> None:
    assert find_span_end("2026", SCHEDULE, TODAY, last=False) == IsoWeek(2026, 1)
    assert find_span_end("2026", SCHEDULE, TODAY, last=True) == IsoWeek(2026, 53)


def test_a_week_can_be_the_end_of_a_span() -> None:
    assert find_span_end("W48", SCHEDULE, TODAY, last=True) == IsoWeek(2026, 48)


@pytest.mark.parametrize("year", ["0000", "9999"])
def test_a_year_outside_the_range_is_refused_as_the_end_of_a_span(year: str) -> None:
    with pytest.raises(UsageFault, match="is not a year"):
        find_span_end(year, SCHEDULE, TODAY, last=True)


@pytest.mark.parametrize(
    ("name", "week"),
    [
        ("this", "2026-W48"),
        (" THIS ", "2026-W48"),
        ("last", "2026-W47"),
        ("next", "2026-W49"),
        ("-2", "2026-W46"),
        ("\N{MINUS SIGN}2", "2026-W46"),
        ("+6", "2027-W01"),
        ("48", "2026-W48"),
        ("w2", "2027-W02"),
        ("W30", "2026-W30"),
        ("2026-W48", "2026-W48"),
        ("2025-W1", "2025-W01"),
        ("2026W48", "2026-W48"),
        ("2026-11-29", "2026-W48"),
        ("yesterday", "2026-W47"),
        ("Today", "2026-W48"),
        ("last monday", "2026-W47"),
        ("last-tue", "2026-W47"),
        ("next monday", "2026-W49"),
        ("next_sunday", "2026-W48"),
        ("2 weeks ago", "2026-W46"),
        ("a-week-ago", "2026-W47"),
        ("1 day ago", "2026-W47"),
        ("in 7 days", "2026-W49"),
        ("last week", "2026-W47"),
    ],
)
def test_a_week_can_be_named_by_number_distance_or_date(name: str, week: str) -> None:
    assert str(find_week(name, SCHEDULE, TODAY)) == week


@pytest.mark.parametrize(
    "name", ["monday", "last mo", "last fortnight", "ago", "two weeks ago", "2 months ago", "in bits"]
)
def test_words_that_do_not_mean_a_day_are_refused_as_a_week(name: str) -> None:
    with pytest.raises(UsageFault, match="is not a week"):
        find_week(name, SCHEDULE, TODAY)


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), name=st.sampled_from(DAYS))
def test_last_and_next_weekday_are_the_nearest_ones_around_today(today: date, name: str) -> None:
    before, after = find_spoken_day(f"last {name}", today), find_spoken_day(f"next {name}", today)
    assert before
    assert after
    assert before.weekday() == after.weekday() == DAYS.index(name)
    assert 1 <= (today - before).days <= 7
    assert 1 <= (after - today).days <= 7


def test_a_week_number_without_a_year_means_the_nearest_week() -> None:
    assert str(find_week("W53", SCHEDULE, date(2027, 3, 1))) == "2026-W53"
    assert str(find_week("W52", SCHEDULE, date(2027, 1, 11))) == "2026-W52"


LOOKING_BACK = [
    ("W22", date(2026, 12, 2), "2026-W22"),
    ("W52", date(2026, 12, 2), "2025-W52"),
    ("49", date(2026, 12, 2), "2026-W49"),
    ("W50", date(2027, 1, 20), "2026-W50"),
    ("W53", date(2026, 12, 2), "2020-W53"),
    ("W53", date(2026, 12, 30), "2026-W53"),
    ("last", date(2026, 12, 2), "2026-W48"),
    ("2027-W10", date(2026, 12, 2), "2027-W10"),
]


@pytest.mark.parametrize(("name", "today", "week"), LOOKING_BACK)
def test_when_looking_back_a_week_number_never_means_a_future_week(name: str, today: date, week: str) -> None:
    assert str(find_week(name, SCHEDULE, today, newest=SCHEDULE.find_period(today))) == week


PLANNED = [
    ("W49", date(2026, 11, 25), "2026-W49"),
    ("50", date(2026, 11, 25), "2025-W50"),
    ("W01", date(2026, 11, 25), "2027-W01"),
    ("W48", date(2026, 11, 25), "2026-W48"),
    ("W10", date(2026, 11, 25), "2026-W10"),
]


@pytest.mark.parametrize(("name", "today", "week"), PLANNED)
def test_when_looking_back_a_week_number_may_mean_a_planned_week(name: str, today: date, week: str) -> None:
    planned = [IsoWeek(2026, 49), IsoWeek(2027, 1), IsoWeek(2029, 50), IsoWeek(2027, 48)]
    assert str(find_week(name, SCHEDULE, today, newest=SCHEDULE.find_period(today), planned=planned)) == week


@given(st.integers(1, 53), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_looking_back_a_week_number_means_the_newest_week_with_that_number(number: int, today: date) -> None:
    this = SCHEDULE.find_period(today)
    found = find_week(f"W{number}", SCHEDULE, today, newest=this)
    between = [found + weeks for weeks in range(1, this - found + 1)]
    assert found.number == number
    assert found <= this
    assert all(week.number != number for week in between)


@given(st.integers(1, 53), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_looking_ahead_a_week_number_means_the_nearest_week_with_that_number(number: int, today: date) -> None:
    this = SCHEDULE.find_period(today)
    far = abs(find_week(f"{number}", SCHEDULE, today) - this)
    assert all((this + steps).number != number for steps in range(-far + 1, far))


@pytest.mark.parametrize(
    ("name", "day"),
    [("2026-11", "2026-11-02"), ("2026-1", "2026-01-02"), ("202611", "2026-11-02"), (" 2025-12 ", "2025-12-02")],
)
def test_a_month_without_a_day_is_not_accepted_as_a_week(name: str, day: str) -> None:
    with pytest.raises(UsageFault, match="is a month, not a week") as raised:
        find_week(name, SCHEDULE, TODAY)
    assert raised.value.hint.endswith(f"such as {day}.")
    week = find_week(raised.value.hint.rpartition(" ")[2].rstrip("."), SCHEDULE, TODAY)
    assert raised.value.hint.startswith(f"Give a week, such as {week}, ")


def test_a_week_number_after_a_year_must_begin_with_w() -> None:
    with pytest.raises(UsageFault, match="2026-48 is not a week") as raised:
        find_week("2026-48", SCHEDULE, TODAY)
    assert raised.value.hint == "Write the week with a W: 2026-W48."


@pytest.mark.parametrize(
    "name", ["9999-12-31", "3000-01-01", "1899-12-31", "3000-W01", "1899-W52", "99991231", "-9999", "0001-01-01"]
)
def test_years_outside_the_range_are_refused(name: str) -> None:
    with pytest.raises(UsageFault, match=f"{name} is outside the years 1900 to 2999"):
        find_week(name, SCHEDULE, TODAY)


@given(st.integers(-60, 60))
def test_a_distance_counts_periods_of_the_cadence(steps: int) -> None:
    this = find_week("this", FORTNIGHTLY, TODAY)
    assert find_week(f"{steps:+}", FORTNIGHTLY, TODAY) - this == 2 * steps


@pytest.mark.parametrize("name", ["", "soon", "W0", "W54", "2026-W54", "2025-W53", "2026-13-01", "20261123x", "1.5"])
def test_text_that_does_not_name_a_week_is_refused(name: str) -> None:
    with pytest.raises(UsageFault, match="is not a week"):
        find_week(name, SCHEDULE, TODAY)


@pytest.mark.parametrize(
    ("first", "name", "week"),
    [
        ("2026-W52", "W02", "2027-W02"),
        ("2026-W52", "53", "2026-W53"),
        ("2026-W50", "W50", "2026-W50"),
        ("2026-W52", "2027-W03", "2027-W03"),
        ("2026-W47", "next", "2026-W49"),
        ("2027-W10", "53", "2026-W53"),
    ],
)
def test_a_week_number_at_the_end_of_a_span_means_the_next_week_with_that_number(
    first: str, name: str, week: str
) -> None:
    assert str(find_last_week(name, IsoWeek.parse(first), SCHEDULE, TODAY)) == week


GOALS = (goal(1, "grant", "Send the grant draft"), goal(2, "runs", "Three runs"), goal(3, "2", "Send the essays"))


@pytest.mark.parametrize(
    ("name", "number"),
    [("1", 1), ("grant", 1), ("Three", 2), ("ru", 2), ("send the GRANT", 1), ("send the e", 3), ("2", 3), (" 3 ", 3)],
)
def test_a_goal_is_found_by_number_id_or_a_prefix_of_its_text(name: str, number: int) -> None:
    assert find_goal(GOALS, name).number == number


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Grant", 1),
        ("grant", 2),
        ("straße-fegen", 3),
        ("STRASSE-FEGEN", 3),
        ("strasse f", 3),
        ("straße_f", 3),
        ("Call_the bank", 4),
        ("call-the-b", 4),
        ("2 Pages", 5),
        ("2-p", 5),
    ],
)
def test_a_goal_is_found_ignoring_case_but_an_exact_id_takes_precedence(name: str, number: int) -> None:
    words = (("Grant", "a"), ("grant", "b"), ("straße-fegen", "c"), ("Call the_Bank", "d"), ("2_pages", "e"))
    assert find_goal([goal(place, *said) for place, said in enumerate(words, 1)], name).number == number


def test_a_name_that_matches_two_ids_apart_from_case_is_ambiguous() -> None:
    with pytest.raises(UsageFault, match="GRANT may mean several goals: 1 Grant, 2 grant"):
        find_goal([goal(1, "Grant", "a"), goal(2, "grant", "b")], "GRANT")


def test_the_refusal_of_an_ambiguous_goal_name_lists_the_matching_ids() -> None:
    with pytest.raises(UsageFault, match="send may mean several goals: 1 grant, 3 2"):
        find_goal(GOALS, "send")


@pytest.mark.parametrize("name", ["", "4", "draft"])
def test_the_refusal_of_an_unknown_goal_name_lists_all_ids(name: str) -> None:
    with pytest.raises(UsageFault, match=f'There is no goal "{name}"') as raised:
        find_goal(GOALS, name)
    assert raised.value.hint == "Goals here: 1 grant, 2 runs, 3 2."
    with pytest.raises(UsageFault) as raised:
        find_goal((), name)
    assert raised.value.hint == "There are no goals."
