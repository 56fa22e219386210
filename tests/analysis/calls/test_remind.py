"""What the clock says about the next call, at each minute around the moments at which a reminder changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apjournal.analysis.calls.remind import find_call_times, find_end_of_reminder
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import CallTerms
from tests.analysis.test_schedule import instants, schedules
from tests.helpers.weeks import BERLIN, DUE, LISBON, SCHEDULE, SUNDAY, W49, agreement, at

MINUTE = timedelta(minutes=1)


@settings(max_examples=40)
@given(schedules, instants, st.floats(0, 1), st.booleans())
def test_call_times_stay_equal_until_the_end_of_the_reminder(
    schedule: Schedule, now: datetime, part: float, talked: bool
) -> None:
    until = find_end_of_reminder(schedule, now)
    if until is not None:
        now = now.astimezone(UTC)
        later = min(now + (until - now) * part, until - timedelta.resolution)
        assert now < until <= now + timedelta(days=1)
        times = [
            find_call_times(schedule, moment.astimezone(schedule.timezone), talked=talked) for moment in (now, later)
        ]
        assert times[0] == times[1]


@pytest.mark.parametrize(
    ("before", "name", "was"),
    [
        (at(SUNDAY, 18, 0), "is_evening", False),
        (at(DUE, 0, 0), "is_today", False),
        (at(DUE, 0, 0), "is_weekday", False),
        (at(DUE, 8, 0), "is_near", False),
        (at(DUE, 9, 0), "has_begun", False),
        (at(DUE, 10, 0), "has_begun", True),
        (at(DUE, 10, 0), "is_near", True),
        (at(DUE, 10, 0), "is_evening", True),
    ],
)
def test_call_times_change_at_the_minute_when_a_call_comes_near_or_ends(before: datetime, name: str, was: bool) -> None:
    found = [find_call_times(SCHEDULE, now, talked=False) for now in (before - MINUTE, before)]
    assert [getattr(times, name) for times in found] == [was, not was]
    assert find_end_of_reminder(SCHEDULE, before - MINUTE) == before


def test_once_the_partners_have_talked_the_next_call_is_next_week() -> None:
    found = find_call_times(SCHEDULE, at(DUE, 9, 10), talked=True)
    assert (found.week, found.at.date(), found.is_near) == (W49 + 1, date(2026, 12, 7), False)


def test_a_call_without_a_time_of_day_is_never_near() -> None:
    untimed = Schedule(agreement(call=CallTerms(0)), BERLIN)
    assert [find_call_times(untimed, at(DUE, hour), talked=False).is_near for hour in (0, 23)] == [False, False]
    night = Schedule(agreement(call=CallTerms(0, time(0, 30), "Europe/Berlin")), BERLIN)
    assert [find_call_times(night, at(SUNDAY, 23, minute), talked=False).is_near for minute in (29, 30)] == [
        False,
        True,
    ]
    assert find_end_of_reminder(night, at(SUNDAY, 23, 29)) == at(SUNDAY, 23, 30)


def test_call_times_are_in_my_time_zone() -> None:
    mine = Schedule(agreement(), LISBON)
    found = find_call_times(mine, at(DUE, 8, 30).astimezone(LISBON), talked=False)
    assert (found.at.hour, found.is_near) == (8, True)


def test_on_the_day_of_a_clock_change_the_end_of_a_reminder_is_unknown() -> None:
    assert find_end_of_reminder(SCHEDULE, datetime(2026, 10, 25, 1, tzinfo=BERLIN)) is None
