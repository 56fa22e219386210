"""What a reader sees of a partner."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from apjournal.analysis.review import (
    Fetched,
    ReaderCopy,
    ReviewedWeeks,
    build_review_view,
    find_current_week,
    is_to_hear,
    mark_as_kept,
)
from apjournal.analysis.schedule import Schedule
from apjournal.analysis.week_record import compute_week_record
from apjournal.errors import GitFault
from apjournal.model.agreement import EarlierTerms, Mode, Terms
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.views.base import Alarm
from apjournal.model.views.review import ReviewView
from apjournal.model.week import Amendment, Message, MessageKind, Week
from apjournal.model.week_record import ChangeKind
from tests.analysis.bundles import bundle_facts
from tests.helpers.weeks import (
    ANA,
    BEN,
    BERLIN,
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


def look(former: CopyWithWeeks | None, *after: Week, **more: Any) -> ReviewView:
    given: dict[str, Any] = {
        "reader": partner(BEN),
        "partner": partner(ANA),
        "reported": None,
        "current": None,
        "after": {held.week: held for held in after},
        "former": former,
        "history": True,
        "head": "b" * 40,
        "schedule": SCHEDULE,
        "today": WEDNESDAY,
        "kept_on": WEDNESDAY,
    }
    return build_review_view(**bundle_facts(given | more, weeks=ReviewedWeeks, copy=ReaderCopy, fetched=Fetched))


@pytest.mark.parametrize(("names", "chosen"), [([W47, W48, W49], W49), ([W47, W48], W48), ([W47], None), ([], None)])
def test_review_shows_the_week_to_plan_if_it_exists_and_otherwise_this_week(
    names: list[IsoWeek], chosen: IsoWeek | None
) -> None:
    assert find_current_week(ANA, names, schedule=SCHEDULE, now=at(SATURDAY)) == chosen


def test_under_peer_support_review_shows_the_newest_written_week() -> None:
    since = agreement(mode=Mode.PEER_SUPPORT, earlier=(EarlierTerms(W47, Terms(mode=Mode.TWO_SIDED)),))
    peers = Schedule(since, BERLIN)
    assert find_current_week(ANA, [W47, W48, W49], schedule=peers, now=at(SATURDAY)) == W49
    assert find_current_week(ANA, [W47, W48], schedule=peers, now=at(date(2027, 1, 13))) == W48
    assert find_current_week(ANA, [W47], schedule=peers, now=at(SATURDAY)) is None


def test_under_peer_support_an_earlier_report_is_shown_until_it_is_kept() -> None:
    reported = week("Runs", name=W47, outcomes={"runs": "done"})
    assert is_to_hear(reported, keep(reported), before=W48, schedule=SCHEDULE)
    assert is_to_hear(reported, None, before=W48, schedule=PEERS)
    assert is_to_hear(reported, keep(week("Runs", name=W47)), before=W48, schedule=PEERS)
    assert not is_to_hear(reported, keep(reported), before=W48, schedule=PEERS)


def test_changed_free_text_is_news_only_under_peer_support() -> None:
    before, after = week(body="## Went well\n- Olga\n"), week(body="## Went well\n- Olga\n- Ines\n")
    assert look(keep(before), after, schedule=PEERS).news
    assert not look(keep(after), after, schedule=PEERS).news
    assert not look(keep(before), after).news


def test_review_names_the_partner_and_the_copy_it_compares_with() -> None:
    reported, current = (
        compute_week_record(week("Runs", name=name), schedule=SCHEDULE, today=WEDNESDAY) for name in (W47, W48)
    )
    alarm = Alarm("rewrite", "The shared history was rewritten.", "git log")
    problem = GitFault("Offline.")
    view = look(
        keep(week("Runs")), reported=reported, current=current, alarms=[alarm], problems=[problem], offline=True
    )
    assert (view.reader, view.partner, view.reader_name, view.partner_name) == (BEN, ANA, "Ben", "Ana")
    assert (view.since, view.since_at, view.head, view.kept) == ("a" * 40, at(MONDAY), "b" * 40, None)
    assert (view.reported, view.current) == (reported, current)
    assert (view.alarms, view.problems, view.offline) == ((alarm,), (problem,), True)


def test_review_shows_what_changed_since_the_last_copy() -> None:
    view = look(keep(week("Run far"), week("Tax", name=W47)), week("Run far today"), week("New", name=W49))
    assert view.changes is not None
    assert [(change.week, change.change, change.agreed) for change in view.changes] == [
        (W47, ChangeKind.REMOVED, False),
        (W48, ChangeKind.REWORDED, False),
    ]


def test_a_first_review_has_no_changes_and_without_history_they_are_unknown() -> None:
    first = look(None, week("Runs"))
    assert (first.since, first.since_at, first.changes) == (None, None, ())
    assert look(None, week("Runs"), history=False, head=None).changes is None


def test_review_shows_messages_that_arrived_since_the_copy() -> None:
    old, new = Message("ben", None, "Hello"), Message("ben", MessageKind.OFFER, "Thursday?")
    view = look(keep(week(messages=(old,))), week(messages=(old, new)))
    assert view.messages == (Message("ben", MessageKind.OFFER, "Thursday?"),)


def test_after_a_copy_is_kept_review_lists_each_newly_agreed_goal_once() -> None:
    amended = (Amendment("run-far", "No path"),)
    after = week("Run far today", "New", amended=amended), week("Tax", name=W47)
    view = mark_as_kept(
        look(keep(week("Run far"), week("Tax", "Runs", name=W47)), *after), commit="b" * 40, shared=True
    )
    assert (view.kept, view.shared) == ("b" * 40, True)
    assert [(change.goal, change.change) for change in view.agreed_anew] == [
        ("run-far-today", ChangeKind.AMENDED),
        ("new", ChangeKind.ADDED),
    ]
    assert view.changes is not None
    assert {change.week for change in view.changes if not change.agreed} == {W47}


def test_keeping_a_copy_does_not_agree_to_a_changed_result() -> None:
    partly, done = (week("Runs", outcomes={"runs": result}) for result in ("partly", "done"))
    view = mark_as_kept(look(keep(partly), done), commit="b" * 40, shared=True)
    assert view.changes is not None
    assert [(change.change.value, change.agreed) for change in view.changes] == [("result_changed", False)]


def test_the_first_copy_lists_no_newly_agreed_goals() -> None:
    view = mark_as_kept(look(None, week("Runs")), commit="b" * 40, shared=False)
    assert (view.agreed_anew, view.changes, view.shared) == ((), (), False)


def test_without_history_the_changes_of_a_review_are_unknown_even_after_keeping() -> None:
    assert mark_as_kept(look(None, week("Runs"), history=False), commit="b" * 40, shared=False).changes is None
