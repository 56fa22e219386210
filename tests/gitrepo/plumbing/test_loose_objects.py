"""The newest commits are read without git as far as they are loose. For others there is no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.loose_objects import read_loose_history
from tests.helpers.repos import commit, git


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    for number in range(3):
        commit(tmp_path, {"a": f"{number}\n"}, f"commit {number}", ("Ana", "ana@example.org"))
    return tmp_path


def subjects(repository: Path, most: int = 10) -> list[str]:
    return [each.subject for each in read_loose_history(repository / ".git", most)]


def test_loose_commits_are_read_newest_first(folder: Path) -> None:
    assert subjects(folder) == ["commit 2", "commit 1", "commit 0"]
    assert subjects(folder, 2) == ["commit 2", "commit 1"]
    assert {each.author_email for each in read_loose_history(folder / ".git", 9)} == {"ana@example.org"}


def test_loose_commits_can_be_read_from_a_detached_head(folder: Path) -> None:
    git(folder, "checkout", "-q", "HEAD~1")
    assert subjects(folder) == ["commit 1", "commit 0"]


def test_packed_commits_are_not_read(folder: Path) -> None:
    git(folder, "gc", "-q", "--prune=now")
    assert subjects(folder) == []


@pytest.mark.parametrize("head", ["", "ref: refs/heads/none", "../../config", "caf\u00e9"])
def test_a_head_without_a_commit_gives_no_history(folder: Path, head: str) -> None:
    (folder / ".git/HEAD").write_text(head, encoding="utf-8")
    assert subjects(folder) == []


def test_a_damaged_object_or_an_object_of_another_kind_gives_no_history(folder: Path) -> None:
    oid = git(folder, "rev-parse", "HEAD").strip()
    (folder / ".git/HEAD").write_text(git(folder, "rev-parse", "HEAD^{tree}"))
    assert subjects(folder) == []
    (folder / ".git/HEAD").write_text(oid)
    path = folder / ".git/objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(b"")
    assert subjects(folder) == []
    path.write_bytes(b"no zlib")
    assert subjects(folder) == []
