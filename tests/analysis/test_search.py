"""Words are found whatever their case, their accents and their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.analysis.search import make_finder
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
def test_search_finds_a_text_that_contains_all_words(words: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in make_finder([words])(text)] == found


def test_with_regex_search_reads_its_words_as_one_expression() -> None:
    assert make_finder(["page", r"\d+"], regex=True)("On PAGE 16") == ((3, 10),)


@pytest.mark.parametrize(("words", "regex"), [([" "], False), (["\u0301"], False), (["(x"], True), (["x*"], True)])
def test_search_refuses_an_invalid_query(words: list[str], regex: bool) -> None:
    with pytest.raises(UsageFault):
        make_finder(words, regex=regex)


@given(st.text(), st.text(min_size=1), st.text())
def test_any_word_is_found_in_a_text_that_contains_it(before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}"
    try:
        found = make_finder([word])(text)
    except UsageFault:
        return
    assert found
    assert all(0 <= start < end <= len(text) for start, end in found)
