"""The version of a journal's files, by which an open page notices that the journal has changed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from apjournal.web.watch import Watch


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in ("ana/2026-W48.md", ".git/refs/heads/main", ".git/index", "private/notes.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("one")
    return tmp_path


def test_the_version_of_a_watched_journal_changes_with_its_files_and_commits(root: Path) -> None:
    watch = Watch(root)
    for path in ("ana/2026-W48.md", ".git/refs/heads/main", "ben/2026-W48.md"):
        before = watch.get_version()
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(f"{path} two")
        assert watch.get_version() != before, path


def test_the_version_of_a_watched_journal_ignores_private_and_temporary_files(root: Path) -> None:
    watch = Watch(root)
    before = watch.get_version()
    for path in (".git/index", ".git/refs/heads/main.lock", "private/notes.md", "ana/.2026-W48.md.swp", "ana/x.tmp"):
        (root / path).write_text("two")
        assert watch.get_version() == before, path


def test_the_version_of_a_watched_journal_is_computed_again_only_after_a_change(root: Path) -> None:
    watch = Watch(root)
    with watch.begin():
        before, end = watch.get_version(), time.monotonic() + 10
        while watch.get_version() == before and time.monotonic() < end:
            (root / "ana" / "2026-W48.md").write_text(str(time.monotonic()))
            time.sleep(0.05)
        assert watch.get_version() != before
