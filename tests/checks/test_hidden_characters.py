"""Invisible characters are reported at their position, and removed on request."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.checks.hidden_characters import check_text
from apjournal.model.finding import Level

signs = st.sampled_from([*"ab \n", "\u202e", "\x1b", "\u200d", "😀", "ن", "\r", "\0"])


@pytest.mark.parametrize(
    ("sign", "says"),
    [
        ("\x1b", "U+001B is a character that can control a terminal"),
        ("\x9b", "U+009B is a character that can control a terminal"),
        ("\u202e", "U+202E is a character that changes the direction of the text"),
        ("\u2066", "U+2066 is a character that changes the direction of the text"),
        ("\u200b", "U+200B is an invisible character"),
        ("\u200d", "U+200D is an invisible character"),
        ("\U000e0041", "U+E0041 is an invisible character"),
    ],
)
def test_a_hidden_character_gets_a_warning_at_its_position(sign: str, says: str) -> None:
    (found,) = check_text(f"- Three runs\n- Send{sign} it\n")
    assert (found.code, found.level, found.message) == ("hidden_character", Level.WARNING, says)
    assert found.span
    assert (found.span.line, found.span.column, found.span.start, found.span.end) == (2, 7, 19, 20)


def test_a_line_with_several_hidden_characters_gives_one_finding() -> None:
    first, second = check_text("a\u202eb\u202cc\nd\n\u200be")
    assert (first.fix, second.fix) == ("removes them", "removes it")
    assert [(edit.start, edit.end, edit.text) for edit in first.edits] == [(1, 2, ""), (3, 4, "")]
    assert [(edit.start, edit.end) for edit in second.edits] == [(8, 9)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Grüße\tan Ana\r\n",
        "👩\u200d💻 and ✔️",
        "می\u200cخواهم",
        "क्\u200dष",
        "٣ أيام",
        "\u0601١",
        "a\0b\u2028c\x85d\re",
    ],
)
def test_visible_characters_give_no_finding(text: str) -> None:
    assert check_text(text) == ()


@pytest.mark.parametrize("text", ["a\u200db", "😀\u200d", "\u200c😀", "😀\u200d\u200d😀", "ن\u200c\nن"])
def test_a_joiner_without_letters_to_join_is_a_hidden_character(text: str) -> None:
    assert len(check_text(text)) == 1


@given(st.lists(signs, max_size=30).map("".join))
def test_the_repair_of_hidden_characters_removes_only_hidden_characters(text: str) -> None:
    edits = [edit for found in check_text(text) for edit in found.edits]
    assert all(text[edit.start] in "\u202e\x1b\u200d" for edit in edits)
    assert len({edit.start for edit in edits}) == len(edits)
    places = {edit.start for edit in edits}
    left = "".join(sign for place, sign in enumerate(text) if place not in places)
    assert not {"\u202e", "\x1b"} & set(left)


@given(st.characters(categories=["Cc", "Cf"]))
def test_every_control_and_format_character_that_is_not_visible_is_found(sign: str) -> None:
    seen = unicodedata.name(sign, "").startswith(("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")) and sign != "\u061c"
    assert bool(check_text(f"a{sign}b")) == (sign not in "\0\t\n\r\x85" and not seen)


def test_a_line_full_of_hidden_characters_is_checked_in_linear_time() -> None:
    (found,) = check_text("\u202e" * 80_000)
    assert len(found.edits) == 80_000
