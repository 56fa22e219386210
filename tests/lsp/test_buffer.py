"""A file in an editor: each position of the protocol means one offset of the text, in the editor's own units."""

from __future__ import annotations

import pytest

from apjournal.lsp.buffer import Buffer, Units, find_word, read_buffer_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Result
from apjournal.patterns import make_pattern
from tests.helpers.buffers import WEEK, in_front, open_at_cursor

WORD = make_pattern(r"[a-z]+")


@pytest.mark.parametrize(
    ("marked", "units", "position"),
    [
        ("|", Units.UTF16, (0, 0)),
        ("|abc\n", Units.UTF16, (0, 0)),
        ("ab|c\n", Units.UTF16, (0, 2)),
        ("abc|\n", Units.UTF16, (0, 3)),
        ("abc\n|", Units.UTF16, (1, 0)),
        ("abc\n\n|x", Units.UTF16, (2, 0)),
        ("abc|\r\nd", Units.UTF16, (0, 3)),
        ("abc\r\n|d", Units.UTF16, (1, 0)),
        ("abc\r|d", Units.UTF16, (1, 0)),
        ("é\u2028|d", Units.UTF16, (0, 2)),
        ("|😀 b\n", Units.UTF16, (0, 0)),
        ("😀| b\n", Units.UTF16, (0, 2)),
        ("😀 |b\n", Units.UTF16, (0, 3)),
        ("a\n😀😀|", Units.UTF16, (1, 4)),
        ("😀| b\n", Units.UTF8, (0, 4)),
        ("😀| b\n", Units.UTF32, (0, 1)),
        ("e\u0301|x", Units.UTF16, (0, 2)),
        ("e|\u0301x", Units.UTF16, (0, 1)),
        ("e\u0301|x", Units.UTF8, (0, 3)),
        ("\uffff|x", Units.UTF16, (0, 1)),
        ("\U00010000|x", Units.UTF16, (0, 2)),
        ("ü\nab|c", Units.UTF16, (1, 2)),
        ("ü\nabc|", Units.UTF16, (1, 3)),
        ("ü\n|\nabc", Units.UTF16, (1, 0)),
    ],
)
def test_an_offset_and_its_position_in_an_editor_lead_to_each_other(
    marked: str, units: Units, position: tuple[int, int]
) -> None:
    plain, offset = open_at_cursor(marked)
    buffer = Buffer(WEEK, plain.text, units)
    assert (buffer.locate(offset), buffer.find_offset(*position)) == (position, offset)


@pytest.mark.parametrize(
    ("marked", "position"),
    [
        ("ab|\ncd\n", (0, 9)),
        ("ab|\r\ncd\n", (0, 9)),
        ("é|\r\ncd\n", (0, 9)),
        ("é|", (0, 2)),
        ("ab\n|", (1, 5)),
        ("ab\n|", (7, 0)),
        ("é\n|", (2, 0)),
        ("|", (3, 3)),
    ],
)
def test_a_position_behind_a_line_or_the_text_means_its_end(marked: str, position: tuple[int, int]) -> None:
    buffer, offset = open_at_cursor(marked)
    assert buffer.find_offset(*position) == offset


@pytest.mark.parametrize("text", ["😀b", "a😀b"])
def test_a_position_in_the_middle_of_an_emoji_means_its_beginning(text: str) -> None:
    at = text.index("😀")
    assert Buffer(WEEK, text).find_offset(0, at + 1) == at


@pytest.mark.parametrize("rest", ["week", "wéek"])
def test_a_byte_order_mark_counts_for_an_editor_but_is_not_in_the_text(rest: str) -> None:
    buffer = Buffer(WEEK, f"\ufeff{rest}\n{rest}")
    assert (buffer.text, buffer.data) == (f"{rest}\n{rest}", f"\ufeff{rest}\n{rest}".encode())
    assert [buffer.locate(0), buffer.locate(2), buffer.locate(5)] == [(0, 1), (0, 3), (1, 0)]
    assert [buffer.find_offset(0, each) for each in (0, 1, 3)] == [0, 0, 2]
    assert [buffer.find_offset(1, each) for each in (0, 1)] == [5, 6]


def test_a_text_without_a_byte_order_mark_is_saved_without_one() -> None:
    assert Buffer(WEEK, "é").data == "é".encode()


def test_half_of_a_surrogate_pair_becomes_the_character_that_editors_save() -> None:
    assert Buffer(WEEK, "a\ud800b\udfffc").text == "a\ufffdb\ufffdc"


def test_a_range_goes_from_the_position_of_its_first_offset_to_that_of_its_second() -> None:
    assert Buffer(WEEK, "a😀\nbc").get_range(1, 5) == ((0, 1), (1, 2))


@pytest.mark.parametrize(
    ("marked", "line"),
    [("|", ""), ("|ab\ncd", "ab"), ("ab|\ncd", "ab"), ("ab\n|cd", "cd"), ("ab\ncd|", "cd"), ("ab\n|\ncd", "")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_line_at_an_offset_does_not_contain_its_newline(marked: str, line: str, newline: str) -> None:
    buffer, offset = open_at_cursor(marked.replace("\n", newline))
    start, end = buffer.get_line_at(offset)
    assert buffer.text[start:end] == line
    assert start <= offset <= end


@pytest.mark.parametrize(
    ("path", "owner", "name", "week"),
    [
        (WEEK, "ana", "2026-W48.md", ("ana", "2026-W48")),
        ("ana/partner.md", "ana", "partner.md", None),
        ("agreement.md", None, "agreement.md", None),
        ("2026-W48.md", None, "2026-W48.md", None),
    ],
)
def test_a_path_says_whose_file_it_is_and_which_week(
    path: str, owner: str | None, name: str, week: tuple[str, str] | None
) -> None:
    buffer = Buffer(path, "")
    assert (buffer.owner, buffer.name) == (owner and Handle(owner), name)
    assert buffer.week == (week and (Handle(week[0]), IsoWeek.parse(week[1])))


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ("|ab cd", "ab"),
        ("a|b cd", "ab"),
        ("ab| cd", "ab"),
        ("ab |cd", "cd"),
        ("ab cd|", "cd"),
        ("ab |- cd", None),
        ("ab\n|cd\nef", "cd"),
        ("ab\ncd|\nef", "cd"),
        ("ab\n|\nef", None),
        ("|", None),
    ],
)
def test_the_word_at_an_offset_contains_it_or_ends_there(marked: str, word: str | None) -> None:
    buffer, offset = open_at_cursor(marked)
    found = find_word(buffer.text, offset, WORD)
    assert (found and found[0]) == word


def test_a_word_is_looked_for_only_in_the_line_of_the_offset() -> None:
    found = find_word("ab\ncd\nef", 4, make_pattern(r"[a-z\n]+"))
    assert found is not None
    assert found[0] == "cd"


def test_a_buffer_of_a_week_is_read_with_its_partner_its_week_and_the_words_for_results() -> None:
    text = in_front("goals:\n  - Three runs\noutcomes:\n  - fait")
    week = read_buffer_week(Buffer(WEEK, text), {"fait": Result.DONE})
    assert week is not None
    assert (week.partner, week.week, [goal.goal for goal in week.goals]) == (
        Handle("ana"), IsoWeek(2026, 48), ["Three runs"],
    )  # fmt: skip
    assert [outcome.result for outcome in week.outcomes] == [Result.DONE]


def test_a_buffer_that_is_not_a_week_or_cannot_be_read_has_no_week() -> None:
    assert read_buffer_week(Buffer("ana/partner.md", in_front("name: Ana")), {}) is None
    assert read_buffer_week(Buffer(WEEK, in_front("goals: [")), {}) is None
