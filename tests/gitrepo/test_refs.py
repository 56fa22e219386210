from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo import refs
from apjournal.gitrepo.faults import RefMoved
from apjournal.gitrepo.runner import Git
from tests.helpers import repos


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repos.new_repository(tmp_path)


def test_refs_are_listed_by_their_beginning(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    refs.move_all(Git(root), [("refs/apj/kept/ana/2026-W48/1", commit, None), ("refs/apj/remote/main", commit, None)])
    assert refs.under(Git(root), "refs/apj/kept/") == {"refs/apj/kept/ana/2026-W48/1": commit}
    assert refs.under(Git(root), "refs/none/") == {}


def test_a_ref_moves_from_what_it_is_known_to_be(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    git = Git(root)
    refs.move(git, "refs/apj/x", first, None)
    refs.move(git, "refs/apj/x", second, first)
    for old in (first, None):
        with pytest.raises(RefMoved):
            refs.move(git, "refs/apj/x", first, old)
    assert repos.tip(root, "refs/apj/x") == second


def test_the_log_of_a_branch_says_who_moved_it(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    refs.move(Git(root), "refs/heads/main", first, second)
    assert repos.git(root, "reflog", "-1", "--format=%gs", "refs/heads/main") == "apj"


def test_several_refs_move_together_or_not_at_all(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    with pytest.raises(RefMoved):
        refs.move_all(Git(root), [("refs/apj/new", first, None), ("refs/heads/main", first, first)])
    assert refs.under(Git(root), "refs/apj/") == {}
    assert repos.tip(root) == second


def test_a_ref_to_nothing_is_a_fault(root: Path) -> None:
    with pytest.raises(GitFault, match="update-ref") as caught:
        refs.move(Git(root), "refs/heads/main", "1" * 40, None)
    assert not isinstance(caught.value, RefMoved)


def test_a_lock_in_the_way_is_named(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    (root / ".git/refs/heads/main.lock").touch()
    with pytest.raises(GitFault, match="Another git command is at work"):
        refs.move(Git(root), "refs/heads/main", commit, commit)
