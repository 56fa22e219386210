"""Writing a text as a YAML scalar that every parser reads as exactly that text."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.yaml.emit import Indent, Plain, write_block_lines, write_in_flow
from apjournal.format.yaml.quoting import quote_text, write_scalar


@pytest.mark.parametrize(
    "text",
    ["Send the grant draft to Ines", "partly, page 6 of 8", "I open it -> I park it", "Café & Züge", "読む", "at 10:30",
     "Ship v1.2 (docs)", "it's done", "Run 🚲 home"],
)  # fmt: skip
def test_an_everyday_string_is_written_plain(text: str) -> None:
    assert write_scalar(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "No", "y", "TRUE", "null", "1e3", "0o17", "09", "10:30", "2026-03-31", "- x", "a: b", "a:", "a #b", "a ", " a",
     "a  b", "*a", "@ines", "~", "=", "<<", "a\tb", "[x", "a\u2028b", "a\ufeffb", "a\u00a0b"],
)  # fmt: skip
def test_a_string_that_a_reader_may_misread_is_quoted(text: str) -> None:
    assert write_scalar(text).startswith('"')


@pytest.mark.parametrize("text", ["a, b", "a]", "{a}", "it's"])
def test_a_string_inside_brackets_needs_quotes_more_often(text: str) -> None:
    assert write_scalar(text, flow=True) == f'"{text}"'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("a\nb\tc\rd\0", '"a\\nb\\tc\\rd\\0"'),
        ("\x1b[0m\x85", '"\\x1B[0m\\x85"'),
        ("\u202eevil\ufeff", '"\\u202Eevil\\uFEFF"'),
        ("\U000e0001", '"\\U000E0001"'),
        ("👩\u200d💻 é\u00a0ü", '"👩\u200d💻 é\u00a0ü"'),
    ],
)
def test_invisible_characters_are_escaped_and_visible_characters_kept(text: str, written: str) -> None:
    assert quote_text(text) == written


def test_a_long_string_in_any_script_is_written_in_linear_time() -> None:
    assert write_scalar("読" * 50_000 + "#").startswith('"')
    assert write_scalar("é" * 50_000 + "]", flow=True).startswith('"')


ANY = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANY, st.booleans())
def test_any_written_text_is_read_back_by_both_parsers(text: str, flow: bool) -> None:
    written = write_scalar(text, flow=flow)
    assert len(written.splitlines()) <= 1
    document = f"[{written}, {written}]" if flow else f"- {written}\n- {written}"
    assert yaml.safe_load(document) == [text, text]
    assert yaml.load(document, yaml.CSafeLoader) == [text, text]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=12,
)
INDENTS = st.builds(Indent, st.integers(1, 5), st.integers(0, 5), st.integers(2, 5))


@given(st.lists(VALUES, min_size=1, max_size=3) | st.dictionaries(ANY, VALUES, min_size=1, max_size=3), INDENTS)
def test_any_written_value_is_read_back_from_block_and_from_bracket_form(value: list[object], indent: Indent) -> None:
    assert yaml.safe_load("\n".join(write_block_lines(value, 0, indent))) == value  # type: ignore[arg-type]
    assert yaml.safe_load(write_in_flow(value)) == value  # type: ignore[arg-type]


def test_a_plain_value_is_written_without_quotes() -> None:
    assert write_block_lines({Plain("1"): Plain("2026-11-23")}, 2, Indent()) == ["  1: 2026-11-23"]
