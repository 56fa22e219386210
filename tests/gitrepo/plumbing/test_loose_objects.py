"""The newest commits are read without git as far as they are loose; of others nothing is claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.loose_objects import read_loose_history
from tests.helpers.repos import commit, git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    for number in range(3):
        commit(tmp_path, {"a": f"{number}\n"}, f"commit {number}", ("Ana", "ana@example.org"))
    return tmp_path


def subjects(repository: Path, most: int = 10) -> list[str]:
    return [each.subject for each in read_loose_history(repository / ".git", most)]


def test_loose_commits_are_read_newest_first(repository: Path) -> None:
    assert subjects(repository) == ["commit 2", "commit 1", "commit 0"]
    assert subjects(repository, 2) == ["commit 2", "commit 1"]
    assert {each.author_email for each in read_loose_history(repository / ".git", 9)} == {"ana@example.org"}


def test_a_detached_head_is_followed(repository: Path) -> None:
    git(repository, "checkout", "-q", "HEAD~1")
    assert subjects(repository) == ["commit 1", "commit 0"]


def test_packed_commits_are_not_read(repository: Path) -> None:
    git(repository, "gc", "-q", "--prune=now")
    assert subjects(repository) == []


@pytest.mark.parametrize("head", ["", "ref: refs/heads/none", "../../config", "caf\u00e9"])
def test_a_head_without_a_commit_gives_no_history(repository: Path, head: str) -> None:
    (repository / ".git/HEAD").write_text(head, encoding="utf-8")
    assert subjects(repository) == []


def test_a_damaged_object_or_one_of_another_kind_gives_no_history(repository: Path) -> None:
    oid = git(repository, "rev-parse", "HEAD").strip()
    (repository / ".git/HEAD").write_text(git(repository, "rev-parse", "HEAD^{tree}"))
    assert subjects(repository) == []
    (repository / ".git/HEAD").write_text(oid)
    path = repository / ".git/objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(b"")
    assert subjects(repository) == []
    path.write_bytes(b"no zlib")
    assert subjects(repository) == []
