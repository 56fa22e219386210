"""Calls and reports as series: where they begin, how they repeat, and what is left out."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from apjournal.analysis.calls.calendar import build_call_series, build_report_series, find_first_week, find_rule
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.isoweek import IsoWeek
from tests.helpers.weeks import BERLIN, FORTNIGHTLY, SCHEDULE, W47, W48, W49, agreement


def test_a_calendar_series_begins_with_the_present_terms() -> None:
    assert find_first_week(SCHEDULE, W48) == IsoWeek(2026, 37)
    friday = Schedule(agreement(started=date(2026, 11, 20), call=CallTerms(4, time(9), "Europe/Berlin")), BERLIN)
    assert find_first_week(friday, W48) == W48
    changed = agreement(earlier=(EarlierTerms(W48, Terms(mode=Mode.ONE_SIDED)),))
    assert find_first_week(Schedule(changed, BERLIN), W47) == W49
    assert find_first_week(Schedule(agreement(started=None), BERLIN), W47) == W47


def test_a_series_of_calls_every_two_weeks_begins_with_a_call_and_excludes_only_days_of_calls() -> None:
    first = find_first_week(Schedule(agreement(cadence=Cadence.FORTNIGHTLY, started=None), BERLIN), W48)
    assert first == W49
    calls = build_call_series(FORTNIGHTLY, IsoWeek(2026, 37), [W47, W48, IsoWeek(2026, 35)])
    assert [at.date() for at in calls.off] == [date(2026, 11, 16)]
    reports = build_report_series(FORTNIGHTLY, IsoWeek(2026, 37), [W47])
    assert (reports.first, reports.off, reports.days) == (date(2026, 9, 21), (date(2026, 11, 30),), None)


def test_report_days_are_listed_one_by_one_if_the_call_has_another_date_in_my_time_zone() -> None:
    angeles = Schedule(agreement(), ZoneInfo("America/Los_Angeles"))
    assert build_report_series(angeles, W48, ()).days is None  # nine in Berlin is midnight or later there
    early = Schedule(agreement(call=CallTerms(0, time(7), "Europe/Berlin")), ZoneInfo("America/Los_Angeles"))
    days = build_report_series(early, W48, [W48]).days
    assert days is not None
    assert days[0] == date(2026, 12, 6)


@pytest.mark.parametrize(
    ("cadence", "rule"),
    [
        (Cadence.WEEKLY, {"FREQ": "WEEKLY"}),
        (Cadence.FORTNIGHTLY, {"FREQ": "WEEKLY", "INTERVAL": 2}),
        (Cadence.MONTHLY, {"FREQ": "MONTHLY", "BYDAY": "1TU"}),
    ],
)
def test_each_cadence_is_written_as_a_recurrence_rule(cadence: Cadence, rule: dict[str, object]) -> None:
    assert find_rule(cadence, 1) == rule
