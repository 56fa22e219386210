"""Runs, lines and pages: what is wrapped, set side by side, and coloured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apjournal.render.cells import width
from apjournal.render.terminal import Page, Run, Style, accent, beside, bold, dim, line_width, paint, red, runs, wrap

WORDS = st.text(st.sampled_from("abc日é \x1b\u200b"), max_size=60)


def lines_of(parts: list[Run | str], room: int, *, hang: int = 0) -> list[str]:
    return paint(wrap(parts, room, hang=hang), Style()).splitlines()


def test_a_long_paragraph_goes_on_beneath_with_a_hanging_indent() -> None:
    assert lines_of(["offer: shall we go through it"], 16, hang=7) == [
        "offer: shall we",
        "       go",
        "       through",
        "       it",
    ]


def test_spaces_within_a_line_stay_and_those_at_its_end_go() -> None:
    assert lines_of(["done when  sent   off"], 12) == ["done when", "sent   off"]


def test_a_word_that_fits_on_no_line_is_cut() -> None:
    assert lines_of(["see " + "x" * 25], 10) == ["see", "x" * 10, "x" * 10, "x" * 5]


def test_marks_of_different_ink_in_one_word_stay_together() -> None:
    assert lines_of(["now ", dim("[-Send-]"), accent("{+Work+}")], 16) == ["now", "[-Send-]{+Work+}"]


def test_a_paragraph_without_a_word_is_no_line() -> None:
    assert wrap(["", Run("   ")], 20) == []


@given(st.lists(WORDS, max_size=4), st.integers(4, 40), st.integers(0, 10))
def test_wrapping_keeps_every_word_and_fits(texts: list[str], room: int, hang: int) -> None:
    lines = wrap(texts, room, hang=hang)
    written = "".join(run.text for line in lines for run in line).replace(" ", "")
    assert written == "".join(run.text for run in runs(texts)).replace(" ", "")
    assert all(line_width(line) <= room for line in lines)


@given(st.lists(WORDS, max_size=4))
def test_a_run_is_clean_whoever_wrote_it(texts: list[str]) -> None:
    assert not any("\x1b" in run.text or "\u200b" in run.text for run in runs(texts))


def test_blocks_stand_side_by_side_and_a_short_one_leaves_its_room() -> None:
    left, right = wrap(["one two three"], 5), wrap(["日本"], 4)
    assert paint(beside([left, right], [5, 4], gap=2), Style()) == "one    日本\ntwo\nthree\n"
    assert paint(beside([right, left], [4, 5], gap=2), Style()) == "日本  one\n      two\n      three\n"


def test_colour_stands_around_whole_stretches_and_never_at_a_lines_end() -> None:
    line = runs([bold("Send the draft"), "  ", red("now"), dim("  ")])
    assert paint([line], Style(color=True)) == "\x1b[1mSend the draft\x1b[0m  \x1b[31mnow\x1b[0m\n"
    assert paint([line], Style()) == "Send the draft  now\n"


def test_without_utf8_signs_become_others_of_the_same_width() -> None:
    line = runs([accent("●◐○–"), " “it’s”"])
    assert paint([line], Style(utf8=False)) == '*~o- "it\'s"\n'


def test_a_page_is_no_wider_than_one_reads_with_ease() -> None:
    page = Page(Style(200))
    page.say("word " * 60)
    assert max(width(line) for line in page.text().splitlines()) <= 100


def test_a_page_in_a_tiny_terminal_keeps_a_least_width() -> None:
    page = Page(Style(3))
    page.say("a few words")
    assert page.text() == "a few words\n"


def test_gaps_are_single_and_stand_only_between() -> None:
    page = Page(Style())
    page.gap()
    page.say("one")
    page.gap()
    page.gap()
    page.say("")
    page.say("two")
    page.gap()
    assert page.text() == "one\n\ntwo\n"


def test_a_command_is_never_broken() -> None:
    page = Page(Style(30))
    page.command("See it:  ", "git show 5f2c81d:ana/2026-W48.md", "shows the copy")
    page.next("apj sync", "shares it")
    assert (
        page.text() == "See it:\n  git show 5f2c81d:ana/2026-W48.md\n    shows the copy\nNext: apj sync    shares it\n"
    )


def test_an_indent_that_leaves_a_long_word_no_room_is_given_up() -> None:
    assert lines_of(["   " + "x" * 12], 10) == ["x" * 10, "xx"]
