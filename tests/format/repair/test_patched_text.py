from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.repair.patched_text import PatchedText, drop_overlapping, sort_findings
from apjournal.format.text.text import apply_text_edits, make_span_in
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit


def found(text: str, start: int, end: int, instead: str | None = None) -> Finding:
    """Return a finding about a range, whose repair, if any, writes `instead` there."""
    edits = [] if instead is None else [TextEdit(start, end, instead)]
    return make_finding("colon", "x", make_span_in(text, start, end), instead, edits)


def repaired_copy(text: str, *steps: Callable[[str], Finding]) -> PatchedText:
    copy = PatchedText(text)
    for step in steps:
        copy.apply_repairs([step(copy.text)])
    return copy


def places(copy: PatchedText) -> list[tuple[int, int]]:
    return [(each.span.start, each.span.end) for each in copy.list_findings() if each.span]


def repaired(text: str, copy: PatchedText) -> str:
    return apply_text_edits(text, [edit for each in copy.list_findings() for edit in each.edits])


def test_a_position_after_a_repair_is_mapped_back_to_the_file() -> None:
    text = "ab\ncdef"
    copy = repaired_copy(text, lambda now: found(now, 0, 2, "ABCDE"), lambda now: found(now, 7, 8))
    assert copy.text == "ABCDE\ncdef"
    assert places(copy) == [(0, 2), (4, 5)]
    assert [(each.span.line, each.span.column) for each in copy.list_findings() if each.span] == [(1, 1), (2, 2)]


def test_a_position_inside_a_repair_is_mapped_to_the_start_of_the_repair() -> None:
    copy = repaired_copy("abcdef", lambda now: found(now, 2, 3, "CCCC"), lambda now: found(now, 3, 4))
    assert places(copy) == [(2, 3), (2, 3)]


def test_a_position_before_a_repair_is_not_shifted() -> None:
    copy = repaired_copy(
        "abcdef", lambda now: found(now, 2, 3, "CCCC"), lambda now: found(now, 0, 2), lambda now: found(now, 6, 9)
    )
    assert places(copy) == [(0, 2), (2, 3), (3, 6)]


def test_a_repair_inside_an_earlier_repair_is_merged_with_the_earlier_repair() -> None:
    copy = repaired_copy("a: b: c", lambda now: found(now, 3, 7, '"b: c"'), lambda now: found(now, 3, 9, "b, c"))
    (only,) = copy.list_findings()
    assert only.edits == (TextEdit(3, 7, "b, c"),)
    assert only.fix == "b, c"
    assert copy.text == "a: b, c"


def test_a_repair_that_spans_two_earlier_repairs_is_merged_with_both_of_them() -> None:
    text = "abcdefgh"
    copy = repaired_copy(
        text,
        lambda now: found(now, 1, 2, "BB"),
        lambda now: found(now, 4, 5, ""),
        lambda now: found(now, 7, 8, "H"),
        lambda now: found(now, 2, 6, "-"),
    )
    assert copy.text == "aB-gH"
    assert [each.edits for each in copy.list_findings()] == [(TextEdit(1, 6, "B-"),), (TextEdit(7, 8, "H"),)]


def test_findings_without_a_position_come_first() -> None:
    whole = make_finding("file_size", "x")
    assert sort_findings([found("ab", 1, 2), whole]) == (whole, found("ab", 1, 2))


def test_the_second_of_two_overlapping_repairs_is_dropped() -> None:
    text = "abcdef"
    each = drop_overlapping(
        [found(text, 0, 3, "x"), found(text, 2, 4, "y"), found(text, 3, 4, "z"), found(text, 3, 3, "")]
    )
    assert [(one.fix, len(one.edits)) for one in each] == [("x", 1), (None, 0), ("z", 1), (None, 0)]


def test_adjacent_repairs_are_both_kept() -> None:
    text = "abcdef"
    each = drop_overlapping([found(text, 2, 4, "x"), found(text, 4, 5, "y"), found(text, 0, 2, "z")])
    assert [one.fix for one in each] == ["x", "y", "z"]


@given(st.data())
def test_applying_the_edits_of_all_repairs_to_the_file_gives_the_repaired_copy(data: st.DataObject) -> None:
    text = data.draw(st.text("ab\n", max_size=12))
    copy = PatchedText(text)
    for _ in range(data.draw(st.integers(0, 4))):
        now = copy.text
        drawn = data.draw(
            st.lists(st.tuples(st.integers(0, len(now)), st.integers(0, len(now)), st.text("xy", max_size=3)))
        )
        copy.apply_repairs([found(now, min(one, other), max(one, other), instead) for one, other, instead in drawn])
    assert repaired(text, copy) == copy.text
    assert all(0 <= start <= end <= len(text) for start, end in places(copy))
