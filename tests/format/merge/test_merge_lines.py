"""Both texts of a conflict in one, without losing a line of either."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.merge.merge_lines import append_as_quote, combine_all_lines

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "é"]), min_size=1).map(
    lambda lines: "\n".join([*lines, ""]).encode()
)


@given(LINES, LINES)
def test_the_combined_text_contains_every_line_of_both_sides_and_mine_stay_in_order(mine: bytes, theirs: bytes) -> None:
    found = combine_all_lines(mine, theirs).splitlines()
    for text in (mine, theirs):
        rest = iter(found)
        assert all(line in rest for line in text.splitlines())


def test_where_two_versions_differ_my_lines_come_first_in_the_combined_text() -> None:
    assert combine_all_lines(b"a\nmine\nz\n", b"a\ntheirs\nz") == b"a\nmine\ntheirs\nz\n"


def test_lines_that_only_the_other_version_has_are_quoted_below_a_heading() -> None:
    assert append_as_quote(b"a\nmine\n", b"a\n\ntheirs\n") == b"a\nmine\n\n## From the other device\n\n> theirs\n"


def test_no_line_is_quoted_if_the_other_version_has_no_extra_line() -> None:
    assert append_as_quote(b"a\nb\n", b"a\n") == b"a\nb\n"
