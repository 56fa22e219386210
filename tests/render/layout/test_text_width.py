"""Text as a terminal shows it: harmless, and with the right width."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.model.hidden import find_hidden_offsets
from apjournal.render.layout.text_width import clean_text, measure_width, split_word

FAMILY = "👨\u200d👩\u200d👧"
ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x07\x08\r\n\t\x9b\u200b\u200d\u202e\u2066\u2028\ufeff\u3164\U000e0041\u0301日👨👩ab [/]"),
    )
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "<U+001B>[31mred<U+001B>[0m"),
        ("\x9b2J", "<U+009B>2J"),
        ("\x1b]52;c;aGk=\x07", "<U+001B>]52;c;aGk=<U+0007>"),
        ("good\rbad", "good<U+000D>bad"),
        ("ba\x08d", "ba<U+0008>d"),
        ("\u202egnp.exe", "<U+202E>gnp.exe"),
        ("\u2066a\u2069", "<U+2066>a<U+2069>"),
        ("a\U000e0041b", "a<U+E0041>b"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("a\u200db", "a<U+200D>b"),
        ("a\ud800b", "a<U+D800>b"),
        ("a\u3164b", "a<U+3164>b"),
        ("\ufeffbom", "<U+FEFF>bom"),
        ("a\u2028b", "a<U+2028>b"),
    ],
)
def test_control_and_hidden_characters_are_shown_as_codes(raw: str, shown: str) -> None:
    assert clean_text(raw) == shown


@pytest.mark.parametrize(
    "text", ["Three runs", "Größe über naïve café", "日本語", "e\u0301", FAMILY, "❤\ufe0f", "[bold]x[/bold]"]
)
def test_ordinary_text_is_not_changed_by_cleaning(text: str) -> None:
    assert clean_text(text) == text


def test_line_ends_and_tabs_become_spaces() -> None:
    assert clean_text("one\ntwo\r\nthree\tfour") == "one two three four"


@given(ANY_TEXT)
def test_cleaned_text_contains_no_control_or_hidden_characters(text: str) -> None:
    shown = clean_text(text)
    assert not {character for character in shown if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}}
    assert find_hidden_offsets(shown) == []


def test_common_characters_are_cleaned_like_all_others() -> None:
    hidden = [chr(code) for code in range(0x3000) if find_hidden_offsets(chr(code))]
    assert [character for character in hidden if clean_text(f"é{character}") == f"é{character}"] == []


@given(ANY_TEXT)
def test_cleaning_a_text_twice_equals_cleaning_it_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("Three runs", 10), ("café", 4), ("●◐○–", 4), ("日本語", 6), ("e\u0301", 1), (FAMILY, 2), ("→ …", 3)],
)
def test_the_width_of_text_is_measured_in_cells(text: str, cells: int) -> None:
    assert measure_width(text) == cells


@given(ANY_TEXT.map(clean_text).filter(bool), st.integers(2, 20))
def test_a_split_word_keeps_every_character_and_fits(word: str, room: int) -> None:
    pieces = split_word(word, room)
    assert "".join(pieces) == word
    assert all(measure_width(piece) <= room or len(pieces) == 1 or _is_one_sign(piece) for piece in pieces)


def _is_one_sign(piece: str) -> bool:
    return (
        sum(unicodedata.category(character) not in {"Mn", "Me", "Cf"} for character in piece) <= 1 or "\u200d" in piece
    )


def test_a_joined_emoji_is_never_cut() -> None:
    assert split_word(FAMILY * 3, 3) == [FAMILY] * 3


def test_screens_of_ordinary_characters_load_neither_rich_nor_jinja() -> None:
    program = (
        "import sys; from apjournal.render.screens import review, status; "
        "from apjournal.render.layout.text_width import "
        "measure_width; "
        "measure_width('●◐○– “Größe” → …'); sys.exit('rich' in sys.modules or 'jinja2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
