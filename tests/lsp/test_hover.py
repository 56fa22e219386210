"""Explanations at a cursor: a key and its meaning, the days of a week, and how a goal was kept."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from msgspec.structs import replace

from apjournal.analysis.schedule import Schedule
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.hover import describe_week, show_hover
from apjournal.model.agreement import Agreement, Mode
from apjournal.model.week import Decision
from apjournal.model.week_record import ChangeKind, KeptBy, KeptGoal, State, WeekRecord
from tests.helpers.buffers import WEEK, in_front, split_at_cursor
from tests.helpers.week_records import ANA, BEN, CEM, COMMIT, KEPT_AT, W47, W48, goal, week

SCHEDULE = Schedule(Agreement(), UTC)
NAMES = {ANA: "Ana", BEN: "Ben"}
GOALS = "goals:\n  - id: grant\n    goal: The draft\n  - Three runs\n"
THREE_RUNS = "2. Three runs (id: three-runs)\nNobody has kept a copy of this goal yet."
KEPT = (KeptBy(BEN, COMMIT, KEPT_AT),)
PLAIN = KeptGoal("The draft", None, None)


def hover(marked: str, record: WeekRecord | None = None, path: str = WEEK) -> tuple[str, str] | None:
    """Return the explanation at the cursor and the words that it is about."""
    text, offset = split_at_cursor(marked)
    found = show_hover(Buffer(path, text), offset, SCHEDULE, NAMES, lambda: record)
    return None if found is None else (found.text, text[found.start : found.end])


def explain(**known: Any) -> list[str]:
    """Return the lines about a goal, with what is known about it and by whom its week was kept."""
    kept_by = known.pop("kept_by", KEPT)
    record = week(ANA, W48, goal(2, "Three runs"), goal(1, "The draft", id="grant", **known), kept_by=kept_by)
    found = hover(in_front(GOALS).replace("The draft", "The |draft"), record)
    assert found is not None
    assert found[1] == "The draft"
    return found[0].splitlines()


@pytest.mark.parametrize(
    ("path", "marked", "text", "word"),
    [
        (WEEK, "a|way: true", "away: true: a week off. It needs no reason, and its goals do not count.", "away"),
        (WEEK, "|Away: true", "away: true: a week off. It needs no reason, and its goals do not count.", "Away"),
        (WEEK, "goals:\n  - area|: x", "area: One of the areas of the agreement, if it lists any.", "area"),
        (WEEK, "call:\n  me|dium: x", "medium: How you talked.", "medium"),
        ("agreement.md", "call:\n  me|dium: x", "medium: How you talk.", "medium"),
        ("ana/partner.md", "na|me: x", "name: The name of this partner, as it appears in their commits.", "name"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_is_explained_as_it_is_meant_in_its_file(
    path: str, marked: str, text: str, word: str, newline: str
) -> None:
    assert hover(in_front(marked).replace("\n", newline), path=path) == (text, word)


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        (WEEK, "un|known: x"),
        (WEEK, "na|me: x"),
        (WEEK, "away: tr|ue"),
        (WEEK, "outcomes:\n  gh|ost: done"),
        (WEEK, "|"),
        (WEEK, "goals: [\naway: |"),
        ("ana/notes.md", "a|way: true"),
        ("ana/partner.md", "goals:\n  - |a"),
    ],
)
def test_what_has_no_meaning_in_its_file_is_not_explained(path: str, marked: str) -> None:
    assert hover(in_front(marked), week(ANA, W48, goal(1, "a")), path) is None


def test_a_text_without_front_matter_explains_no_keys() -> None:
    assert hover("a|way: true") is None


@pytest.mark.parametrize("marked", [in_front("week: 2026-|W48"), "As in |2026-W48.", "2026-W48|"])
@pytest.mark.parametrize("path", [WEEK, "ana/kept.md", "ana/notes.md"])
def test_the_name_of_a_week_is_explained_by_its_days(marked: str, path: str) -> None:
    assert hover(marked, path=path) == (
        "23 to 29 Nov (2026-W48). The call that begins it is on Mon 23 Nov. The report is due on Mon 30 Nov.",
        "2026-W48",
    )


def test_the_name_of_a_week_comes_before_the_key_that_it_is_part_of() -> None:
    assert (hover(in_front("amended:\n  2026-|W48: x")) or ("", ""))[0].startswith("23 to 29 Nov")


def test_a_week_under_peer_support_has_no_report_that_is_due() -> None:
    schedule = Schedule(replace(Agreement(), mode=Mode.PEER_SUPPORT), UTC)
    assert describe_week(W48, schedule) == "23 to 29 Nov (2026-W48). The call that begins it is on Mon 23 Nov."


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ("goals:\n  - Three| runs", "Three runs"),
        ("goals:\n  - goal: x\n    id: three|-runs", "x"),
        ("goals: [Three runs]\noutcomes:\n  three-ru|ns: done, x", "three-runs: done, x"),
        ("goals: [Three runs]\noutcomes:\n  three-runs: do|ne, x", "three-runs: done, x"),
        ("goals: [Three runs]\noutcomes:\n  - do|ne, x", "done, x"),
    ],
)
def test_a_goal_is_explained_at_its_text_and_where_it_is_named(marked: str, word: str) -> None:
    record = week(ANA, W48, goal(1, "x"), goal(2, "Three runs"), kept_by=())
    assert hover(in_front(marked), record) == (THREE_RUNS, word)


def test_a_goal_is_not_explained_without_a_record_of_it() -> None:
    marked = in_front("goals:\n  - |Three runs")
    assert hover(marked, None) is None
    assert hover(marked, week(ANA, W48, goal(1, "x"))) is None


def test_the_record_is_read_only_at_a_goal() -> None:
    def read_record() -> WeekRecord | None:
        raise AssertionError("not needed")

    assert show_hover(Buffer(WEEK, in_front("away: true")), 11, SCHEDULE, NAMES, read_record) is None


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({"kept_by": None}, ["There is no history here, so there is no kept copy to compare with."]),
        ({"kept_by": ()}, ["Nobody has kept a copy of this goal yet."]),
        ({}, ["This goal was added after the copy was kept."]),
        ({"change": ChangeKind.ADDED}, ["This goal was added after the copy was kept."]),
        ({"kept_goal": PLAIN}, ["Kept by Ben (Mon 23 Nov): The draft"]),
        (
            {"kept_goal": PLAIN, "kept_by": (*KEPT, KeptBy(CEM, COMMIT, None))},
            ["Kept by Ben (Mon 23 Nov) and cem: The draft"],
        ),
        (
            {"kept_goal": replace(PLAIN, goal="The plan"), "change": ChangeKind.REWORDED},
            [
                "Kept by Ben (Mon 23 Nov): The plan",
                "Changed since: The [-plan-]{+draft+}",
                "This counts as reworded.",
            ],
        ),
        (
            {"kept_goal": replace(PLAIN, done_when="sent", confidence=70)},
            ["Kept by Ben (Mon 23 Nov): The draft", "done_when was: sent", "confidence was: 70"],
        ),
        (
            {"kept_goal": PLAIN, "done_when": "sent", "confidence": 0},
            ["Kept by Ben (Mon 23 Nov): The draft", "done_when was: nothing", "confidence was: nothing"],
        ),
        (
            {"kept_goal": replace(PLAIN, confidence=0), "confidence": 5},
            ["Kept by Ben (Mon 23 Nov): The draft", "confidence was: 0"],
        ),
        (
            {"kept_goal": PLAIN, "change": ChangeKind.AMENDED, "amended_reason": "The knee"},
            ["Kept by Ben (Mon 23 Nov): The draft", "This counts as amended.", "Amended: The knee."],
        ),
    ],
)
def test_a_goal_is_compared_with_its_kept_copy(known: dict[str, Any], lines: list[str]) -> None:
    assert explain(**known) == ["1. The draft (id: grant)", *lines]


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"carried": 1, "carried_from": W47}, "Carried, second week, since 2026-W47."),
        ({"carried": 1, "decision": Decision.SHRINK}, "Carried, second week, made smaller."),
        ({"state": State.PARTLY, "evidence": "page 6"}, "Outcome: partly, page 6."),
        ({"state": State.DONE}, "Outcome: done."),
    ],
)
def test_a_goal_says_how_it_was_carried_and_how_it_went(known: dict[str, Any], line: str) -> None:
    lines = explain(kept_goal=PLAIN, **known)
    assert lines == ["1. The draft (id: grant)", line, "Kept by Ben (Mon 23 Nov): The draft"]
