"""Conflict markers in any file are errors at their lines."""

from __future__ import annotations

import pytest

from apjournal.format.read.conflict_markers import ConflictVersions, find_conflict_markers, split_at_conflicts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n<<<<<<< HEAD\nb\nc\n=======\nd\n>>>>>>> phone\n", [(2, "lines 3 to 4 and line 6")]),
        ("<<<<<<<\r\nb\r\n=======\r\n>>>>>>>", [(1, "line 2 and nothing")]),
        ("<<<<<<< x\nb\n||||||| base\no\n=======\nd\n>>>>>>> y\n", [(1, "line 2 and line 6")]),
        (
            "<<<<<<< x\n=======\nd\n>>>>>>> y\n<<<<<<< x\na\n=======\n>>>>>>> y",
            [(1, "nothing and line 3"), (5, "line 6 and nothing")],
        ),
        ("A heading\n=======\nand <<<<<<< in a line\n", []),
        ("no markers\n", []),
    ],
)
def test_each_conflict_gets_an_error_with_the_lines_of_both_versions(text: str, said: list[tuple[int, str]]) -> None:
    found = [(one.span.line, one.message) for one in find_conflict_markers(text.encode()) if one.span]
    assert [line for line, _ in found] == [line for line, _ in said]
    assert all(words in message for (_, message), (_, words) in zip(found, said, strict=True))


def test_a_file_is_split_into_common_pieces_and_conflicts() -> None:
    text = "a\n<<<<<<< HEAD\nb\n||||||| base\nold\n=======\nc\n>>>>>>> phone\nd\n"
    assert split_at_conflicts(text.encode()) == ("a\n", ConflictVersions(("HEAD", "phone"), ("b\n", "c\n")), "d\n")


@pytest.mark.parametrize("text", ["", "a\n=======\nb\n", "<<<<<<< HEAD\na\n=======\nb\n", "a\n>>>>>>> phone\n"])
def test_a_file_without_a_complete_conflict_is_one_piece(text: str) -> None:
    assert split_at_conflicts(text.encode()) == (text,)
