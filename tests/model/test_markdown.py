"""Headings and fenced code, line by line, as every part of apj reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.model.markdown import read_markdown_lines


def headings(text: str) -> list[tuple[int, str]]:
    return [(line.level, line.title) for line in read_markdown_lines(text) if line.level]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# Log", (1, "Log")),
        ("  ## To ben ##", (2, "To ben")),
        ("##Log", (2, "Log")),
        ("###", (3, "")),
        ("# a\r", (1, "a")),
        ("# a #b  ## \r", (1, "a #b")),
    ],
)
def test_a_heading_has_its_level_and_text(line: str, heading: tuple[int, str]) -> None:
    assert headings(line) == [heading]


@pytest.mark.parametrize(
    "block",
    [
        "```\n# install first\n```",
        "```sh\n# install first\n``` no end\n# more\n```",
        "~~~\n# a\n```\n# b\n~~~",
        "````\n# a\n```\n# b\n`````",
        "   ```\n# a\n   ```",
        "- item\n\n      ~~~ python\n# a\n      ~~~",
        "```\n# never closed",
    ],
)
def test_a_hash_in_a_fenced_block_is_not_a_heading(block: str) -> None:
    assert headings(block) == []


@pytest.mark.parametrize("line", ["    # install first", "\t## To ben", "     ###### a"])
def test_a_line_with_a_hash_after_four_spaces_or_a_tab_is_code(line: str) -> None:
    assert headings(f"text\n\n{line}\n") == []


@pytest.mark.parametrize(
    "comment", ["<!-- # a -->", "<!--\n# a\n\n## b\n-->", "  <!-- a\n# b --> # c", "<!--\n```\n# a\n-->"]
)
def test_headings_are_read_again_after_the_end_of_an_html_comment(comment: str) -> None:
    assert headings(f"# before\n{comment}\n# after") == [(1, "before"), (1, "after")]


@pytest.mark.parametrize(
    "text", ["<!-- never closed\n# a", "    <!--\n# a\n    -->", "a <!--\n# a\n-->", "```\n<!--\n```\n# a"]
)
def test_an_unclosed_or_indented_html_comment_hides_no_heading(text: str) -> None:
    assert headings(text) == [(1, "a")]


def test_a_heading_after_a_code_block_is_a_heading() -> None:
    assert headings("```\n# a\n```\n# b\n``` not `a` fence\n# c") == [(1, "b"), (1, "c")]


@given(st.text("a#`~ <!->\n\r", max_size=60))
def test_reading_markdown_lines_preserves_every_character_and_gives_offsets(text: str) -> None:
    lines = list(read_markdown_lines(text))
    assert "\n".join(line.text for line in lines) == text
    assert all(text.startswith(line.text, line.start) for line in lines)
