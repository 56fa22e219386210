"""Renaming a goal's id changes it in all places, and nothing that the file says."""

from __future__ import annotations

import pytest

from apjournal.errors import UsageFault
from apjournal.format.text.text import apply_text_edits
from apjournal.lsp.rename import find_renamed, rename_goal
from tests.helpers.buffers import WEEK, in_front, open_at_cursor
from tests.lsp.test_week_places import WEEK as TEXT


def rename(text: str, old: str, new: str) -> str:
    return apply_text_edits(text, rename_goal({WEEK: text}, old, new)[WEEK])


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("goals:\n  - id: gr|ant\n    goal: x", ("grant", "grant")),
        ("goals:\n  - id: grant\n    goal: |x", ("grant", "grant")),
        ("goals:\n  - Three| runs", ("three-runs", "Three runs")),
        ("goals:\n  - goal: Three runs\n    ar|ea: x", ("three-runs", "Three runs")),
        ("goals:\n  - a\noutcomes:\n  |a: done", ("a", "a")),
        ("goals:\n  - a\noutcomes:\n  a|: done", ("a", "a")),
        ("goals:\n  - a\noutcomes:\n  a: d|one", None),
        ("goals:\n  - a\noutcomes:\n  1|: done", ("a", "1")),
        ("goals:\n  - a\noutcomes:\n  ghost|: done", None),
        ("goals:\n  - a\noutcomes:\n  - |done", None),
        ("goals:\n  - a\n|", None),
        ("goals: [|", None),
    ],
)
def test_the_name_to_rename_is_found_at_a_goal_or_where_it_is_named(marked: str, found: tuple[str, str] | None) -> None:
    buffer, offset = open_at_cursor(in_front(marked))
    renamed = find_renamed(buffer, offset)
    assert (renamed and (renamed[0], buffer.text[renamed[1] : renamed[2]])) == found


def test_a_file_that_is_not_a_week_has_no_goal_to_rename() -> None:
    assert find_renamed(*open_at_cursor(in_front("goals:\n  - |a"), "ana/partner.md")) is None


def test_a_written_id_is_replaced_wherever_the_goal_is_named() -> None:
    renamed = rename(TEXT, "grant", "application")
    assert renamed == TEXT.replace("grant", "application")
    assert TEXT.count("grant") == 4


def test_a_goal_without_a_written_id_gets_one_and_keeps_its_text_and_its_numbers() -> None:
    expected = TEXT.replace("- Three runs", "- id: running\n    goal: Three runs").replace("three-runs", "running")
    assert rename(TEXT, "three-runs", "running") == expected
    assert "\n  2: done\n" in expected


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ("goals: [a b, c]", "goals: [{id: new, goal: a b}, c]"),
        ("goals: [{goal: a b}]", "goals: [{id: new, goal: a b}]"),
        ("goals:\n  - {goal: a b}", "goals:\n  - {id: new, goal: a b}"),
        ("goals:\n-   a b", "goals:\n-   id: new\n    goal: a b"),
        ("goals:\n  - goal: a b", "goals:\n  - id: new\n    goal: a b"),
        ("goals:\n  - area: x\n    goal: a b", "goals:\n  - id: new\n    area: x\n    goal: a b"),
        ('goals:\n  - "a b"', 'goals:\n  - id: new\n    goal: "a b"'),
        ("goals:\n  - {id: a-b, goal: x}", "goals:\n  - {id: new, goal: x}"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_new_id_is_written_in_the_form_of_the_goal(goals: str, expected: str, newline: str) -> None:
    before, after = (in_front(each).replace("\n", newline) for each in (goals, expected))
    assert rename(before, "a-b", "new") == after


def test_only_files_with_the_goal_are_changed() -> None:
    texts = {"ana/1.md": TEXT, "ana/2.md": in_front("goals: [x]"), "ana/3.md": "", "ana/4.md": in_front("goals: [")}
    assert [*rename_goal(texts, "grant", "new")] == ["ana/1.md"]


@pytest.mark.parametrize(
    ("new", "hint"),
    [
        ("Two words", "Try: two-words"),
        ("Ärger", "Try: ärger"),
        ("-a", "Try: a"),
        ("", "It may have at most 40 characters."),
        ("!!", "It may have at most 40 characters."),
        ("12", "It may have at most 40 characters."),
        ("1 2 ", "Try: 1-2"),
        ("a" * 41, f"Try: {'a' * 40}"),
    ],
)
def test_a_name_that_is_not_an_id_is_refused_with_a_hint(new: str, hint: str) -> None:
    with pytest.raises(UsageFault) as caught:
        rename_goal({WEEK: TEXT}, "grant", new)
    assert caught.value.message == f'"{new}" is not an id; use lowercase letters, digits and hyphens.'
    assert caught.value.hint == hint


def test_the_longest_id_is_accepted() -> None:
    assert "a" * 40 in rename(TEXT, "grant", "a" * 40)


def test_an_id_that_another_goal_has_is_refused() -> None:
    with pytest.raises(UsageFault, match=r"ana/2026-W48.md already has a goal with the id three-runs\."):
        rename_goal({WEEK: TEXT}, "grant", "three-runs")


def test_a_file_that_contains_the_id_and_cannot_be_read_stops_the_renaming() -> None:
    with pytest.raises(UsageFault, match=r"ana/2026-W48.md contains grant, but cannot be read\."):
        rename_goal({WEEK: in_front("goals: [\n  - grant")}, "grant", "new")


def test_a_renaming_that_would_change_what_a_reference_means_is_refused() -> None:
    text = in_front("goals: [a, b]\noutcomes:\n  a: done\n  new: done")
    with pytest.raises(UsageFault, match=r"The goal in ana/2026-W48.md cannot be renamed\."):
        rename_goal({WEEK: text}, "a", "new")
