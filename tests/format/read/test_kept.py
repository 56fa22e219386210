"""`kept.md`: reading the lines."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.errors import BrokenFile
from apjournal.format.edit.kept import add_kept
from apjournal.format.read.kept import find_last_line_about, find_unread_items, read_kept, read_lines_since
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptFile, KeptLine, SettledLine
from tests.format.kept_lines import ANA, AT, COMMIT, FULL, FULL_TEXT, OTHER, W48, kept


def test_a_kept_line_has_week_partner_commit_and_time() -> None:
    assert kept(f"# Kept copies\n{FULL_TEXT}\n".encode()).lines == (FULL,)


def test_a_kept_line_written_by_hand_may_end_after_the_partner_or_the_commit() -> None:
    read = kept(f"- 2026-W48 ana\n* 2026-w47 Ana {COMMIT.upper()}".encode())
    assert read.lines == (KeptLine(W48, ANA), KeptLine(IsoWeek(2026, 47), ANA, COMMIT))


def test_a_settled_line_has_a_commit_and_a_code_and_may_have_a_time() -> None:
    read = kept(f"- settled {COMMIT} foreign_write 2026-11-23T09:14+01:00\n- settled {OTHER} week_deleted\n".encode())
    assert read.settled == (SettledLine(COMMIT, "foreign_write", AT), SettledLine(OTHER, "week_deleted"))


def test_the_kept_file_has_no_front_matter() -> None:
    reading = read_kept(f"---\n{FULL_TEXT}\n\0\n".encode())
    assert reading.value == KeptFile((FULL,))
    assert [(found.code, found.span and found.span.line) for found in reading.findings] == [("nul", 3)]


@pytest.mark.parametrize("at", [AT, None])
@pytest.mark.parametrize("words", ["", "We talked: her laptop broke", "2026 was odd"])
def test_a_settled_line_may_end_with_a_sentence(at: datetime | None, words: str) -> None:
    line = SettledLine(COMMIT, "foreign_write", at, words)
    assert kept(f"{line}\n".encode()).settled == (line,)


@pytest.mark.parametrize(
    "item",
    [
        "- 2026-W54 ana",
        "- 2026-W48",
        "- 2026-W48 ../x",
        "- 2026-W48 ana yesterday",
        f"- 2026-W48 ana {COMMIT} yesterday",
        f"- 2026-W48 ana {COMMIT} 2026-11-23T09:14",
        f"- 2026-W48 ana {COMMIT} 2026-11-23T09:14+01:00 twice",
        f"- settled {COMMIT}",
        f"- settled {COMMIT} no-code",
        "- settled nothing foreign_write",
        "- something else",
    ],
)
def test_an_unknown_list_item_of_the_kept_file_gets_a_warning(item: str) -> None:
    reading = read_kept(f"# Kept copies\r\n{FULL_TEXT}\r\n{item}\r\n".encode())
    assert (reading.value, reading.findings) == (KeptFile((FULL,)), ())
    (found,) = find_unread_items(f"# Kept copies\r\n{FULL_TEXT}\r\n{item}\r\n".encode(), W48, [ANA])
    assert (found.code, found.level) == ("kept_line", Level.WARNING)
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.end - found.span.start) == (3, 1, len(item))


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ("- Tuesday", "- 2026-W48 ana"),
        ("- 2026-w47", "- 2026-W47 ana"),
        ("- 2026-W47 Ben Adler", "- 2026-W47 ben"),
        ("- ben 47", "- 2026-W48 ben"),
    ],
)
def test_the_warning_about_a_list_item_shows_a_line_with_its_week_and_partner(item: str, line: str) -> None:
    (found,) = find_unread_items(item.encode(), W48, [ANA, Handle("ben")])
    assert found.message.endswith(f"; write: {line}")
    (found,) = find_unread_items(b"- Ana", W48, [])
    assert found.message.endswith("; write: - 2026-W48 HANDLE")
    assert not list(find_unread_items(b"- \xff", W48, []))


def test_free_text_and_a_ruler_in_the_kept_file_are_ignored() -> None:
    reading = read_kept(f"---\n\nMondays.\n{FULL_TEXT}\n".encode())
    assert reading.findings == ()
    assert reading.value == KeptFile((FULL,))


def test_a_kept_file_with_invalid_utf_8_cannot_be_read_and_is_never_written() -> None:
    data = b"# Kept copies\n- 2026-W48 ana caf\xe9\n"
    assert read_kept(data).broken
    with pytest.raises(BrokenFile) as caught:
        add_kept(data, FULL)
    assert caught.value.findings[0].code == "encoding"


def test_the_position_of_each_kept_line_is_stored_apart_from_its_value() -> None:
    reading = read_kept(b"# Kept copies\r\n- 2026-W48 ana  \r\n\r\n- settled 0123456 unsigned\r\n * 2026-W48 ben\r\n")
    assert reading.document is not None
    shown = {key: reading.document.text[span.start : span.end] for key, span in reading.places.items()}
    assert shown == {("lines", 0): "- 2026-W48 ana", ("lines", 1): " * 2026-W48 ben"}
    assert [span.line for span in reading.places.values()] == [2, 5]


_RAW = st.sampled_from(
    [FULL_TEXT, "- 2026-W48 ana", "* 2026-w47 Ana", "-  2026-W48 ben", "- 2026-w46 ben", "- 2025-W52 ben 0123456", "",
     "- 2026-W49 ana", "- 2026-W54 ana", f"- settled {COMMIT} week_deleted", "# Kept copies", "- 1999-W01 ben"]
)  # fmt: skip


@given(st.lists(_RAW, max_size=8), st.sampled_from([W48, IsoWeek(2026, 47), IsoWeek(2025, 52)]))
def test_reading_only_recent_kept_lines_gives_the_same_lines_as_reading_all(raw: list[str], week: IsoWeek) -> None:
    data = "\n".join(raw).encode()
    lines = kept(data).lines
    assert read_lines_since(data, week) == tuple(line for line in lines if line.week >= week)
    about = [line for line in lines if line.partner == ANA]
    assert find_last_line_about(data, ANA) == (about[-1] if about else None)


def test_a_kept_file_that_is_not_text_has_no_lines() -> None:
    assert read_lines_since(b"- 2026-W48 ana\n\xff", W48) == ()
    assert find_last_line_about(b"- 2026-W48 ana\n\xff", ANA) is None
