"""The status of another partner: I am Ben, and she is Ana."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from apjournal.analysis.partner_status import CopiesBetween, PartnerFiles, build_partner_status, count_quiet_weeks
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Agreement, Mode
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.status import PartnerStatus
from apjournal.model.week import LogLine, Week
from tests.analysis.bundles import bundle_facts
from tests.helpers.weeks import (
    ANA,
    BEN,
    BERLIN,
    FORTNIGHTLY,
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


def status(*weeks: Week, day: date = WEDNESDAY, left: date | None = None, **more: Any) -> PartnerStatus:
    given: dict[str, Any] = {
        "schedule": SCHEDULE,
        "now": at(day),
        "names": [held.week for held in weeks],
        "weeks": {held.week: held for held in weeks},
        "mine": None,
        "theirs": None,
        "my_week": None,
        "history": True,
    }
    return build_partner_status(
        partner(ANA, left=left), **bundle_facts(given | more, files=PartnerFiles, copies=CopiesBetween)
    )


def test_partner_status_shows_the_current_week_and_its_number_of_goals() -> None:
    found = status(week("Runs", "Tax"), week("Old", name=W47))
    assert (found.partner, found.name, found.week, found.goals, found.newest) == (
        ANA,
        "Ana",
        W48,
        2,
        SCHEDULE.build_week_days(W48),
    )


def test_from_saturday_on_partner_status_shows_the_next_week_if_it_exists() -> None:
    assert status(week("Runs"), week("New", name=W49), day=SATURDAY).week == W49
    assert status(week("Runs"), day=SATURDAY).week == W48


def test_a_partner_without_a_week_has_no_goals() -> None:
    found = status()
    assert (found.week, found.goals, found.newest, found.quiet_weeks, found.unkept) == (None, 0, None, 0, False)


def test_a_week_that_was_not_read_counts_as_without_goals() -> None:
    assert status(names=[W48]).goals == 0


def test_the_unread_count_is_the_number_of_goals_that_changed_since_my_copy() -> None:
    now = week("Run far today", "Tax", "Sleep")
    assert status(now, mine=keep(week("Run far", "Call Lina"))).unread == 4
    assert status(now, mine=keep(now)).unread == 0
    assert status(now).unread == 0


def test_an_unreadable_week_has_no_unread_changes_and_its_number_of_goals_is_unknown() -> None:
    found = status(week("Run far today"), mine=keep(week("Run far")), unreadable=[W48])
    assert (found.unread, found.goals) == (0, None)


def test_without_history_partner_status_does_not_know_copies() -> None:
    found = status(week("Runs"), history=False)
    assert (found.unread, found.kept, found.unkept) == (None, None, False)


@pytest.mark.parametrize(
    ("copy", "unkept"),
    [(None, True), (keep(week("Runs")), False), (keep(), True), (keep(week("Runs", learned=("Mornings",))), True)],
)
def test_a_partners_week_that_differs_from_my_copy_counts_as_unkept(copy: Any, unkept: bool) -> None:
    assert status(week("Runs"), mine=copy).unkept is unkept
    assert not status(week("Runs"), mine=copy, i_keep=False).unkept


def test_a_new_log_line_does_not_make_a_week_unkept() -> None:
    log = (LogLine(WEDNESDAY, None, "Fonts"),)
    assert not status(week("Runs", log=log), mine=keep(week("Runs"))).unkept
    assert not status(week(log=log)).unkept


@pytest.mark.parametrize(
    ("held", "mine", "kept"),
    [
        (week("Runs", by=BEN), week("Runs", by=BEN), True),
        (week("Runs", by=BEN, outcomes={"runs": "done"}), week("Runs", by=BEN), True),
        (week("Run far", by=BEN), week("Run far today", by=BEN), False),
        (week(by=BEN), week(by=BEN), False),
        (week("Runs", by=BEN, name=W47), week("Runs", by=BEN), False),
        (week("Runs", by=BEN), None, False),
    ],
)
def test_a_partner_has_kept_my_goals_if_their_copy_equals_them(held: Week, mine: Week | None, kept: bool) -> None:
    assert status(theirs=keep(held, by=ANA), my_week=mine).kept is kept


def test_a_partner_without_a_copy_of_my_week_has_not_kept_my_goals() -> None:
    assert status(my_week=week("Runs", by=BEN)).kept is False


@pytest.mark.parametrize(
    ("newest", "weeks"), [(W49, 0), (W48, 0), (W47, 0), (IsoWeek(2026, 46), 1), (IsoWeek(2026, 44), 3)]
)
def test_quiet_weeks_include_neither_the_current_week_nor_the_newest_written_week(newest: IsoWeek, weeks: int) -> None:
    assert count_quiet_weeks(newest, W48, SCHEDULE) == weeks


def test_a_fortnight_in_progress_does_not_count_as_quiet() -> None:
    this = FORTNIGHTLY.find_period(WEDNESDAY)
    assert count_quiet_weeks(this + -2, this, FORTNIGHTLY) == 0
    assert count_quiet_weeks(this + -4, this, FORTNIGHTLY) == 2


@pytest.mark.parametrize("terms", [agreement(mode=Mode.PEER_SUPPORT), agreement(mode=Mode.ONE_SIDED, listeners=(ANA,))])
def test_a_partner_who_need_not_write_a_week_does_not_count_as_quiet(terms: Agreement) -> None:
    assert status(week("Runs", name=IsoWeek(2026, 40)), schedule=Schedule(terms, BERLIN)).quiet_weeks == 0


def test_partner_status_shows_a_week_away_and_the_day_of_leaving() -> None:
    found = status(week("Runs", away=True), left=WEDNESDAY)
    assert (found.away, found.left) == (True, WEDNESDAY)
    assert not status().away


def test_a_partner_who_left_does_not_count_as_quiet() -> None:
    old = week("Runs", name=IsoWeek(2026, 40))
    assert status(old).quiet_weeks == 7
    assert status(old, left=WEDNESDAY).quiet_weeks == 0
