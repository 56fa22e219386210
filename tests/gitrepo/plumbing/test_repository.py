from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.config import list_settings
from apjournal.gitrepo.plumbing.faults import BrokenSettings
from apjournal.gitrepo.plumbing.network.remote import find_configured_remote
from apjournal.gitrepo.plumbing.network.urls import Address, Transport
from apjournal.gitrepo.plumbing.refs import BranchState, read_branch_state
from apjournal.gitrepo.plumbing.repository import (
    ATTRIBUTES,
    find_wrong_branch_fault,
    init_repository,
    init_shared,
    open_repository,
    require_no_operation_in_progress,
    set_remote,
    write_protections,
)
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.state_files import is_rebasing
from tests.helpers import repos
from tests.helpers.hostile import hostile_home

of_a_group = pytest.mark.skipif(not hasattr(os, "chown"), reason="on this system folders have no group")


def settled(root: Path) -> None:
    git = Git(root)
    require_no_operation_in_progress(git, open_repository(git), read_branch_state(git), dict(list_settings(git)))


# --- opening ---


def test_a_new_repository_is_neither_shallow_nor_grafted(root: Path) -> None:
    found = open_repository(Git(root))
    assert (found.git_dir, found.common_dir) == (root / ".git", root / ".git")
    assert (found.shallow, found.grafted) == (False, False)


def test_a_folder_with_a_newline_in_its_name_is_opened(tmp_path: Path) -> None:
    root = repos.new_repository(tmp_path / "two\nlines")
    assert open_repository(Git(root)).git_dir == root / ".git"


def test_unreadable_settings_of_a_repository_raise_a_fault(root: Path) -> None:
    (root / ".git/config").write_text("[core\n")
    with pytest.raises(BrokenSettings):
        open_repository(Git(root))


def test_a_folder_that_is_not_the_root_of_a_work_tree_is_refused(root: Path, tmp_path: Path) -> None:
    (root / "below").mkdir()
    (tmp_path / "plain").mkdir()
    repos.new_bare(tmp_path / "bare.git")
    for folder in (root / "below", tmp_path / "plain", tmp_path / "bare.git", root / ".git"):
        with pytest.raises(GitFault, match="is not the root of a git repository"):
            open_repository(Git(folder))


def test_a_repository_of_another_user_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitFault, match="belongs to another user") as caught:
        open_repository(Git(root))
    assert "safe.directory" in caught.value.hint


def test_a_second_work_tree_has_its_own_git_folder(root: Path, tmp_path: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "second"))
    git = Git(tmp_path / "second")
    found = open_repository(git)
    assert read_branch_state(git).branch == "other"
    assert found.git_dir == root / ".git/worktrees/second"
    assert found.common_dir == root / ".git"


def _make_shallow(root: Path) -> None:
    repos.write(root, {".git/shallow": repos.commit(root, {"a": "1"}) + "\n"})


SURROUNDINGS: dict[str, Callable[[Path], object]] = {
    "without a commit": lambda root: None,
    "with a commit": lambda root: repos.commit(root, {"a": "1"}),
    "shallow": _make_shallow,
    "grafted": lambda root: repos.write(root, {".git/info/grafts": f"{'1' * 40}\n"}),
    "with a detached head": lambda root: (repos.commit(root, {"a": "1"}), repos.git(root, "switch", "-q", "--detach")),
    "with packed refs": lambda root: (repos.commit(root, {"a": "1"}), repos.git(root, "pack-refs", "--all")),
}


@pytest.mark.parametrize("made", SURROUNDINGS)
def test_opening_a_repository_from_known_settings_gives_the_same_result_as_asking_git(root: Path, made: str) -> None:
    SURROUNDINGS[made](root)
    git = Git(root)
    assert open_repository(git, dict(list_settings(git))) == open_repository(git)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no HEAD": lambda git_dir: (git_dir / "HEAD").unlink(),
    "another HEAD": lambda git_dir: (git_dir / "HEAD").write_bytes(b"\0" * 40),
    "no refs": lambda git_dir: (git_dir / "refs").rename(git_dir / "gone"),
    "no objects": lambda git_dir: (git_dir / "objects").rename(git_dir / "gone"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_repository_raises_the_same_fault_with_and_without_git(root: Path, damage: str) -> None:
    git = Git(root)
    config = dict(list_settings(git))
    DAMAGES[damage](root / ".git")
    with pytest.raises(GitFault) as asked:
        open_repository(git)
    with pytest.raises(GitFault) as alone:
        open_repository(git, config)
    assert (alone.value.message, alone.value.hint) == (asked.value.message, asked.value.hint)


@pytest.mark.parametrize("setting", [("core.worktree", "../.."), ("core.bare", "true")])
def test_a_setting_that_moves_the_work_tree_is_refused(root: Path, setting: tuple[str, str]) -> None:
    git = Git(root)
    repos.git(root, "config", *setting)
    with pytest.raises(GitFault, match="is not the root of a git repository"):
        open_repository(git, dict(list_settings(git)))


def test_opening_a_second_work_tree_asks_git(root: Path, tmp_path: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "second"))
    git = Git(tmp_path / "second")
    assert open_repository(git, dict(list_settings(git))) == open_repository(git)


# --- what is half done ---


def test_a_repository_without_unfinished_operations_can_be_shared(root: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.write(root, {"a": "dirty", "b": "untracked"})
    settled(root)


def test_a_detached_head_is_refused_with_the_command_that_leaves_it(root: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.git(root, "switch", "-q", "--detach")
    with pytest.raises(GitFault, match="No branch") as caught:
        settled(root)
    assert "git switch main" in caught.value.hint


@pytest.mark.parametrize("branch", ["main", "trunk"])
def test_what_was_committed_on_a_detached_head_is_kept_by_the_commands_that_leave_it(root: Path, branch: str) -> None:
    repos.commit(root, {"a": "1"})
    repos.git(root, "branch", "-m", branch)
    repos.git(root, "switch", "-q", "--detach")
    repos.commit(root, {"a": "2"})
    with pytest.raises(GitFault, match="No branch") as caught:
        settled(root)
    for command in caught.value.hint.partition(": ")[2].split(" && "):
        repos.git(root, *shlex.split(command)[1:])
    settled(root)
    assert (root / "a").read_text("utf-8") == "2"


@pytest.mark.parametrize("state", ["--detach", "-b other"])
def test_the_way_back_from_a_second_work_tree_is_the_folder_with_the_branch(
    root: Path, tmp_path: Path, state: str
) -> None:
    repos.commit(root, {"a": "1"})
    repos.git(root, "worktree", "add", "-q", *state.split(), str(tmp_path / "second one"))
    git = Git(tmp_path / "second one")
    config = {**dict(list_settings(git)), "branch.main.merge": "refs/heads/main"}
    fault = find_wrong_branch_fault(git, read_branch_state(git), config)
    if fault is None:
        with pytest.raises(GitFault, match="No branch") as caught:
            settled(git.root)
        fault = caught.value
    assert fault.hint.partition(": ")[2] == f"cd {root}"


def test_a_repository_is_refused_if_its_index_has_unmerged_paths(root: Path) -> None:
    git = Git(root)
    repos.commit(root, {"a": "1"})
    given = (git, open_repository(git), read_branch_state(git), dict(list_settings(git)))
    require_no_operation_in_progress(*given, is_unmerged=False)
    with pytest.raises(GitFault, match="unresolved git conflicts"):
        require_no_operation_in_progress(*given, is_unmerged=True)


def conflict(root: Path, *command: str) -> None:
    """Stop `command` at a conflict between main and other."""
    repos.commit(root, {"a": "base"})
    repos.git(root, "switch", "-q", "-c", "other")
    repos.commit(root, {"a": "other"})
    repos.git(root, "switch", "-q", "main")
    repos.commit(root, {"a": "mine"})
    repos.git(root, *command, ok=(1,), **repos.who(repos.ANA))


@pytest.mark.parametrize(
    ("command", "what", "undo"),
    [
        (("merge", "other"), "merge", "git merge --abort"),
        (("rebase", "other"), "rebase", "git rebase --abort"),
        (("rebase", "--apply", "other"), "rebase", "git rebase --abort"),
        (("cherry-pick", "other"), "cherry-pick", "git cherry-pick --abort"),
        (("revert", "HEAD~1"), "revert", "git revert --abort"),
    ],
)
def test_a_git_operation_in_progress_is_refused_with_its_next_command(
    root: Path, command: tuple[str, ...], what: str, undo: str
) -> None:
    conflict(root, *command)
    with pytest.raises(GitFault, match=f"A {what} is in progress") as caught:
        settled(root)
    assert caught.value.hint.startswith("Resolve its conflicts, git add the files, then: git ")
    assert undo in caught.value.hint
    assert is_rebasing(root / ".git") is (what == "rebase")
    repos.git(root, *undo.split()[1:])
    settled(root)


def test_the_command_that_finishes_a_rebase_works_after_an_edit(root: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.commit(root, {"a": "2"})
    editor: dict[str, Any] = {
        "GIT_SEQUENCE_EDITOR": "sed -i s/^pick/edit/",
        "GIT_EDITOR": "true",
        **repos.who(repos.ANA),
    }
    editor |= repos.who(repos.ANA)
    repos.git(root, "rebase", "-i", "HEAD~1", **editor)
    repos.write(root, {"a": "3"})
    with pytest.raises(GitFault, match="A rebase is in progress") as caught:
        settled(root)
    first, rest = caught.value.hint.removeprefix("Finish it: ").partition(", or ")[0].split(" && ")
    repos.git(root, *first.split()[1:])
    repos.git(root, *rest.split()[1:], **editor)
    settled(root)
    assert (root / "a").read_text("utf-8") == "3"


def test_a_repository_with_a_bisection_in_progress_is_refused(root: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.git(root, "bisect", "start")
    with pytest.raises(GitFault, match="bisect") as caught:
        settled(root)
    assert caught.value.hint == "End it: git bisect reset"


def test_a_repository_with_unresolved_conflicts_but_without_a_merge_is_refused(root: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.write(root, {"a": "stashed"})
    repos.git(root, "stash", "-q", **repos.who(repos.ANA))
    repos.commit(root, {"a": "2"})
    repos.git(root, "stash", "pop", ok=(1,))
    with pytest.raises(GitFault, match="unresolved git conflicts here"):
        settled(root)


def test_a_shallow_clone_is_refused(root: Path, tmp_path: Path) -> None:
    repos.commit(root, {"a": "1"})
    repos.commit(root, {"a": "2"})
    repos.git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "shallow")
    with pytest.raises(GitFault) as caught:
        settled(tmp_path / "shallow")
    assert "git fetch --unshallow" in caught.value.hint


def test_a_grafted_history_is_refused_and_grafts_are_never_read(root: Path) -> None:
    first = repos.commit(root, {"a": "1"})
    second = repos.commit(root, {"a": "2"})
    grafts = root / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text("# nothing\n\n", "ascii")
    settled(root)
    grafts.write_text(f"{second}\n", "ascii")
    assert open_repository(Git(root)).grafted
    assert Git(root).run_git("rev-list", "HEAD").out.decode().split() == [second, first]
    with pytest.raises(GitFault, match="A grafts file changes") as caught:
        settled(root)
    assert str(grafts) in caught.value.hint


def test_a_sparse_checkout_is_refused(root: Path) -> None:
    repos.commit(root, {"a/1": "1", "b/1": "1"})
    repos.git(root, "sparse-checkout", "set", "a")
    with pytest.raises(GitFault) as caught:
        settled(root)
    assert "git sparse-checkout disable" in caught.value.hint


# --- making ---


@pytest.mark.parametrize(
    ("checked_out", "settings", "hint"),
    [
        ("main", {"branch.main.merge": "refs/heads/main"}, None),
        ("draft", {}, None),
        ("draft", {"branch.draft.merge": "refs/heads/main", "branch.draft.remote": "."}, None),
        ("draft", {"branch.main.merge": "refs/heads/main", "branch.main.remote": "origin"}, "git switch main"),
        ("draft", {"branch.draft.merge": "refs/heads/main", "branch.main.merge": "refs/heads/main"}, "git switch main"),
        ("trunk", {"branch.trunk.merge": "refs/heads/other"}, "git branch -m trunk other"),
        ("draft", {"branch.trunk.merge": "refs/heads/other"}, "git switch trunk"),
        ("trunk", {"branch.trunk.merge": "refs/heads/it's;ours"}, """git branch -m trunk 'it'"'"'s;ours'"""),
    ],
)
def test_a_branch_other_than_the_shared_one_is_refused_with_the_next_command(
    root: Path, checked_out: str, settings: dict[str, str], hint: str | None
) -> None:
    stands = BranchState(checked_out, {f"refs/heads/{name}": "0" * 40 for name in ("main", "draft", "trunk")})
    fault = find_wrong_branch_fault(Git(root), stands, settings)
    assert (fault.hint.partition(": ")[2] if fault else None) == hint


def test_a_new_repository_has_the_attributes_and_excludes_of_apj_and_no_hooks(tmp_path: Path, own_home: Path) -> None:
    mark = hostile_home(own_home)
    git = Git(tmp_path / "a" / "new")
    found = init_repository(git)
    assert (read_branch_state(git).checked_out, read_branch_state(git).head) == ("main", None)
    assert not (found.git_dir / "hooks").exists()
    assert (found.git_dir / "info/attributes").read_text("utf-8") == f"{ATTRIBUTES}\n"
    assert (found.git_dir / "info/exclude").read_text("utf-8") == "private/\n"
    assert not mark.exists()


def test_init_keeps_the_files_of_an_existing_repository(root: Path) -> None:
    commit = repos.commit(root, {"a": "1"})
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/exclude").write_text("*.swp", "utf-8")
    (root / ".git/info/attributes").write_bytes(b"*.md diff=\xff\n")
    init_repository(Git(root))
    assert repos.tip(root) == commit
    assert (root / ".git/info/exclude").read_text("utf-8") == "*.swp\nprivate/\n"
    assert (root / ".git/info/attributes").read_bytes() == b"*.md diff=\xff\n" + f"{ATTRIBUTES}\n".encode()


def test_protecting_a_repository_twice_writes_only_once(tmp_path: Path) -> None:
    root = tmp_path / "new"
    repository = init_repository(Git(root))
    attributes = root / ".git/info/attributes"
    write_protections(repository)
    assert attributes.read_text("utf-8").count(ATTRIBUTES) == 1
    with attributes.open("a", encoding="utf-8") as file:
        file.write("*.md filter=odd\n")
    with (root / ".git/info/exclude").open("a", encoding="utf-8") as file:
        file.write("*.swp\n")
    write_protections(repository)
    assert attributes.read_text("utf-8").splitlines()[-1] == ATTRIBUTES
    assert (root / ".git/info/exclude").read_text("utf-8") == "private/\n*.swp\n"
    assert sorted(path.name for path in (root / ".git/info").iterdir()) == ["attributes", "exclude"]


def test_a_partners_gitattributes_have_no_effect(root: Path, own_home: Path) -> None:
    mark = hostile_home(own_home)
    init_repository(Git(root))
    repos.write(root, {".gitattributes": "* filter=odd diff=odd merge=odd text eol=crlf ident\n", "a.md": "$Id$\n"})
    Git(root).run_git("add", "-A")
    assert Git(root).run_git("show", ":a.md").out == b"$Id$\n"
    assert not mark.exists()


def test_a_shared_repository_refuses_force_and_deletion(tmp_path: Path, root: Path) -> None:
    shared = tmp_path / "usb" / "shared.git"
    init_shared(shared, Git(root))
    repos.commit(root, {"a": "1"})
    first = repos.tip(root)
    repos.commit(root, {"a": "2"})
    repos.git(root, "push", "-q", str(shared), "main")
    repos.git(root, "push", "-q", "--force", str(shared), f"{first}:refs/heads/main", ok=(1,))
    repos.git(root, "push", "-q", str(shared), ":refs/heads/main", ok=(1,))
    assert repos.tip(shared, "refs/heads/main") == repos.tip(root)
    assert repos.git(shared, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert repos.git(shared, "config", "receive.fsckObjects") == "true"
    assert not (shared / "hooks").exists()


@pytest.mark.parametrize("left", ["", "HEAD", "HEAD config objects/pack/ refs/heads/"])
def test_init_shared_completes_a_repository_that_a_killed_git_left(tmp_path: Path, root: Path, left: str) -> None:
    shared = tmp_path / "shared.git"
    shared.mkdir()
    for name in left.split():
        (shared / name).parent.mkdir(parents=True, exist_ok=True)
        text = "ref: refs/heads/main\n" if name == "HEAD" else ""
        (shared / name).mkdir() if name.endswith("/") else (shared / name).write_text(text)
    init_shared(shared, Git(root))
    assert repos.git(shared, "config", "receive.denyDeletes") == "true"


@of_a_group
@pytest.mark.parametrize("mode", [0o775, 0o2755, 0o2770])
def test_a_shared_repository_in_a_groups_folder_is_writable_by_the_group(tmp_path: Path, root: Path, mode: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    disk.chmod(mode)
    init_shared(disk / "journal.git", Git(root))
    repos.commit(root, {"a": "1"})
    repos.git(root, "push", "-q", str(disk / "journal.git"), "main")
    made = [disk / "journal.git", *(disk / "journal.git").rglob("*")]
    assert {path.stat().st_gid for path in made} == {disk.stat().st_gid}
    assert all(path.stat().st_mode & 0o2070 == 0o2070 for path in made if path.is_dir())
    assert all(path.stat().st_mode & stat.S_IRGRP for path in made)
    assert repos.git(disk / "journal.git", "config", "core.sharedRepository") in {"group", "1"}


@of_a_group
def test_an_empty_folder_of_a_group_becomes_a_repository_for_the_group(tmp_path: Path, root: Path) -> None:
    shared = tmp_path / "journal.git"
    shared.mkdir()
    shared.chmod(0o2775)
    init_shared(shared, Git(root))
    assert repos.git(shared, "config", "core.sharedRepository") in {"group", "1"}
    assert (shared / "objects").stat().st_mode & 0o2020 == 0o2020


def test_a_shared_repository_in_a_private_folder_is_not_writable_by_others(tmp_path: Path, root: Path) -> None:
    tmp_path.chmod(0o755)
    init_shared(tmp_path / "usb" / "journal.git", Git(root))
    assert repos.git(tmp_path / "usb/journal.git", "config", "core.sharedRepository", ok=(1,)) == ""
    assert not any(path.stat().st_mode & stat.S_IWGRP for path in (tmp_path / "usb/journal.git").rglob("*"))


@of_a_group
def test_a_shared_repository_in_a_folder_of_a_group_without_me_belongs_to_me(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    tmp_path.chmod(0o777)
    monkeypatch.setattr(os, "chown", refuse)
    init_shared(tmp_path / "journal.git", Git(root))
    monkeypatch.delattr(os, "chown", raising=False)  # as on Windows
    init_shared(tmp_path / "another.git", Git(root))
    for name in ("journal.git", "another.git"):
        assert repos.git(tmp_path / name, "config", "core.sharedRepository", ok=(1,)) == ""


def test_a_repository_with_commits_is_not_recreated(tmp_path: Path, root: Path) -> None:
    shared = repos.new_bare(tmp_path / "shared.git")
    repos.commit(root, {"a.md": "a"})
    repos.git(root, "push", "-q", str(shared), "main")
    (tmp_path / "HEAD").touch()
    for place in (shared, tmp_path / "HEAD"):
        with pytest.raises(GitFault, match="already exists"):
            init_shared(place, Git(root))


def test_init_shared_refuses_an_existing_file_or_folder(tmp_path: Path, root: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "file", root):
        with pytest.raises(GitFault, match="already exists"):
            init_shared(place, Git(root))
    init_shared(tmp_path / "empty", Git(root))


def test_plain_push_and_pull_work_after_the_remote_is_set(tmp_path: Path, root: Path) -> None:
    shared = repos.new_bare(tmp_path / "shared.git")
    git = Git(root)
    for url in ("https://example.org/old", str(shared)):
        set_remote(git, Address(url, Transport.FILE))
    assert (found := find_configured_remote(git, list_settings(git), "main")) is not None
    assert found.fetch.url == str(shared)
    commit = repos.commit(root, {"a": "1"})
    repos.git(root, "push", "-q")
    repos.git(root, "pull", "-q")
    assert repos.tip(shared, "refs/heads/main") == commit
    assert repos.git(root, "status", "-sb") == "## main...origin/main"
