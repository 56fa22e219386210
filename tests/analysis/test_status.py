"""My status: I am Ana, in a week of November."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from apjournal.analysis.find_report_week import find_week_with_due_report
from apjournal.analysis.schedule import Schedule
from apjournal.analysis.status import (
    AgreementState,
    CloneState,
    OtherPartners,
    OwnWeeks,
    build_due_report,
    build_status_view,
    choose_memory,
    find_next_call,
    find_week_a_year_before,
    list_call_times_elsewhere,
)
from apjournal.analysis.week_record import compute_week_record
from apjournal.model.agreement import Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.views.base import Alarm
from apjournal.model.views.status import FileToFix, NextCall, PartnerStatus, StatusView, Unsynced
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import Week
from apjournal.model.week_record import WeekRecord
from tests.analysis.bundles import bundle_facts
from tests.helpers.weeks import (
    ANA,
    BEN,
    BERLIN,
    CLEO,
    DUE,
    LISBON,
    MONDAY,
    PEERS,
    SATURDAY,
    SCHEDULE,
    W47,
    W48,
    W49,
    WEDNESDAY,
    agreement,
    at,
    keep,
    partner,
    week,
)

CALL = datetime(2026, 11, 30, 9, 0, tzinfo=BERLIN)
GIVEN = week("Runs", name=W47, outcomes={"runs": "done"})
NOTHING = Unsynced((), 0, 0)


def record(held: Week, day: date, *keeps: CopyWithWeeks, schedule: Schedule = SCHEDULE) -> WeekRecord:
    return compute_week_record(held, schedule=schedule, today=day, keeps=keeps)


def status(
    *weeks: Week, day: date = WEDNESDAY, hour: int = 8, schedule: Schedule = SCHEDULE, **more: Any
) -> StatusView:
    now = at(day, hour)
    held = {one.week: one for one in weeks}
    this = held.get(schedule.find_period(day))
    due = find_week_with_due_report(
        sorted(weeks, key=lambda one: one.week, reverse=True),
        before=schedule.find_period(day),
        schedule=schedule,
        today=day,
    )
    given: dict[str, Any] = {
        "mine": record(this, day, schedule=schedule) if this else None,
        "planned": held.get(schedule.find_week_to_plan(now)),
        "due": record(due, day, schedule=schedule) if due else None,
        "partners": [ben()],
        "unsynced": NOTHING,
    }
    me = more.pop("me", partner(ANA))
    bundles: dict[str, Any] = {
        "weeks": OwnWeeks,
        "others": OtherPartners,
        "clone": CloneState,
        "agreed": AgreementState,
    }
    return build_status_view(me, schedule=schedule, now=now, **bundle_facts(given | more, **bundles))


def ben(**more: Any) -> PartnerStatus:
    facts: dict[str, Any] = {"partner": BEN, "week": W48, "goals": 3, "unread": 0, "kept": True, "quiet_weeks": 0}
    return PartnerStatus(**(facts | more))


def test_status_shows_who_i_am_and_when_the_next_call_is() -> None:
    view = status(week("Runs", "Tax", outcomes={"tax": "done"}))
    assert (view.partner, view.name, view.today, view.week) == (ANA, "Ana", WEDNESDAY, W48)
    assert view.next_call == NextCall(CALL, 5)
    assert view.open_goals == 1
    assert view.mine is not None
    assert view.mine.week == W48


def test_status_contains_alerts_messages_and_unshared_files() -> None:
    alarm = Alarm("rewrite", "Rewritten.", "git log")
    message = ReceivedMessage(BEN, W48, "ana", None, "Hello")
    unsynced = Unsynced(("ana/2026-W48.md",), 1, 2)
    view = status(alarms=[alarm], messages=[message], unsynced=unsynced)
    assert (view.alarms, view.messages) == ((alarm,), (message,))
    assert (view.unsynced, view.partners) == (unsynced, (ben(),))


def test_if_it_is_unknown_who_i_am_status_has_no_goals_of_mine() -> None:
    view = status(me=None)
    assert (view.partner, view.name, view.open_goals, view.next) == (None, "", None, "apj show")


def test_status_has_no_open_goals_if_the_week_has_no_file() -> None:
    assert status().open_goals == 0


def test_a_due_report_lists_the_goals_without_an_outcome() -> None:
    view = status(week("Runs", "Tax", outcomes={"tax": "done"}), day=DUE)
    (due,) = view.reports_due
    assert due.week == W48
    assert [goal.id for goal in due.goals] == ["runs"]
    assert status(GIVEN).reports_due == ()


def test_a_due_report_leaves_out_removed_goals() -> None:
    seen = record(week("Runs"), DUE, keep(week("Runs", "Tax")))
    assert [goal.id for goal in build_due_report(seen, SCHEDULE).goals] == ["runs"]


MOMENTS = [
    ("a new journal", [], MONDAY, {}, "apj new-week"),
    ("Monday, with the report due", [week("Old", name=W47)], MONDAY, {}, "apj new-week"),
    ("Monday, goals set, report open", [week("Old", name=W47), week("Runs")], MONDAY, {}, "apj report"),
    ("the report left out", [week("Old", name=W47), week("Runs", report_skipped=True)], WEDNESDAY, {}, "apj log"),
    ("the partner has new goals", [week("Runs")], WEDNESDAY, {"partners": [ben(unkept=True)]}, "apj review"),
    ("the partner changed a goal", [week("Runs")], WEDNESDAY, {"partners": [ben(unread=1)]}, "apj review"),
    (
        "one of several wrote to me",
        [week("Runs")],
        WEDNESDAY,
        {"partners": [ben(), ben(partner=CLEO)], "messages": [ReceivedMessage(CLEO, W48, "ana", None, "Hello")]},
        "apj review cleo",
    ),
    ("files not shared yet", [week("Runs")], WEDNESDAY, {"unsynced": Unsynced(("a",), 0, 0)}, "apj sync"),
    ("commits not shared yet", [week("Runs")], WEDNESDAY, {"unsynced": Unsynced((), 1, 0)}, "apj sync"),
    ("commits not fetched yet", [week("Runs")], WEDNESDAY, {"unsynced": Unsynced((), 0, 1)}, "apj sync"),
    ("no history to ask", [week("Runs")], WEDNESDAY, {"unsynced": None}, "apj log"),
    ("an alarm", [week("Runs")], WEDNESDAY, {"alarms": [Alarm("rewrite", "", "")]}, "apj sync"),
    ("a broken file", [week()], WEDNESDAY, {"to_fix": [FileToFix("agreement.md", "apj check x")]}, "apj check x"),
    ("the middle of the week", [week("Runs")], WEDNESDAY, {}, "apj log"),
    ("a week away", [week(away=True)], WEDNESDAY, {}, "apj show"),
    ("Saturday, before new goals", [week("Runs")], SATURDAY, {}, "apj new-week"),
    ("Saturday, with new goals", [week("Runs"), week("New", name=W49)], SATURDAY, {}, "apj log"),
    ("before the call", [week("Runs", outcomes={"runs": "done"}), week("New", name=W49)], DUE, {}, "apj call"),
]


@pytest.mark.parametrize(("weeks", "day", "more", "command"), [moment[1:] for moment in MOMENTS])
def test_status_suggests_the_step_that_fits_the_moment(
    weeks: list[Week], day: date, more: dict[str, Any], command: str
) -> None:
    assert status(*weeks, day=day, **more).next == command


def test_under_peer_support_status_suggests_no_new_week_once_the_file_exists() -> None:
    assert status(schedule=PEERS).next == "apj new-week"
    assert status(week(), schedule=PEERS).next == "apj log"


def test_status_does_not_ask_a_listener_for_goals() -> None:
    one_sided = Schedule(agreement(mode=Mode.ONE_SIDED, listeners=(ANA,)), BERLIN)
    assert status(schedule=one_sided).next == "apj show"


def test_status_shows_the_next_call_in_my_time_zone() -> None:
    assert find_next_call(SCHEDULE, at(DUE, 8, 59).astimezone(LISBON)) == NextCall(CALL, 0)
    assert find_next_call(SCHEDULE, at(DUE, 9, 30).astimezone(LISBON)) == NextCall(CALL, 0, now=True)
    assert find_next_call(SCHEDULE, at(DUE, 9, 30), talked=True).days == 7
    assert find_next_call(SCHEDULE, at(WEDNESDAY).astimezone(LISBON)).at.hour == 8


def test_status_shows_a_call_without_a_time_as_today_all_day() -> None:
    timeless = Schedule(agreement(call=CallTerms(0)), BERLIN)
    assert find_next_call(timeless, at(DUE, 18)).days == 0
    assert find_next_call(SCHEDULE, at(DUE, 18)).days == 7


def test_status_shows_the_call_time_of_each_partner_whose_clock_differs() -> None:
    found = list_call_times_elsewhere(CALL, [("Ben", LISBON), ("Cleo", BERLIN)])
    assert [(name, moment.hour) for name, moment in found] == [("Ben", 8)]


def test_a_year_before_means_the_week_with_the_same_number() -> None:
    assert find_week_a_year_before(W48, SCHEDULE) == IsoWeek(2025, 48)
    assert find_week_a_year_before(IsoWeek(2026, 53), SCHEDULE) == IsoWeek(2025, 52)
    assert find_week_a_year_before(IsoWeek(2027, 52), SCHEDULE) == IsoWeek(2026, 52)


def test_a_year_before_means_the_first_week_of_the_period() -> None:
    monthly = Schedule(agreement(cadence=Cadence.MONTHLY), BERLIN)
    assert find_week_a_year_before(W48, monthly) == IsoWeek(2025, 45)
    fridays = Schedule(agreement(call=CallTerms(4)), BERLIN)
    assert find_week_a_year_before(W48, fridays) == IsoWeek(2025, 48)


def test_a_week_is_remembered_by_what_was_learned_or_by_its_first_goal() -> None:
    assert choose_memory(week("Runs", learned=("Say no",))) == "Say no"
    assert choose_memory(week("Runs")) == "Runs"
    assert choose_memory(week()) is None
    assert status(year_ago=week("Runs")).year_ago == "Runs"
    assert status().year_ago is None


def test_the_suggested_changes_of_the_agreement_depend_on_the_terms_that_apply() -> None:
    assert status().ways[0].command == "apj agree --cadence fortnightly"
    earlier = (EarlierTerms(W48 + 9, Terms(cadence=Cadence.MONTHLY)),)
    monthly = Schedule(agreement(earlier=earlier), BERLIN)
    assert status(schedule=monthly).ways[0].command == "apj agree --mode peer-support"
