"""Where a name leads: from a reference to its goal, from a carried goal to its first week, from a week to its file."""

from __future__ import annotations

import pytest

from apjournal.lsp.buffer import Buffer
from apjournal.lsp.define import Target, find_definition, find_week_name
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week
from tests.helpers.buffers import WEEK, in_front, split_at_cursor

EARLIER = in_front("goals:\n  - id: other\n    goal: b\n  - id: grant\n    goal: The first draft")
FILES = {"ana/2026-W46.md": EARLIER, "ana/2026-W45.md": in_front("goals: ["), "ben/2026-W46.md": "# Ben\n"}
FIRST = {"grant": IsoWeek(2026, 46), "lost": IsoWeek(2026, 30), "broken": IsoWeek(2026, 45), "new": IsoWeek(2026, 46)}
GOALS = "goals:\n  - id: grant\n    goal: The draft\n  - Three runs\n"


def define(marked: str, path: str = WEEK) -> Target | None:
    text, offset = split_at_cursor(marked)
    traced: list[Week] = []

    def trace(week: Week) -> dict[str, IsoWeek]:
        traced.append(week)
        return FIRST

    target = find_definition(Buffer(path, text), offset, FILES.get, trace)
    assert all((week.partner, str(week.week)) == ("ana", "2026-W48") and week.goals for week in traced)
    return target


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("outcomes:\n  |grant: done", "The draft"),
        ("outcomes:\n  grant: do|ne", "The draft"),
        ("outcomes:\n  2: done|", "Three runs"),
        ("outcomes:\n  - done\n  - |partly", "Three runs"),
        ("happened:\n  - {kind: stress, goal: gr|ant}", "The draft"),
        ("amended:\n  three-runs|: why", "Three runs"),
        ("outcomes:\n  gh|ost: done", None),
        ("a|way: true", None),
        ("call: [|", None),
    ],
)
def test_a_reference_leads_to_the_text_of_its_goal(marked: str, words: str | None) -> None:
    target = define(in_front(GOALS + marked))
    text = in_front(GOALS + marked).replace("|", "")
    assert (target and (target.path, text[target.start : target.end])) == (words and (WEEK, words))


def test_a_step_leads_to_its_goal() -> None:
    text = in_front(GOALS)
    at = text.index("Three runs")
    assert define(f"{text}## Steps\n- [ ] three-runs: sh|oes\n") == Target(WEEK, at, at + len("Three runs"))


@pytest.mark.parametrize("goal", ["id: gr|ant\n    goal: x", "id: grant\n    goal: |x", "goal: x|\n    id: grant"])
def test_a_carried_goal_leads_to_its_text_in_its_first_week(goal: str) -> None:
    at = EARLIER.index("The first draft")
    assert define(in_front(f"goals:\n  - {goal}")) == Target("ana/2026-W46.md", at, at + len("The first draft"))


@pytest.mark.parametrize(
    ("identity", "target"),
    [
        ("fresh", None),
        ("lost", None),
        ("broken", Target("ana/2026-W45.md", 0, 0)),
        ("new", Target("ana/2026-W46.md", 0, 0)),
    ],
)
def test_a_goal_whose_first_week_does_not_show_it_leads_to_the_file_if_there_is_one(
    identity: str, target: Target | None
) -> None:
    assert define(in_front(f"goals:\n  - id: {identity}\n    goal: |x")) == target


@pytest.mark.parametrize(
    ("path", "marked", "target"),
    [
        (WEEK, "---\n---\nAs in |2026-W46, or so\n", Target("ana/2026-W46.md", 0, 0)),
        (WEEK, "---\n---\nAs in 2026-W46|.\n", Target("ana/2026-W46.md", 0, 0)),
        (WEEK, "---\n---\nAs in 2026-W40|.\n", None),
        ("ben/2026-W48.md", "2026-|W46", Target("ben/2026-W46.md", 0, 0)),
        ("ana/kept.md", "- 2026-|W46 ben 1234567", Target("ana/2026-W46.md", 0, 0)),
        ("agreement.md", "2026-|W46", None),
        ("ana/kept.md", "- |x", None),
    ],
)
def test_the_name_of_a_week_leads_to_the_file_of_the_same_partner(
    path: str, marked: str, target: Target | None
) -> None:
    assert define(marked, path) == target


def test_the_week_from_which_a_goal_is_carried_leads_to_the_goal_there() -> None:
    at = EARLIER.index("The first draft")
    marked = in_front("goals:\n  - goal: x\n    id: grant\n    carried_from: 2026-|W46")
    assert define(marked) == Target("ana/2026-W46.md", at, at + len("The first draft"))


@pytest.mark.parametrize("words", ["|2026-W45 again", "2026-W45| again", "again |2026-W45", "again 2026-W45|"])
def test_the_name_of_a_week_in_the_text_of_a_goal_is_part_of_the_goal(words: str) -> None:
    target = define(in_front(f"goals:\n  - id: grant\n    goal: {words}"))
    assert target is not None
    assert target.path == "ana/2026-W46.md"


@pytest.mark.parametrize(
    ("marked", "week"),
    [
        ("|2026-W48", "2026-W48"),
        ("2026-W48|", "2026-W48"),
        ("(20|26-W48)", "2026-W48"),
        ("2026-W48 |", None),
        ("2026-W48\n|", None),
        ("2026-|W54", None),
        ("2026-|W00", None),
        ("12026-|W48", None),
        ("2026-|W481", None),
        ("|", None),
    ],
)
def test_the_name_of_a_week_is_found_only_as_a_whole_word(marked: str, week: str | None) -> None:
    found = find_week_name(*split_at_cursor(marked))
    assert (found and str(found)) == week
