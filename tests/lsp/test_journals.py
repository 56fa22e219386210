"""The journals of open files: each is found by its file, opened once, and read again when something changes."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from apjournal.lsp.buffer import Buffer, read_buffer_week
from apjournal.lsp.journals import Journals, OpenJournal
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week
from tests.helpers.buffers import WEEK, in_front

PLAN = "obstacles:\n      - stress: Rain -> Run at home"
FILES = {
    "agreement.md": in_front("apj: 1\nareas: [work]"),
    "ana/partner.md": in_front("name: Ana\ntimezone: Pacific/Kiritimati"),
    "ben/partner.md": in_front("name: Ben"),
    WEEK: in_front(f"goals:\n  - goal: Three runs\n    {PLAN}\nhappened:\n  - kind: stress\n    plan: worked"),
    "ana/2026-W47.md": in_front("goals:\n  - Three runs\noutcomes:\n  - partly"),
    "ben/2026-W48.md": in_front("goals: [x]"),
}


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-11-25T09:00+00:00")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def make_journals(clock: Clock, partner: str | None = "ana") -> Journals:
    return Journals(partner=partner, environ={"PATH": os.environ["PATH"]}, read_clock=lambda: clock.now)


def open_of(root: Path, clock: Clock, partner: str | None = "ana") -> OpenJournal:
    found = make_journals(clock, partner).find(root / WEEK)
    assert found is not None
    return found[0]


def read_own_week(text: str) -> Week:
    week = read_buffer_week(Buffer(WEEK, text), {})
    assert week is not None
    return week


def test_a_file_belongs_to_the_journal_above_it_which_is_opened_once(root: Path, clock: Clock) -> None:
    journals = make_journals(clock)
    first, again, top = (journals.find(root / path) for path in (WEEK, "ben/new.md", "agreement.md"))
    assert first is not None
    assert again is not None
    assert top is not None
    assert (first[1], again[1], top[1]) == (WEEK, "ben/new.md", "agreement.md")
    assert first[0] is again[0] is top[0]
    assert first[0].root == root
    assert journals.find(root.parent / "notes.md") is None


def test_the_facts_are_those_of_the_partner_of_the_command(root: Path, clock: Clock) -> None:
    facts = open_of(root, clock).facts
    assert (facts.me, facts.names, facts.weeks) == (
        "ana",
        {"ana": "Ana", "ben": "Ben"},
        (IsoWeek(2026, 48), IsoWeek(2026, 47)),
    )
    assert (facts.rules.partners, facts.rules.areas) == ((Handle("ana"), Handle("ben")), ("work",))
    nobody = open_of(root, clock, None).facts
    assert (nobody.me, nobody.weeks) == (None, ())


def test_the_words_to_offer_are_the_journals_own(root: Path, clock: Clock) -> None:
    words = open_of(root, clock).words
    assert words.partners == ("ana", "ben")
    assert (words.areas, words.weeks) == (("work",), (IsoWeek(2026, 48), IsoWeek(2026, 47)))
    assert [(plan.kind, plan.if_, plan.then) for plan in words.list_plans()] == [("stress", "Rain", "Run at home")]
    assert open_of(root, clock, None).words.list_plans() == ()


def test_a_plan_of_a_coming_week_is_not_offered_yet(root: Path, clock: Clock) -> None:
    (root / "ana" / "2026-W49.md").write_text(FILES[WEEK].replace("Rain", "Snow"), "utf-8")
    journal = open_of(root, clock)
    assert [plan.if_ for plan in journal.words.list_plans()] == ["Rain"]
    clock.now = datetime.fromisoformat("2026-12-02T09:00+00:00")
    assert [plan.if_ for plan in journal.words.list_plans()] == ["Snow"]  # the newest words of the same plan


def test_today_is_the_date_in_my_time_zone_and_moves_on(root: Path, clock: Clock) -> None:
    journal = open_of(root, clock)
    assert journal.words.today == date(2026, 11, 25)
    clock.now = datetime.fromisoformat("2026-11-25T12:00+00:00")
    assert journal.words.today == date(2026, 11, 26)


def test_a_changed_agreement_is_noticed(root: Path, clock: Clock) -> None:
    journal = open_of(root, clock)
    assert [*journal.words.areas] == ["work"]
    (root / "agreement.md").write_text(in_front("apj: 1\nareas: [home, play]"), "utf-8")
    assert [*journal.words.areas] == ["home", "play"]


def test_a_record_describes_the_text_in_the_editor(root: Path, clock: Clock) -> None:
    journal = open_of(root, clock)
    record = journal.read_record(read_own_week(in_front("goals: [Three runs, y]")))
    assert record is not None
    assert [(goal.goal, goal.carried) for goal in record.goals] == [("Three runs", 1), ("y", 0)]
    assert record.kept_by is None
    assert journal.read_record(None) is None


def test_the_first_week_of_a_carried_goal_is_traced(root: Path, clock: Clock) -> None:
    week = read_own_week(in_front("goals: [Three runs, y]"))
    assert open_of(root, clock).trace_first_weeks(week) == {"three-runs": IsoWeek(2026, 47)}


def test_texts_are_read_as_they_are_on_the_disk(root: Path, clock: Clock) -> None:
    journal = open_of(root, clock)
    assert journal.read_text(WEEK) == FILES[WEEK]
    assert journal.read_text("ana/2026-W40.md") is None
    (root / "ana" / "2026-W46.md").write_bytes(b"\xff")
    assert journal.list_own_texts() == {path: FILES[path] for path in (WEEK, "ana/2026-W47.md")}


def test_a_kept_line_that_names_no_copy_is_found_with_what_to_write(root: Path, clock: Clock) -> None:
    check = open_of(root, clock).facts.rules.check_kept_lines
    (found,) = check("ana/kept.md", b"- Ben\n")
    assert found.message == '"- Ben" is not a kept copy; write: - 2026-W48 ben'
    assert check("ana/kept.md", b"") == ()
