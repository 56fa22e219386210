"""The goals in a week's text and the references to them, with the exact place of each."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from apjournal.lsp.week_places import Mention, WeekPlaces, list_goals_of, read_week_places
from tests.helpers.buffers import in_front, split_at_cursor

WEEK = """\
---
goals:
  - id: grant
    goal: Send the draft
  - Three runs
outcomes:
  grant: partly, page 6
  2: done
  ghost: done
happened:
  - kind: stress
    goal: grant
  - stress: rain
amended:
  three-runs: The knee
---
## Steps
- [ ] grant: summary
- [x] three-runs : shoes
- [ ] ghost: page
- [ ] just so
"""


def read(text: str) -> WeekPlaces:
    places = read_week_places(text)
    assert places is not None
    return places


def list_goal_places(text: str) -> list[tuple[str, str, str, str | None]]:
    """Return the id of each goal, and the pieces of the text that are its item, its words and its written id."""
    return [
        (each.goal.id, text[each.start : each.end], text[slice(*each.text)], each.id and text[slice(*each.id)])
        for each in read(text).goals
    ]


def list_mentions(text: str) -> list[tuple[str, str, str | None, str]]:
    """Return the section, the written name, the meant id and the whole entry of each reference."""
    mentions = read(text).mentions
    named = [each for each in mentions if each.name]
    assert [text[each.start : each.end] for each in named] == [each.name for each in named]
    return [(each.section, each.name, each.id, text[each.start : each.end_of_entry]) for each in mentions]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_goal_has_the_places_of_its_item_its_text_and_its_id(newline: str) -> None:
    assert list_goal_places(WEEK.replace("\n", newline)) == [
        ("grant", f"id: grant{newline}    goal: Send the draft", "Send the draft", "grant"),
        ("three-runs", "Three runs", "Three runs", None),
    ]


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ("goals: [a b, c]", [("a-b", "a b", "a b", None), ("c", "c", "c", None)]),
        ("goals: [{goal: c d, id: x}]", [("x", "{goal: c d, id: x}", "c d", "x")]),
        ('goals:\n  - id:\n    goal: "q: r"', [("q-r", 'id:\n    goal: "q: r"', '"q: r"', None)]),
        ("goals:\n  - a  # why\n  - 😀 b", [("a", "a", "a", None), ("b", "😀 b", "😀 b", None)]),
        ("goals:", []),
        ("goals: x", []),
        ("", []),
    ],
)
def test_goals_in_other_forms_have_their_places(goals: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert list_goal_places(in_front(goals)) == expected


def test_goals_in_brackets_are_marked_as_such() -> None:
    texts = ("goals: [a]", "goals: [{goal: a}]", "goals:\n  - {goal: a}", "goals:\n  - a", "goals:\n  - goal: a")
    assert [read(in_front(text)).goals[0].flow for text in texts] == [True, True, True, False, False]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_references_are_found_in_every_section_in_the_order_of_the_file(newline: str) -> None:
    assert list_mentions(WEEK.replace("\n", newline)) == [
        ("outcomes", "grant", "grant", "grant: partly, page 6"),
        ("outcomes", "2", "three-runs", "2: done"),
        ("outcomes", "ghost", None, "ghost: done"),
        ("happened", "grant", "grant", "grant"),
        ("amended", "three-runs", "three-runs", "three-runs: The knee"),
        ("steps", "grant", "grant", "grant: summary"),
        ("steps", "three-runs", "three-runs", "three-runs : shoes"),
        ("steps", "ghost", None, "ghost: page"),
    ]


def test_references_are_sorted_by_their_place_and_not_by_their_section() -> None:
    text = in_front("amended:\n  a: why\nhappened:\n  - {kind: stress, goal: a}\noutcomes:\n  a: done\ngoals: [a]")
    assert [mention.section for mention in read(text).mentions] == ["amended", "happened", "outcomes"]


def test_a_list_of_outcomes_refers_to_the_goals_in_their_order() -> None:
    text = in_front("goals: [a, b]\noutcomes:\n  - done\n  - result: partly\n    evidence: x\n  - done")
    assert list_mentions(text) == [
        ("outcomes", "", "a", "done"),
        ("outcomes", "", "b", "result: partly\n    evidence: x"),
    ]


@pytest.mark.parametrize(
    "front",
    [
        "happened:\n  - goal:\n    kind: x",
        "happened:\n  - x",
        "outcomes: done",
        "happened: x",
        "amended: x",
        "goals: [a]",
    ],
)
def test_an_entry_without_a_name_refers_to_nothing(front: str) -> None:
    assert list_mentions(in_front(front)) == []


@pytest.mark.parametrize(
    ("marked", "goal"),
    [
        ("goals:\n  - |a b\n  - c", "a-b"),
        ("goals:\n  - a b|\n  - c", "a-b"),
        ("goals:\n  |- a b\n  - c", None),
        ("goals:\n  - a b\n | - c", None),
        ("goals:\n  - a b\n  - id: x\n    go|al: c", "x"),
        ("goals:\n  - c|", "c"),
        ("|goals:\n  - c", None),
    ],
)
def test_the_goal_at_an_offset_is_that_of_the_item_around_it(marked: str, goal: str | None) -> None:
    text, offset = split_at_cursor(in_front(marked))
    found = read(text).find_goal_at(offset)
    assert (found and found.goal.id) == goal


@pytest.mark.parametrize(
    ("marked", "mention"),
    [
        ("outcomes:\n  |a: done\n  b: x", "a"),
        ("outcomes:\n  a|: done\n  b: x", "a"),
        ("outcomes:\n  a: do|ne\n  b: x", "a"),
        ("outcomes:\n  a: done|\n  b: x", "a"),
        ("outcomes:\n  a: done\n | b: x", None),
        ("outcomes:\n  a: done\n  b: x|", "b"),
        ("outcomes: {a: done,b|: x}", "b"),
        ("outcomes: {a: done, b: x}|", None),
    ],
)
def test_the_reference_at_an_offset_is_the_one_in_the_entry_around_it(marked: str, mention: str | None) -> None:
    text, offset = split_at_cursor(in_front(f"goals: [a, b]\n{marked}"))
    found = read(text).find_mention_at(offset)
    assert (found and found.name) == mention


def test_a_reference_that_touches_the_offset_comes_before_one_whose_entry_contains_it() -> None:
    around, exact = Mention(0, 1, "a", "a", "outcomes", 9), Mention(5, 6, "b", "b", "steps", 8)
    places = replace(read(""), mentions=(around, exact))
    assert [places.find_mention_at(offset) for offset in (4, 5, 6, 7, 9, 10)] == [
        around, exact, exact, around, around, None,
    ]  # fmt: skip


def test_a_goal_is_found_by_its_id() -> None:
    places = read(WEEK)
    assert [place and place.goal.goal for place in map(places.find_goal, ("grant", "three-runs", "ghost", None))] == [
        "Send the draft", "Three runs", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WEEK, ["grant", "three-runs"]),
        (in_front("goals:\n  - a\noutcomes:\n  a: [done"), ["a"]),
        (in_front("call: [\nGoals:\n- a\n\n# more\n- b\noutcomes:\n  - done"), ["a", "b"]),
        (in_front("goals: [a, b]\ncall: {"), ["a", "b"]),
        (in_front("goals: [a"), []),
        (in_front("call: ["), []),
        ("", []),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_goals_are_listed_although_other_keys_have_errors(text: str, expected: list[str], newline: str) -> None:
    assert [goal.id for goal in list_goals_of(text.replace("\n", newline))] == expected


@pytest.mark.parametrize("text", [in_front("goals: ["), f"---\na: {'x' * 2**16}\n---\n"])
def test_front_matter_that_cannot_be_read_has_no_places(text: str) -> None:
    assert read_week_places(text) is None


@pytest.mark.parametrize("text", ["", "Dear diary\n", "---\n---\n"])
def test_a_text_without_keys_has_no_goals(text: str) -> None:
    assert (read(text).goals, read(text).mentions) == ((), ())
