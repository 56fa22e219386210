from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.faults import RefMoved, RepositoryLocked
from apjournal.gitrepo.plumbing.refs import find_chosen_remote, find_likely_remote, list_remotes
from apjournal.gitrepo.plumbing.runner import Git
from tests.helpers import repos


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repos.new_repository(tmp_path)


def test_refs_are_listed_by_prefix(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    refs.move_refs(Git(root), [("refs/apj/kept/ana/2026-W48/1", commit, None), ("refs/apj/remote/main", commit, None)])
    assert refs.list_refs(Git(root), "refs/apj/kept/") == {"refs/apj/kept/ana/2026-W48/1": commit}
    assert refs.list_refs(Git(root), "refs/none/") == {}


def test_a_ref_moves_only_from_its_expected_value(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    git = Git(root)
    refs.move_ref(git, "refs/apj/x", first, None)
    refs.move_ref(git, "refs/apj/x", second, first)
    for old in (first, None):
        with pytest.raises(RefMoved):
            refs.move_ref(git, "refs/apj/x", first, old)
    assert repos.tip(root, "refs/apj/x") == second


def test_a_ref_can_be_moved_from_any_value_and_deleted(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    git = Git(root)
    for commit in (first, second):
        refs.move_refs(git, [("refs/apj/x", commit, refs.ANYTHING)])
        assert repos.tip(root, "refs/apj/x") == commit
    with pytest.raises(RefMoved):
        refs.move_refs(git, [("refs/apj/x", None, first)])
    refs.move_refs(git, [("refs/apj/x", None, second)])
    assert refs.list_refs(git, "refs/apj/") == {}


def test_the_reflog_says_that_apj_moved_the_branch(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    refs.move_ref(Git(root), "refs/heads/main", first, second)
    assert repos.git(root, "reflog", "-1", "--format=%gs", "refs/heads/main") == "apj"


def test_several_refs_move_either_together_or_not_at_all(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    with pytest.raises(RefMoved):
        refs.move_refs(Git(root), [("refs/apj/new", first, None), ("refs/heads/main", first, first)])
    assert refs.list_refs(Git(root), "refs/apj/") == {}
    assert repos.tip(root) == second


def test_moving_a_ref_to_a_missing_commit_raises_a_fault(root: Path) -> None:
    with pytest.raises(GitFault, match="update-ref") as caught:
        refs.move_ref(Git(root), "refs/heads/main", "1" * 40, None)
    assert not isinstance(caught.value, RefMoved)


def test_a_lock_on_a_ref_is_reported(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    (root / ".git/refs/heads/main.lock").touch()
    with pytest.raises(RepositoryLocked):
        refs.move_ref(Git(root), "refs/heads/main", commit, commit)


# --- where the branches stand ---


def test_before_the_first_commit_the_branch_state_has_no_tip(root: Path) -> None:
    found = refs.read_branch_state(Git(root))
    assert (found.checked_out, found.branch, found.head, found.accepted) == ("main", "main", None, None)


def test_the_state_of_all_branches_is_read_with_one_process(root: Path) -> None:
    first, second = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    repos.git(root, "tag", "main", first)
    repos.git(root, "update-ref", "refs/remotes/origin/main", first)
    git = Git(root)
    git.run_git("version")
    with repos.counted_processes() as started:
        found = refs.read_branch_state(git)
    assert len(started) == 1
    assert (found.checked_out, found.head, found.accepted, found.server_tip) == ("main", second, None, first)
    accepted = found.replace_ref("refs/apj/remote/main", second)
    assert (accepted.head, accepted.accepted, accepted.server_tip) == (second, second, second)
    refused = found.replace_ref("refs/apj/refused/main", first)
    assert (found.refused, refused.refused, refused.replace_ref("refs/apj/refused/main", None)) == (None, first, found)


def test_the_refused_tip_is_read_with_the_branches(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    repos.git(root, "update-ref", "refs/apj/refused/main", commit)
    assert refs.read_branch_state(Git(root)).refused == commit


def test_with_a_detached_head_main_counts_as_the_shared_branch(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    repos.git(root, "switch", "-q", "--detach")
    found = refs.read_branch_state(Git(root))
    assert (found.checked_out, found.branch, found.head) == (None, "main", commit)


def test_a_head_that_points_outside_the_branches_counts_as_detached(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    repos.git(root, "update-ref", "refs/remotes/origin/main", commit)
    (root / ".git/HEAD").write_text("ref: refs/remotes/origin/main\n", "ascii")
    assert refs.read_branch_state(Git(root)).checked_out is None


def test_a_branch_may_point_to_a_missing_commit(root: Path) -> None:
    (root / ".git/refs/heads/main").write_text("1" * 40 + "\n", "ascii")
    assert refs.read_branch_state(Git(root)).head == "1" * 40


def test_a_deleted_branch_that_had_commits_raises_a_fault(root: Path) -> None:
    repos.commit(root, {"a": "1"})
    (root / ".git/refs/heads/main").unlink()
    with pytest.raises(GitFault, match="The branch main is missing from this clone"):
        refs.read_branch_state(Git(root))


TWO = {"remote.disk.url": "/disk/ours.git", "remote.nas.url": "/nas/ours.git"}
ORIGIN = {"remote.origin.url": "/srv/ours.git"}


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({}, None),
        ({"remote.origin.prune": "true"}, None),  # a setting, not a remote
        (ORIGIN, "origin"),
        ({"remote.upstream.url": "/srv/ours.git"}, "upstream"),
        ({"remote.at.home.url": "/srv/ours.git"}, "at.home"),
        (TWO | {"branch.main.remote": "nas"}, "nas"),
        (TWO | ORIGIN, "origin"),
        (TWO | ORIGIN | {"branch.main.remote": "disk", "branch.trunk.remote": "origin"}, "disk"),
    ],
)
def test_the_remote_is_that_of_the_branch_otherwise_the_only_one_otherwise_origin(
    config: dict[str, str], name: str | None
) -> None:
    assert find_chosen_remote(config, "main") == name
    assert find_likely_remote(config, "main") == (name or "origin")


@pytest.mark.parametrize(
    ("config", "advice"),
    [
        (TWO, "git config branch.main.remote NAME"),
        (ORIGIN | {"branch.main.remote": "gone"}, "git config branch.main.remote origin"),
        (ORIGIN | {"branch.main.remote": "."}, "git config branch.main.remote origin"),
        ({"remote.-x.url": "/srv/ours.git"}, "git remote rename -x origin"),
        ({"remote.a=b.url": "/srv/ours.git"}, "git remote rename a=b origin"),
    ],
)
def test_an_ambiguous_remote_is_reported_with_the_command_to_choose(config: dict[str, str], advice: str) -> None:
    with pytest.raises(GitFault) as caught:
        find_chosen_remote(config, "main")
    assert caught.value.hint.endswith(advice)
    assert list_remotes(config)
