from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.text.slug import compute_goal_ids, make_slug


@pytest.mark.parametrize(
    ("words", "identity"),
    [
        ("Send the grant draft to Ines", "send-the-grant-draft-to-ines"),
        ("  Three -- runs!  ", "three-runs"),
        ("snake_case", "snake-case"),
        ("Züge planen", "züge-planen"),
        ("ﬁnd Ⅳ", "find-iv"),
        ("本を読む", "本を読む"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("🚲 !", ""),
        ("", ""),
        ("a" * 39 + " bcd", "a" * 39),
        ("é" * 45, "é" * 40),
    ],
)
def test_the_id_of_a_goal_consists_of_its_letters_and_digits(words: str, identity: str) -> None:
    assert make_slug(words) == identity


@given(st.text())
def test_the_id_of_a_goal_has_at_most_40_characters_and_no_spaces(words: str) -> None:
    identity = make_slug(words)
    assert len(identity) <= 40
    assert not identity.startswith("-")
    assert not identity.endswith("-")
    assert " " not in identity


def test_the_id_of_a_second_goal_with_equal_text_gets_a_number() -> None:
    assert compute_goal_ids([(None, "Run"), (None, "run!"), (None, "Run")]) == ("run", "run-2", "run-3")


def test_a_computed_id_never_equals_a_written_one() -> None:
    assert compute_goal_ids([(None, "Run"), ("run", "Swim"), ("run-2", "Row")]) == ("run-3", "run", "run-2")


def test_a_goal_without_letters_gets_its_number_as_id() -> None:
    assert compute_goal_ids([(None, "Run"), (None, "🚲"), ("goal-3", "x"), (None, "…")]) == (
        "run",
        "goal-2",
        "goal-3",
        "goal-4",
    )
    assert compute_goal_ids([(None, "🚲"), ("goal-1", "x")]) == ("goal-1-2", "goal-1")


def test_a_long_id_with_a_number_does_not_exceed_the_limit() -> None:
    words = "a" * 38 + "-b"
    assert compute_goal_ids([(None, words), (None, words)]) == (words, "a" * 38 + "-2")


@given(st.lists(st.tuples(st.none(), st.text(max_size=50)), max_size=8))
def test_goal_ids_are_unique_in_their_week(goals: list[tuple[None, str]]) -> None:
    ids = compute_goal_ids(goals)
    assert len(set(ids)) == len(goals)
    assert all(0 < len(identity) <= 40 for identity in ids)


def test_written_ids_stay_unchanged() -> None:
    assert compute_goal_ids([("Grant", "a"), ("Grant", "b")]) == ("Grant", "Grant")
