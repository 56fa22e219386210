"""The text that keeps both sides of a conflict: all lines if readable, otherwise mine with the others quoted."""

from __future__ import annotations

import pytest

from apjournal.gitrepo.merge.contested_paths import Conflict, combine_both_texts

WEEK = "ana/2026-W48.md"


def week(goals: str, outcomes: str = "") -> bytes:
    return f"---\ngoals: {goals}\n{outcomes}---\n".encode()


@pytest.mark.parametrize(
    ("path", "base", "mine", "theirs", "kept"),
    [
        ("ana/note.md", b"", b"one\n", b"two\n", b"one\ntwo\n"),
        (
            "ana/2026-W48.md",
            week("[a]"),
            week("[b]"),
            week("[c]"),
            week("[b]") + b"\n## From the other device\n\n> goals: [c]\n",
        ),
        (
            "ana/2026-W48.md",
            b"",
            b"---\ngoals:\n  - b\n---\n",
            b"---\ngoals:\n  - c\n---\n",
            b"---\ngoals:\n  - b\n  - c\n---\n",
        ),
        ("ana/note.md", b"a\n", None, b"b\n", None),
        ("ana/note.md", b"a\n", b"b\n", None, None),
        ("ana/photo.jpg", b"a\n", b"b\n", b"c\n", None),
        ("ana/2026-W48.md", week("[a]"), week("]"), week("[c]"), None),
    ],
)
def test_the_versions_of_a_conflict_can_be_combined_if_the_result_is_valid(
    path: str, base: bytes, mine: bytes | None, theirs: bytes | None, kept: bytes | None
) -> None:
    assert combine_both_texts(Conflict(path, ("", ""), (base, mine, theirs))) == kept


def test_text_is_quoted_instead_of_combined_if_a_result_would_move_to_another_goal() -> None:
    def said(goal: str, result: str) -> bytes:
        return f"---\ngoals:\n  - {goal}\n  - Call Olga\noutcomes:\n  1: {result}\n  2: done\n---\n".encode()

    mine, theirs = said("Two runs", "done"), said("Four runs", "done")
    kept = combine_both_texts(Conflict(WEEK, ("", ""), (said("Runs", "done"), mine, theirs))) or b""
    assert kept.startswith(mine)
    assert kept.endswith(b"## From the other device\n\n>   - Four runs\n")


def test_a_file_and_a_folder_cannot_be_combined() -> None:
    assert combine_both_texts(Conflict("photos", ("", ""))) is None
