"""Words are found whatever their case, their accents and their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.analysis.search import fold_accents, make_finder
from apjournal.errors import UsageFault


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("FONTS two", "Two hours of fonts", ["Two", "fonts"]),
        ("cafe naive", "Naïve in the Café", ["Naïve", "Café"]),
        ("Straße", "die STRASSE", ["STRASSE"]),
        ("softhyphen", "a soft\u00adhyphen", ["soft\u00adhyphen"]),
        ("かき", "がき かき", ["かき"]),
        ("ana nana", "banana", ["anana"]),
        ("an", "an An", ["an", "An"]),
        ("fonts trains", "only fonts", []),
    ],
    ids=str,
)
def test_search_finds_a_passage_that_contains_all_words(words: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in make_finder([words])(text)] == found


@pytest.mark.parametrize("word", [" ", "\u0301"])
def test_search_refuses_a_query_without_words(word: str) -> None:
    with pytest.raises(UsageFault):
        make_finder([word])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Caf\u00e9 (a)", "Cafe (a)"),
        ("Cafe\u0301 \uff08\u2026", "Cafe \uff08\u2026"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ud55c\u304c", "\ud55c\u304c"),
        ("[a-z]+ STRASSE", "[a-z]+ STRASSE"),
    ],
)
def test_removing_accents_leaves_all_other_characters(text: str, folded: str) -> None:
    found, places = fold_accents(text)
    assert found == folded
    assert len(places) == len(found)
    assert places == sorted(places)


@given(st.text(), st.text(min_size=1), st.text())
def test_search_finds_any_word_in_a_text_that_contains_it(before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}"
    try:
        found = make_finder([word])(text)
    except UsageFault:
        return
    assert found
    assert all(0 <= start < end <= len(text) for start, end in found)
