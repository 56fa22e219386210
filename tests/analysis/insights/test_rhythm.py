"""The last calls that were due, and which had a report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from apjournal.analysis.insights.rhythm import compute_rhythm
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Cadence, EarlierTerms, Mode, Terms
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import Rhythm
from apjournal.model.week import CallRecord, Medium
from apjournal.model.week_record import State, WeekRecord
from tests.helpers.week_records import goal, week
from tests.helpers.weeks import ANA, BERLIN, DUE, MONDAY, W47, W48, agreement

STARTED = IsoWeek(2026, 37)


def reported(name: IsoWeek, medium: Medium | None = None, **known: object) -> WeekRecord:
    return week(ANA, name, goal(1, "Runs", State.DONE), call=CallRecord(medium) if medium else None, **known)


def last(weeks: int, *, up_to: IsoWeek = W48) -> list[IsoWeek]:
    return [up_to + -back for back in range(weeks)]


def found(*records: WeekRecord, today: date = DUE, since: IsoWeek | None = None, **terms: object) -> Rhythm:
    return compute_rhythm(ANA, records, schedule=Schedule(agreement(**terms), BERLIN), today=today, since=since)


def test_rhythm_covers_the_last_eight_due_calls() -> None:
    assert found(*(reported(name) for name in last(12))) == Rhythm(reported=8, of=8, calls=0, voice=0)


def test_a_report_counts_for_rhythm_even_if_it_is_given_on_the_day_of_its_call_or_later() -> None:
    records = [reported(name) for name in last(11, up_to=W47)]
    assert found(*records, today=DUE - timedelta(days=1)).reported == 8
    assert found(*records, today=DUE).reported == 7


def test_a_week_without_a_file_is_not_reported_and_a_week_away_is_left_out() -> None:
    records = [reported(name) for name in last(12) if name not in {W47, W48}]
    assert found(*records) == Rhythm(6, 8, 0, 0)
    assert found(*records, week(ANA, W48, away=True)) == Rhythm(7, 8, 0, 0)


def test_a_report_with_an_open_goal_or_without_goals_is_not_complete() -> None:
    records = [reported(name) for name in last(8)[2:]]
    records += [week(ANA, W48, goal(1, "Runs", State.DONE), goal(2, "Tax")), week(ANA, W47)]
    assert found(*records) == Rhythm(6, 8, 0, 0)


@pytest.mark.parametrize(
    ("medium", "calls", "voice"),
    [
        (Medium.VOICE, 1, 1),
        (Medium.VIDEO, 1, 1),
        (Medium.IN_PERSON, 1, 1),
        (Medium.ASYNC, 1, 0),
        (Medium.NONE, 0, 0),
        (None, 0, 0),
    ],
)
def test_rhythm_counts_calls_by_their_medium(medium: Medium | None, calls: int, voice: int) -> None:
    assert found(reported(W48, medium)) == Rhythm(1, 8, calls, voice)


def test_a_call_counts_even_if_only_its_length_is_recorded() -> None:
    assert found(week(ANA, W48, call=CallRecord(minutes=20))).calls == 1


@pytest.mark.parametrize("weeks", [1, 7, 8])
def test_rhythm_begins_with_the_journal(weeks: int) -> None:
    today = MONDAY + timedelta(weeks=weeks + (STARTED - W48))
    assert found(today=today).of == weeks


def test_without_a_start_in_the_agreement_rhythm_begins_with_the_first_week() -> None:
    assert found(reported(W47), started=None) == Rhythm(1, 2, 0, 0)
    assert found(started=None) == Rhythm(0, 0, 0, 0)


def test_rhythm_can_begin_with_a_given_week_but_not_before_the_journal() -> None:
    assert found(since=W47).of == 2
    assert found(since=IsoWeek(2020, 1), today=MONDAY + timedelta(weeks=STARTED - W48 + 3)).of == 3


def test_rhythm_counts_only_the_calls_that_the_cadence_schedules() -> None:
    assert found(*(reported(name) for name in last(12)), cadence=Cadence.FORTNIGHTLY) == Rhythm(6, 6, 0, 0)


def test_a_change_of_terms_leaves_earlier_calls_unchanged() -> None:
    earlier = (EarlierTerms(W48, Terms(Mode.TWO_SIDED, Cadence.WEEKLY, 0)),)
    records = [reported(name) for name in last(8)]
    years_later, first_monday_of_december = DUE + timedelta(weeks=200), DUE + timedelta(weeks=1)
    assert found(*records, today=years_later, mode=Mode.PEER_SUPPORT, earlier=earlier) == Rhythm(8, 8, 0, 0)
    monthly: dict[str, Any] = {"cadence": Cadence.MONTHLY, "earlier": earlier}
    assert found(*records, today=first_monday_of_december, **monthly) == Rhythm(8, 8, 0, 0)


def test_a_listener_has_no_reports_to_give() -> None:
    assert found(mode=Mode.ONE_SIDED, listeners=(ANA,)) == Rhythm(0, 0, 0, 0)
