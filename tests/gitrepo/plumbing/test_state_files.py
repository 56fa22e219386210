from __future__ import annotations

from pathlib import Path

from apjournal.gitrepo.plumbing.index import read_index
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.state_files import may_skip_paths
from tests.helpers import repos


def test_the_index_says_whether_it_has_skipped_paths(tmp_path: Path) -> None:
    root = repos.new_repository(tmp_path)
    assert not may_skip_paths(root / ".git"), "there is no index yet"
    repos.commit(root, {"a.md": "a", "b.md": "b"})
    assert not may_skip_paths(root / ".git")
    repos.git(root, "update-index", "--skip-worktree", "a.md")
    assert may_skip_paths(root / ".git")
    assert read_index(Git(root)).skipped == {"a.md"}


def test_an_invalid_index_has_no_skipped_paths(tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"what is this")
    assert not may_skip_paths(tmp_path)
