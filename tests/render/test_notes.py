"""The sentences that a sync tells beside what it did."""

from __future__ import annotations

import pytest

from apjournal.model.views.sync import NoteKind, make_note
from apjournal.render.notes import SENTENCES, format_note


def test_every_kind_of_note_has_a_sentence() -> None:
    assert set(SENTENCES) == set(NoteKind)


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["ana/2026-W48.md"], "ana/2026-W48.md"),
        (["ana/2026-W47.md", "ana/2026-W48.md", "ana/parked.md"], "3 files in ana/"),
    ],
)
def test_one_file_is_named_and_several_are_counted(paths: list[str], files: str) -> None:
    note = make_note(NoteKind.ASK_ADDRESS, *paths, address="phone@example.org")
    assert format_note(note) == f"Somebody at phone@example.org changed {files}. Was that you?"


@pytest.mark.parametrize(
    ("count", "key", "told"),
    [
        ("1", "", "1 commit that was never shared has your current email address now."),
        ("2", "~/.ssh/id", "2 that were never shared have your current email address and signature now."),
    ],
)
def test_recreated_commits_are_counted(count: str, key: str, told: str) -> None:
    note = make_note(NoteKind.RECREATED, count=count, key=key)
    assert format_note(note) == f"The server refused your commits, so {told}"


def test_a_commit_that_could_not_be_recreated_is_told_with_the_reason() -> None:
    note = make_note(NoteKind.NOT_RECREATED, commit="0123456", key="", why="was kept by somebody")
    assert format_note(note) == "0123456 could not be given your current email address: it was kept by somebody."


def test_words_of_a_person_in_braces_are_told_as_they_are() -> None:
    note = make_note(NoteKind.GOAL_GONE, week="2026-W48", goal="Tidy {notes}")
    assert format_note(note) == "2026-W48: the goal “Tidy {notes}” is no longer there."
