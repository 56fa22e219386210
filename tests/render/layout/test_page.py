"""Runs, lines and pages: wrapped, placed side by side, and coloured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apjournal.render.layout.page import (
    Page,
    Run,
    Style,
    make_accent,
    make_bold,
    make_dim,
    make_red,
    make_runs,
    measure_line,
    paint_lines,
    place_side_by_side,
    wrap_paragraph,
)
from apjournal.render.layout.text_width import measure_width

WORDS = st.text(st.sampled_from("abc日é \x1b\u200b"), max_size=60)


def lines_of(parts: list[Run | str], room: int, *, hang: int = 0) -> list[str]:
    return paint_lines(wrap_paragraph(parts, room, hang=hang), Style()).splitlines()


def test_a_long_paragraph_continues_with_a_hanging_indent() -> None:
    assert lines_of(["offer: shall we go through it"], 16, hang=7) == [
        "offer: shall we",
        "       go",
        "       through",
        "       it",
    ]


def test_spaces_inside_a_line_stay_and_trailing_spaces_are_removed() -> None:
    assert lines_of(["done when  sent   off"], 12) == ["done when", "sent   off"]


def test_a_word_longer_than_the_line_is_split() -> None:
    assert lines_of(["see " + "x" * 25], 10) == ["see", "x" * 10, "x" * 10, "x" * 5]


def test_runs_of_different_colours_within_one_word_stay_together() -> None:
    assert lines_of(["now ", make_dim("[-Send-]"), make_accent("{+Work+}")], 16) == ["now", "[-Send-]{+Work+}"]


def test_a_blank_paragraph_has_no_lines() -> None:
    assert wrap_paragraph(["", Run("   ")], 20) == []


@given(st.lists(WORDS, max_size=4), st.integers(4, 40), st.integers(0, 10))
def test_wrapping_keeps_every_word_and_the_width(texts: list[str], room: int, hang: int) -> None:
    lines = wrap_paragraph(texts, room, hang=hang)
    written = "".join(run.text for line in lines for run in line).replace(" ", "")
    assert written == "".join(run.text for run in make_runs(texts)).replace(" ", "")
    assert all(measure_line(line) <= room for line in lines)


@given(st.lists(WORDS, max_size=4))
def test_a_run_of_text_contains_no_control_or_hidden_characters(texts: list[str]) -> None:
    assert not any("\x1b" in run.text or "\u200b" in run.text for run in make_runs(texts))


def test_blocks_are_placed_side_by_side_and_short_ones_are_padded() -> None:
    left, right = wrap_paragraph(["one two three"], 5), wrap_paragraph(["日本"], 4)
    assert paint_lines(place_side_by_side([left, right], [5, 4], gap=2), Style()) == "one    日本\ntwo\nthree\n"
    assert (
        paint_lines(place_side_by_side([right, left], [4, 5], gap=2), Style()) == "日本  one\n      two\n      three\n"
    )


def test_colour_is_applied_to_whole_runs_but_not_to_trailing_spaces() -> None:
    line = make_runs([make_bold("Send the draft"), "  ", make_red("now"), make_dim("  ")])
    assert paint_lines([line], Style(color=True)) == "\x1b[1mSend the draft\x1b[0m  \x1b[31mnow\x1b[0m\n"
    assert paint_lines([line], Style()) == "Send the draft  now\n"


def test_without_utf_8_each_character_becomes_ascii_of_the_same_width() -> None:
    line = make_runs([make_accent("●◐○–"), " “it’s”"])
    assert paint_lines([line], Style(utf8=False)) == '*~o- "it\'s"\n'


def test_a_page_is_at_most_100_cells_wide() -> None:
    page = Page(Style(200))
    page.add_paragraph("word " * 60)
    assert max(measure_width(line) for line in page.render_page().splitlines()) <= 100


def test_a_page_for_a_browser_breaks_no_line() -> None:
    page = Page(Style(whole=True))
    page.add_paragraph("word " * 60, "end", indent=2)
    assert page.render_page() == f"  {'word ' * 60}end\n"


def test_a_page_in_a_tiny_terminal_has_a_minimum_width() -> None:
    page = Page(Style(3))
    page.add_paragraph("a few words")
    assert page.render_page() == "a few words\n"


def test_a_page_has_single_gaps_and_only_between_paragraphs() -> None:
    page = Page(Style())
    page.add_gap()
    page.add_paragraph("one")
    page.add_gap()
    page.add_gap()
    page.add_paragraph("")
    page.add_paragraph("two")
    page.add_gap()
    assert page.render_page() == "one\n\ntwo\n"


def test_a_command_is_never_broken_across_lines() -> None:
    page = Page(Style(30))
    page.add_command("See it:  ", "git show 5f2c81d:ana/2026-W48.md", "shows the copy")
    page.add_next_step("apj sync", "shares it")
    assert (
        page.render_page()
        == "See it:\n  git show 5f2c81d:ana/2026-W48.md\n    shows the copy\nNext: apj sync    shares it\n"
    )


def test_an_indent_is_dropped_if_a_long_word_needs_the_room() -> None:
    assert lines_of(["   " + "x" * 12], 10) == ["x" * 10, "xx"]
