"""Undoing a start of a journal that does not succeed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from apjournal.services.setup.rollback import undo_on_failure
from tests.helpers.folders import everything
from tests.helpers.repos import commit, git, new_repository


def begin_and_fail(make: Callable[[], object], *folders: Path) -> None:
    """Create something in `folders`, and then raise an error."""
    with undo_on_failure(*folders):
        make()
        raise KeyError


def test_files_of_a_successful_block_are_not_rolled_back(tmp_path: Path) -> None:
    with undo_on_failure(tmp_path / "new"):
        (tmp_path / "new").mkdir()
    assert (tmp_path / "new").is_dir()


def test_a_rollback_removes_new_folders_and_their_parents(tmp_path: Path) -> None:
    new = tmp_path / "a" / "b" / "new"
    with pytest.raises(KeyError):
        begin_and_fail(lambda: new.mkdir(parents=True), new)
    assert list(tmp_path.iterdir()) == []


def test_a_rollback_ignores_a_folder_that_was_never_created(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        begin_and_fail(lambda: None, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_rollback_removes_only_new_files_from_an_existing_folder(tmp_path: Path) -> None:
    (tmp_path / "old" / "within").mkdir(parents=True)
    (tmp_path / "old" / "mine.txt").write_text("mine\n", "utf-8")
    (tmp_path / "target").mkdir()
    before = everything(tmp_path)

    def make() -> None:
        (tmp_path / "old" / "new.txt").write_text("new\n", "utf-8")
        (tmp_path / "old" / "folder").mkdir()
        (tmp_path / "old" / "link").symlink_to(tmp_path / "target")
        (tmp_path / "old" / "within" / "new.txt").write_text("new\n", "utf-8")

    with pytest.raises(KeyError):
        begin_and_fail(make, tmp_path / "old", tmp_path / "old" / "within")
    assert everything(tmp_path) == before


def test_a_rollback_restores_git_files(tmp_path: Path) -> None:
    root = new_repository(tmp_path / "repo")
    commit(root, {"a": "1\n"})
    before = {path: text for path, text in everything(root).items() if not path.startswith(".git/objects")}

    def make() -> None:
        commit(root, {"a": "2\n"})
        git(root, "config", "apj.partner", "ana")
        git(root, "branch", "other")
        git(root, "pack-refs", "--all")
        git(root, "checkout", "-q", "HEAD~1", "--", "a")

    with pytest.raises(KeyError):
        begin_and_fail(make, root)
    after = {path: text for path, text in everything(root).items() if not path.startswith(".git/objects")}
    assert after == before
