"""Findings in an editor: what is underlined, and which repairs are offered for it."""

from __future__ import annotations

from datetime import UTC

import pytest

from apjournal.analysis.schedule import Schedule
from apjournal.format.text.text import apply_text_edits
from apjournal.lsp.buffer import Buffer, Range
from apjournal.lsp.diagnose import (
    ALL_REPAIRS,
    find_difference,
    is_checked,
    list_diagnostics,
    list_repairs,
    repair_everything,
)
from apjournal.model.agreement import Agreement
from apjournal.model.finding import Level, TextEdit
from apjournal.model.handle import Handle
from apjournal.services.check.find_in_file import FileRules
from tests.helpers.buffers import WEEK, in_front

ANA, BEN = Handle("ana"), Handle("ben")
RULES = FileRules((ANA, BEN), ("work",), lambda _: Schedule(Agreement(), UTC), lambda *_: ())
TWO = in_front("goals:\n  - *a*\n  - fine\n  - 😀 v1: x")
EVERYWHERE = ((0, 0), (99, 0))


def list_found(text: str, path: str = WEEK) -> list[tuple[str, Level, Range]]:
    return [(each.finding.code, each.finding.level, each.range) for each in list_diagnostics(Buffer(path, text), RULES)]


def list_titles(text: str, asked: Range = EVERYWHERE, *, me: Handle | None = ANA, path: str = WEEK) -> list[str]:
    return [repair.title for repair in list_repairs(Buffer(path, text), RULES, me, asked)]


@pytest.mark.parametrize(
    ("path", "checked"),
    [
        ("agreement.md", True),
        ("ana/2026-W48.md", True),
        ("ana/partner.md", True),
        ("ana/kept.md", True),
        ("ana/notes.md", True),
        ("cem/2026-W48.md", True),
        ("cem/partner.md", True),
        ("cem/notes.md", False),
        ("ana/notes.txt", False),
        ("ana/old/notes.md", False),
        ("README.md", False),
        ("ana/agreement.md", True),
        ("partner.md", False),
        ("2026-W48.md", False),
        (".git/notes.md", False),
    ],
)
def test_the_files_of_partners_and_the_agreement_are_checked(path: str, checked: bool) -> None:
    buffer = Buffer(path, "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n")
    assert is_checked(buffer, RULES) is checked
    assert bool(list_diagnostics(buffer, RULES)) is checked


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_finding_is_underlined_in_the_units_of_the_editor(newline: str) -> None:
    assert list_found(TWO.replace("\n", newline)) == [
        ("indicator", Level.ERROR, ((2, 4), (2, 7))),
        ("colon", Level.ERROR, ((4, 4), (4, 12))),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (in_front("goals:\n  - a"), []),
        ("---\ngoals:\n  - a\n", [("open_front_matter", Level.HINT, ((0, 0), (0, 3)))]),
        (in_front("gaols:\n  - a"), [("near_miss", Level.WARNING, ((1, 0), (1, 5)))]),
        ("\ufeff" + in_front("away: true"), [("byte_order_mark", Level.HINT, ((0, 1), (0, 1)))]),
        ("short\n" + "x" * 2**18, [("file_size", Level.ERROR, ((0, 0), (0, 5)))]),
    ],
)
def test_a_finding_without_a_place_underlines_the_first_line(text: str, found: list[tuple[str, Level, Range]]) -> None:
    assert list_found(text) == found


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        (((2, 0), (2, 0)), ['Write "*a*"']),
        (((2, 9), (3, 0)), ['Write "*a*"']),
        (((3, 0), (3, 4)), []),
        (((3, 0), (4, 0)), ['Write "😀 v1: x"']),
        (((4, 30), (9, 0)), ['Write "😀 v1: x"']),
        (EVERYWHERE, ['Write "*a*"', 'Write "😀 v1: x"']),
        (((5, 0), (9, 0)), []),
    ],
)
def test_repairs_are_offered_on_the_lines_of_a_finding_and_for_the_whole_file(asked: Range, titles: list[str]) -> None:
    assert list_titles(TWO, asked) == [*titles, ALL_REPAIRS]


@pytest.mark.parametrize(
    ("me", "path", "offered"),
    [
        (ANA, "ana/2026-W48.md", True),
        (BEN, "ana/2026-W48.md", False),
        (None, "ana/2026-W48.md", True),
        (BEN, "agreement.md", True),
    ],
)
def test_the_files_of_another_partner_have_no_repairs(me: Handle | None, path: str, offered: bool) -> None:
    text = in_front("mode: *a") if path == "agreement.md" else TWO
    assert bool(list_titles(text, me=me, path=path)) is offered


def test_a_file_without_a_repair_is_offered_none() -> None:
    text = in_front("goals:\n  - a\n    area: x")
    assert [code for code, _, _ in list_found(text)] == ["yaml"]
    assert list_titles(text) == []


def test_a_repair_belongs_to_its_finding_and_makes_its_edits() -> None:
    one, two, everything = list_repairs(Buffer(WEEK, TWO), RULES, ANA, EVERYWHERE)
    assert [repair.finding and repair.finding.finding.code for repair in (one, two, everything)] == [
        "indicator", "colon", None,
    ]  # fmt: skip
    assert apply_text_edits(TWO, one.edits) == TWO.replace("*a*", '"*a*"')
    repaired = TWO.replace("*a*", '"*a*"').replace("😀 v1: x", '"😀 v1: x"')
    assert apply_text_edits(TWO, everything.edits) == repaired


def test_a_long_title_of_a_repair_is_cut_off_and_a_title_is_one_line() -> None:
    long, *_ = list_titles(in_front(f"goals:\n  - a: {'x' * 200}: b"))
    assert (len(long), long[-1]) == (100, "…")
    assert all("\n" not in title for title in list_titles(in_front("goals:\n  - *a\n  b: c")))


def test_a_title_of_exactly_the_longest_length_is_shown_whole() -> None:
    words = "v1: " + "x" * 88
    title, *_ = list_titles(in_front(f"goals:\n  - {words}"))
    assert (title, len(title)) == (f'Write "{words}"', 100)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_everything_is_repaired_by_one_edit_of_the_text_in_the_editor(mark: str) -> None:
    text = in_front("gaols:\n  - *a*")
    buffer = Buffer(WEEK, mark + text)
    assert apply_text_edits(buffer.text, repair_everything(buffer, RULES)) == in_front('goals:\n  - "*a*"')


def test_a_file_without_findings_needs_no_edit() -> None:
    assert repair_everything(Buffer(WEEK, in_front("goals:\n  - a")), RULES) == ()


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("", "", None),
        ("abc", "abc", None),
        ("", "ab", TextEdit(0, 0, "ab")),
        ("ab", "", TextEdit(0, 2, "")),
        ("abc", "aXc", TextEdit(1, 2, "X")),
        ("abc", "abXc", TextEdit(2, 2, "X")),
        ("abXc", "abc", TextEdit(2, 3, "")),
        ("abc", "Xbc", TextEdit(0, 1, "X")),
        ("abc", "abX", TextEdit(2, 3, "X")),
        ("aa", "aaa", TextEdit(2, 2, "a")),
        ("aaa", "aa", TextEdit(2, 3, "")),
        ("abab", "ab", TextEdit(2, 4, "")),
        ("ab", "ba", TextEdit(0, 2, "ba")),
    ],
)
def test_the_difference_of_two_texts_is_the_shortest_edit(before: str, after: str, edit: TextEdit | None) -> None:
    edits = find_difference(before, after)
    assert edits == (() if edit is None else (edit,))
    assert apply_text_edits(before, edits) == after
