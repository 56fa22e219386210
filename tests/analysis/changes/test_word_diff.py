"""Differences between two texts, word by word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.analysis.changes.word_diff import Piece, compare_words, format_marked

texts = st.one_of(
    st.lists(st.sampled_from(["the", "grant", "draft", "Ines", "run,", ".", " ", "\n", "  ", " "]), max_size=12).map(
        "".join
    ),
    st.text(max_size=30),
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Send the grant draft to Ines", "Work on the grant draft", "[-Send-]{+Work on+} the grant draft [-to Ines-]"),
        ("Three runs", "Two runs", "[-Three-]{+Two+} runs"),
        ("Three runs", "Three long runs", "Three {+long+} runs"),
        ("Send it", "Work on", "[-Send it-]{+Work on+}"),
        ("Three runs, 5 km each", "Three runs", "Three runs[-, 5 km each-]"),
        ("Send it", "Send it.", "Send it{+.+}"),
        ("Call Ines", "Call Ines", "Call Ines"),
        ("Send the grant  draft", "Send the grant draft", "Send the grant[-  -]{+ +}draft"),
        ("page 6 of 8", "page 7 of 8", "page [-6-]{+7+} of 8"),
        ("", "Run", "{+Run+}"),
        ("Run", "", "[-Run-]"),
        ("", "", ""),
    ],
)
def test_a_word_diff_shows_changes_in_whole_words(before: str, after: str, expected: str) -> None:
    assert format_marked(compare_words(before, after)) == expected


@given(texts, texts)
def test_the_pieces_of_a_word_diff_rebuild_both_texts_exactly(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


@given(texts, texts)
def test_removed_pieces_precede_added_ones_and_no_space_separates_two_changes(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one != two for one, two in pairwise(kinds))
    assert ("added", "removed") not in pairwise(kinds)
    assert all(piece.text.strip() for piece in pieces[1:-1] if piece.kind == "same")


@given(texts)
def test_equal_texts_have_no_change(text: str) -> None:
    assert compare_words(text, text) == ((Piece(text, "same"),) if text else ())


def test_very_long_strings_are_compared_only_at_their_ends() -> None:
    pieces = compare_words("one " + "a b " * 5000 + "two", "one " + "b a " * 4000 + "two")
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert (pieces[0].text, pieces[3].text.strip()) == ("one ", "two")
