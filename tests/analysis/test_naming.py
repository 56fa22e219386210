"""How people name the ends of a span; weeks and goals are named in the tests of the command line."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from apjournal.analysis.naming import find_span_end
from apjournal.analysis.schedule import Schedule
from apjournal.errors import UsageFault
from apjournal.model.agreement import Agreement
from apjournal.model.isoweek import IsoWeek

SCHEDULE = Schedule(Agreement(), UTC)
TODAY = date(2026, 11, 23)


def test_a_year_stands_for_its_first_and_its_last_week() -> None:
    assert find_span_end("2026", SCHEDULE, TODAY, last=False) == IsoWeek(2026, 1)
    assert find_span_end("2026", SCHEDULE, TODAY, last=True) == IsoWeek(2026, 53)


def test_a_week_may_end_a_span_too() -> None:
    assert find_span_end("W48", SCHEDULE, TODAY, last=True) == IsoWeek(2026, 48)


@pytest.mark.parametrize("year", ["0000", "9999"])
def test_a_year_that_no_journal_has_is_no_end(year: str) -> None:
    with pytest.raises(UsageFault, match="is not a year"):
        find_span_end(year, SCHEDULE, TODAY, last=True)
