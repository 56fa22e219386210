"""Characters that a script needs are text, and those that could deceive a reader are hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.model.hidden import find_hidden_offsets

SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم فصل سوم را تمام کنم",
        "क्\u200dष लिखना",
        "ශ්\u200dරී ලංකා ගමන",
        "മലയാളം അവന്\u200d",
        "അവന്\u200d, വീട്ടില്\u200d.",
        "👨\u200d👩\u200d👧\u200d👦 and 🏃\u200d♀\ufe0f, 🏳\ufe0f\u200d🌈",
        f"Trip {SCOTLAND}",
        "שלום\u200f (hello)\u200e",
        "\u061cمرحبا 3",
        "\u0601١",
        "a\tb\nc",
    ],
)
def test_invisible_characters_that_a_script_needs_are_allowed(text: str) -> None:
    assert find_hidden_offsets(text) == []


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("a\u200db", [1]),
        ("汉\u200d字", [1]),
        ("a\u200f", [1]),
        ("שלום\na\u200fb", [6]),
        ("😀\u200d", [1]),
        ("\u200c😀", [0]),
        ("ن\u200c", [1]),
        ("क्\u200d\u200d", [2, 3]),
        ("a\u202eb\u2066", [1, 3]),
        ("\U0001f3f4\U000e0067\U000e0062", [1, 2]),
        ("\U000e0041", [0]),
        ("ش\u200bس", [1]),
        ("a\x1b\x9b\u2028", [1, 2, 3]),
    ],
)
def test_deceptive_characters_are_hidden(text: str, offsets: list[int]) -> None:
    assert find_hidden_offsets(text) == offsets


@given(st.text())
def test_a_text_without_its_hidden_characters_has_none(text: str) -> None:
    left = text
    while offsets := set(find_hidden_offsets(left)):
        left = "".join(character for at, character in enumerate(left) if at not in offsets)
    assert not set(left) & set("\u202e\u2066\x1b\u200b\U000e0041")
