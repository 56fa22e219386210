"""The sentences of a sync about additional results."""

from __future__ import annotations

import pytest

from apjournal.gitrepo.checkout.quarantine import Quarantined, Reason
from apjournal.model.handle import Handle
from apjournal.model.views.skipped import Skipped, SkipReason
from apjournal.model.views.sync import NoteKind, make_note
from apjournal.render.notes import SENTENCES, SKIPPED, format_note, write_skipped
from apjournal.services.sync.notes import list_quarantined

ANA = Handle("ana")


def test_every_kind_of_note_has_a_sentence() -> None:
    assert set(SENTENCES) == set(NoteKind)


def test_every_reason_to_skip_a_file_has_a_sentence() -> None:
    assert set(SKIPPED) == set(SkipReason)


def test_the_reason_for_a_skipped_file_contains_the_given_values() -> None:
    one = Skipped("ana/2026-W48 (1).md", SkipReason.CLOUD_COPY, {"original": "2026-W48.md"})
    assert write_skipped(one).reason == "it looks like a copy of 2026-W48.md made by a cloud drive"


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["ana/2026-W48.md"], "ana/2026-W48.md"),
        (["ana/2026-W47.md", "ana/2026-W48.md", "ana/parked.md"], "3 files in ana/"),
    ],
)
def test_a_note_names_a_single_file_and_counts_several_files(paths: list[str], files: str) -> None:
    note = make_note(NoteKind.ASK_ADDRESS, *paths, address="phone@example.org")
    assert format_note(note) == f"Somebody using phone@example.org changed {files}. Was that you?"


@pytest.mark.parametrize(
    ("paths", "reason", "told"),
    [
        (["ben/what?.md"], Reason.NAME, ["ben/what?.md was quarantined (name). Ask who added it."]),
        ([".gitignore"], Reason.GIT_FILE, [".gitignore was quarantined (git file). Ask who added it."]),
        (["ana"], Reason.SYMLINK, ["ana was quarantined (symlink). Ask who added it."]),
        (
            ["ana/what?.md"],
            Reason.NAME,
            ["ana/what?.md was quarantined (name). You added it on another device."],
        ),
        (
            ["ben/a.py", "ben/b.py"],
            Reason.KIND,
            [f"ben/{name}.py was quarantined (kind). Ask who added it." for name in "ab"],
        ),
        (
            [f"ben/{name}.py" for name in "abcd"],
            Reason.KIND,
            ["ben/a.py and 3 more files were quarantined (kind). Ask who added them."],
        ),
        (
            [f"ana/{name}?.md" for name in "abcd"],
            Reason.NAME,
            ["ana/a?.md and 3 more files were quarantined (name). You added them on another device."],
        ),
    ],
)
def test_notes_list_a_few_quarantined_files_and_count_many(paths: list[str], reason: Reason, told: list[str]) -> None:
    found = [Quarantined(path, reason) for path in paths]
    assert [format_note(note) for note in list_quarantined(found, ANA)] == told


def test_notes_group_quarantined_files_by_reason() -> None:
    found = [*(Quarantined(f"ben/{name}.py", Reason.KIND) for name in "abc"), Quarantined(".exrc", Reason.HIDDEN)]
    assert [note.paths for note in list_quarantined(found, ANA)] == [
        ("ben/a.py",),
        ("ben/b.py",),
        ("ben/c.py",),
        (".exrc",),
    ]


@pytest.mark.parametrize(
    ("count", "key", "told"),
    [
        ("1", "", "1 commit that was never shared your current email address."),
        ("2", "~/.ssh/id", "2 commits that were never shared your current email address and signature."),
    ],
)
def test_the_note_about_recreated_commits_gives_their_number(count: str, key: str, told: str) -> None:
    note = make_note(NoteKind.RECREATED, count=count, signing_key=key)
    assert format_note(note) == f"The server refused your commits, so apj gave {told}"


def test_a_commit_that_could_not_be_recreated_is_reported_with_the_reason() -> None:
    note = make_note(
        NoteKind.NOT_RECREATED_OTHER_ADDRESS, commit="0123456", signing_key="", address="phone@example.org"
    )
    assert format_note(note) == (
        "apj could not give 0123456 your current email address, because the commit has the email address "
        "phone@example.org, which your partner.md does not list."
    )


def test_a_note_shows_braces_in_a_goal_unchanged() -> None:
    note = make_note(NoteKind.GOAL_GONE, week="2026-W48", goal="Tidy {notes}")
    assert format_note(note) == "2026-W48 no longer contains the goal “Tidy {notes}”."
