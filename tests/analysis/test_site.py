"""What the pages of a journal show beyond single weeks."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from apjournal.analysis.site import (
    collect_stories,
    count_done,
    is_report_skipped,
    list_learned,
    withhold_messages,
    withhold_weeks,
)
from apjournal.model.views.site import JournalRecord, PartnerRecord
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week_record import State
from tests.helpers.week_records import ANA, BEN, W47, W48, W49, days, goal, week
from tests.screens.status import STATUS

RUNS, TAX = goal(1, "Runs", State.DONE), goal(2, "Tax", State.PARTLY)


def record(*partners: PartnerRecord) -> JournalRecord:
    return JournalRecord(me=ANA, today=date(2026, 11, 30), this=W49, partners=partners, first=days(W48))


BOTH = (
    PartnerRecord(ANA, "Ana", (week(ANA, W47, RUNS, learned=("Rest",)), week(ANA, W48, RUNS, TAX))),
    PartnerRecord(BEN, "Ben", (week(BEN, W47, TAX), week(BEN, W48, RUNS, learned=("Swim", "Sleep")), week(BEN, W49))),
)


def test_the_site_withholds_the_others_weeks_from_the_week_whose_report_is_due() -> None:
    shown = withhold_weeks(record(*BOTH)).partners
    assert [[one.week for one in partner.weeks] for partner in shown] == [[W47, W48], [W47]]


def test_the_site_withholds_no_week_if_no_report_is_due() -> None:
    journal = replace(record(*BOTH), first=None)
    assert withhold_weeks(journal) == journal


def test_the_site_also_withholds_messages_in_withheld_weeks() -> None:
    messages = tuple(ReceivedMessage(BEN, one, "ana", None, "Hello") for one in (W47, W48, W49))
    status = replace(STATUS, messages=messages)
    assert [one.week for one in withhold_messages(status, W48).messages] == [W47]
    assert withhold_messages(status, None) == status


@pytest.mark.parametrize(("reason", "skipped"), [("ill", True), (True, True), (None, False)])
def test_a_report_counts_as_skipped_if_a_later_week_records_the_skip(reason: str | bool | None, skipped: bool) -> None:
    weeks = [week(ANA, W48), week(ANA, W49, report_skipped=reason)]
    assert is_report_skipped(weeks, W48) is skipped
    assert is_report_skipped(weeks, W49) is False


def test_the_site_has_a_story_for_each_goal_that_appears_in_several_weeks() -> None:
    (story,) = collect_stories(BOTH)
    assert (story.partner, story.id) == (ANA, "runs")
    assert [(one.week.week, one.goal) for one in story.weeks] == [(W47, RUNS), (W48, RUNS)]


def test_learned_lines_are_listed_newest_first() -> None:
    assert [(one.week, one.text) for one in list_learned(BOTH)] == [(W48, "Swim"), (W48, "Sleep"), (W47, "Rest")]


def test_the_site_counts_neither_open_nor_dropped_goals() -> None:
    states = (State.DONE, State.PARTLY, State.NOT_DONE, State.UNREPORTED, State.DROPPED, State.OPEN)
    goals = [goal(number, f"Goal {number}", state) for number, state in enumerate(states, 1)]
    assert count_done(week(ANA, W48, *goals)) == (1, 4)
