"""The work tree follows the branch: completely, also after a kill, and never over text of mine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.checkout import plain_files, resume, worktree
from apjournal.gitrepo.checkout.quarantine import Quarantined, Reason
from apjournal.gitrepo.checkout.resume import Intent
from apjournal.gitrepo.checkout.worktree import EditedMeanwhile, Plan
from apjournal.gitrepo.plumbing import refs, trees
from apjournal.gitrepo.plumbing.faults import IncompleteDelivery, RefMoved
from apjournal.gitrepo.plumbing.objects import LARGEST_BLOB, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.state_files import APPLYING, is_operation_in_progress, is_pending
from apjournal.model.handle import Handle
from apjournal.store.atomic_write import replace_file
from tests.helpers import repos

ANA = Handle("ana")
MAIN = "refs/heads/main"
BEFORE = {"ana/2026-W48.md": "mine\n", "ben/2026-W48.md": "one\n", "ben/old/note.md": "old\n", "agreement.md": "a\n"}
AFTER = {"ben/2026-W48.md": "two\n", "ben/2026-W49.md": "new\n", "ben/old/note.md": None, "agreement.md": "b\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = repos.new_repository(tmp_path / "journal")
    repos.commit(root, BEFORE)
    return root


@pytest.fixture
def private(root: Path) -> Path:
    folder = root / ".git" / "apj"
    folder.mkdir()
    return folder


def arrived(root: Path, files: Mapping[str, str | bytes | None]) -> str:
    """Make a commit on top that is only in the repository, as after a fetch and a merge."""
    old = repos.tip(root)
    new = repos.commit(root, files)
    repos.git(root, "reset", "-q", "--hard", old)
    return new


def arrived_tree(root: Path, *lines: str) -> str:
    """Make a commit on top with odd entries: lines in the form of `git update-index --index-info`."""
    old = repos.tip(root)
    repos.git(root, "update-index", "--index-info", stdin="".join(f"{line}\n" for line in lines).encode())
    tree = repos.git(root, "write-tree")
    repos.git(root, "reset", "-q", "--hard", old)
    return repos.git(root, "commit-tree", tree, "-p", old, "-m", "odd", **repos.who(repos.BEN))


def later(root: Path, line: str) -> str:
    """Make a commit on top with one more entry, ignoring the work tree and the index."""
    index = str(root / ".git/another-index")
    repos.git(root, "read-tree", "HEAD", GIT_INDEX_FILE=index)
    repos.git(root, "update-index", "--index-info", stdin=f"{line}\n".encode(), GIT_INDEX_FILE=index)
    tree = repos.git(root, "write-tree", GIT_INDEX_FILE=index)
    return repos.git(root, "commit-tree", tree, "-p", "HEAD", "-m", "later", **repos.who(repos.BEN))


def blob(root: Path, text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return repos.git(root, "hash-object", "-w", "--stdin", stdin=data)


def plan(git: Git, objects: Objects, new: str) -> Plan:
    return worktree.plan_move(git, objects, git.root / ".git" / "apj", repos.tip(git.root), new, me=ANA)


def bring(git: Git, objects: Objects, private: Path, new: str) -> tuple[str, ...]:
    return worktree.move_branch_and_files(git, objects, private, MAIN, plan(git, objects, new))


def status(root: Path) -> str:
    return repos.git(root, "status", "--porcelain", "--untracked-files=all")


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_moving_the_branch_updates_files_and_index(git: Git, objects: Objects, private: Path, root: Path) -> None:
    new = arrived(root, AFTER)
    assert bring(git, objects, private, new) == ()
    assert repos.tip(root) == new
    assert status(root) == ""
    assert text(root, "ben/2026-W49.md") == "new\n"
    assert not (root / "ben/old").exists()
    assert not is_pending(private)
    assert repos.is_sound(root)


def test_planning_a_move_lists_each_folder_only_once(
    git: Git, objects: Objects, private: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = repos.tip(root), arrived(root, {f"ben/2025-W{week:02}.md": "x\n" for week in range(1, 40)})
    listed: list[str] = []
    list_names = Objects.list_names
    monkeypatch.setattr(Objects, "list_names", lambda own, *place: listed.append(place[1]) or list_names(own, *place))
    assert len(worktree.plan_move(git, objects, private, old, new, me=ANA).changes) == 39
    assert listed == ["ben"]


def test_files_that_i_staged_stay_staged_after_a_merge(git: Git, objects: Objects, private: Path, root: Path) -> None:
    new = arrived(root, AFTER)
    repos.write(root, {"ana/2026-W48.md": "staged\n", "ana/new.md": "staged\n"})
    repos.git(root, "add", "ana")
    repos.write(root, {"ana/2026-W48.md": "and edited\n"})
    assert bring(git, objects, private, new) == ()
    assert status(root) == "MM ana/2026-W48.md\nA  ana/new.md"


def test_an_index_entry_that_i_staged_is_left_unchanged(git: Git, objects: Objects, private: Path, root: Path) -> None:
    new = arrived(root, AFTER)
    repos.write(root, {"ben/2026-W48.md": "staged\n"})
    repos.git(root, "add", "ben")
    assert bring(git, objects, private, new) == ("ben/2026-W48.md",)
    assert repos.git(root, "show", ":ben/2026-W48.md") == "staged"
    assert text(root, "ben/2026-W48.md") == "staged\n"


def test_a_partners_file_that_i_edited_is_left_unchanged_and_reported(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, AFTER)
    repos.write(root, {"ben/2026-W48.md": "my remarks\n"})
    planned = plan(git, objects, new)
    assert (planned.left, planned.blocked) == (("ben/2026-W48.md",), ())
    assert worktree.move_branch_and_files(git, objects, private, MAIN, planned) == ("ben/2026-W48.md",)
    assert text(root, "ben/2026-W48.md") == "my remarks\n"
    assert status(root) == " M ben/2026-W48.md"


@pytest.mark.parametrize(
    ("untracked", "way_out"),
    [
        (["ben/new one.md"], "Move it elsewhere (mv -n 'ben/new one.md' ~), then"),
        (["ana/new.md"], "Commit it or move it elsewhere, then"),
        (
            ["ana/new.md", "ben/new one.md"],
            "Commit ana/new.md, and move the other files elsewhere (mv -n 'ben/new one.md' ~), then",
        ),
    ],
    ids=["theirs", "mine", "both"],
)
def test_nobody_is_asked_to_commit_files_in_another_partners_folder(
    git: Git, objects: Objects, root: Path, untracked: list[str], way_out: str
) -> None:
    new = arrived(root, dict.fromkeys(untracked, "arrived\n"))
    repos.write(root, dict.fromkeys(untracked, "mine\n"))
    with pytest.raises(GitFault, match=f"uncommitted text: {', '.join(untracked)}.") as caught:
        worktree.require_free(plan(git, objects, new))
    assert caught.value.hint.startswith(way_out)
    assert "nothing was changed" not in caught.value.hint


@pytest.mark.parametrize("path", ["ana/2026-W48.md", "agreement.md"])
def test_my_uncommitted_text_stops_a_merge_that_would_change_it(
    git: Git, objects: Objects, private: Path, root: Path, path: str
) -> None:
    old = repos.tip(root)
    new = arrived(root, {path: "from the phone\n"})
    repos.write(root, {path: "being written\n"})
    with pytest.raises(GitFault, match=path):
        bring(git, objects, private, new)
    assert repos.tip(root) == old
    assert text(root, path) == "being written\n"
    assert not is_pending(private)


def test_my_uncommitted_text_in_an_unchanged_file_does_not_stop_a_merge(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, AFTER)
    repos.write(root, {"ana/2026-W48.md": "being written\n"})
    assert bring(git, objects, private, new) == ()
    assert text(root, "ana/2026-W48.md") == "being written\n"


@pytest.mark.parametrize("ignored", [False, True])
def test_an_untracked_file_is_never_overwritten(
    git: Git, objects: Objects, private: Path, root: Path, ignored: bool
) -> None:
    old = repos.tip(root)
    new = arrived(root, AFTER)
    repos.write(root, {"ben/2026-W49.md": "a draft of mine\n"})
    if ignored:
        (root / ".git/info/exclude").write_text("ben/2026-W49.md\n")
    with pytest.raises(GitFault, match="2026-W49"):
        bring(git, objects, private, new)
    assert repos.tip(root) == old
    assert text(root, "ben/2026-W49.md") == "a draft of mine\n"


def test_an_untracked_file_with_the_arriving_text_does_not_stop_a_merge(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, AFTER)
    repos.write(root, {"ben/2026-W49.md": "new\n"})
    assert bring(git, objects, private, new) == ()
    assert status(root) == ""


def test_a_file_that_i_removed_without_a_commit_is_not_recreated(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, AFTER)
    (root / "ben/2026-W48.md").unlink()
    assert bring(git, objects, private, new) == ("ben/2026-W48.md",)
    assert not (root / "ben/2026-W48.md").exists()


def test_a_symlinked_folder_is_not_followed(
    git: Git, objects: Objects, private: Path, root: Path, tmp_path: Path
) -> None:
    new = arrived(root, {"ben/2026-W48.md": "two\n"})
    outside = tmp_path / "outside"
    (root / "ben").rename(outside)
    (root / "ben").symlink_to(outside)
    assert bring(git, objects, private, new) == ("ben/2026-W48.md",)
    assert (outside / "2026-W48.md").read_text() == "one\n"


def test_a_symlink_in_place_of_a_file_is_not_written_through(
    git: Git, objects: Objects, private: Path, root: Path, tmp_path: Path
) -> None:
    new = arrived(root, {"ben/2026-W48.md": "two\n"})
    outside = tmp_path / "outside.md"
    outside.write_text("one\n")
    (root / "ben/2026-W48.md").unlink()
    (root / "ben/2026-W48.md").symlink_to(outside)
    assert bring(git, objects, private, new) == ("ben/2026-W48.md",)
    assert outside.read_text() == "one\n"


def test_a_file_can_be_replaced_by_a_folder_and_a_folder_by_a_file(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived_tree(
        root,
        f"0 {'0' * 40}\tben/old/note.md",
        f"0 {'0' * 40}\tben/2026-W48.md",
        f"100644 {blob(root, 'file')}\tben/old.md",
        f"100644 {blob(root, 'below')}\tben/2026-W48.md/below.md",
    )
    assert bring(git, objects, private, new) == ()
    assert text(root, "ben/old.md") == "file"
    assert text(root, "ben/2026-W48.md/below.md") == "below"
    assert status(root) == ""


def test_a_first_checkout_writes_every_file(tmp_path: Path, root: Path) -> None:
    clone = repos.new_repository(tmp_path / "clone")
    repos.git(clone, "fetch", "-q", str(root), "main:refs/apj/incoming/main")
    (clone / ".git/apj").mkdir()
    git, tip = Git(clone), repos.tip(root)
    with Objects(git) as objects:
        planned = worktree.plan_move(git, objects, clone / ".git/apj", trees.compute_empty_tree_id(), tip, me=None)
        assert worktree.move_branch_and_files(git, objects, clone / ".git/apj", MAIN, planned) == ()
    assert repos.tip(clone) == tip
    assert status(clone) == ""
    assert text(clone, "ben/old/note.md") == "old\n"


# Killed in between


def test_after_a_kill_before_the_branch_moves_no_file_changes(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old, new = repos.tip(root), arrived(root, AFTER)
    resume.write_intent(private, Intent(old, new))
    assert worktree.finish_intent(git, objects, private) == ()
    assert not is_pending(private)
    assert (repos.tip(root), status(root)) == (old, "")


def test_after_a_kill_just_after_the_branch_moves_the_next_command_writes_the_files(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old, new = repos.tip(root), arrived(root, AFTER)
    resume.write_intent(private, Intent(old, new))
    repos.git(root, "update-ref", MAIN, new)
    assert worktree.finish_intent(git, objects, private) == ()
    assert status(root) == ""
    assert text(root, "ben/2026-W48.md") == "two\n"


def test_after_a_kill_between_two_files_the_next_command_writes_the_rest(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old, new = repos.tip(root), arrived(root, AFTER)
    resume.write_intent(private, Intent(old, new))
    repos.git(root, "update-ref", MAIN, new)
    repos.write(root, {"ben/2026-W48.md": "two\n", "ben/old/note.md": None})
    assert worktree.finish_intent(git, objects, private) == ()
    assert status(root) == ""


def test_completing_an_intent_twice_changes_no_file(git: Git, objects: Objects, private: Path, root: Path) -> None:
    old, new = repos.tip(root), arrived(root, AFTER)
    assert bring(git, objects, private, new) == ()
    resume.write_intent(private, Intent(old, new))
    assert worktree.finish_intent(git, objects, private) == ()
    assert status(root) == ""
    assert worktree.finish_intent(git, objects, private) == ()


def test_completing_an_intent_does_not_undo_a_later_commit(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old, new = repos.tip(root), arrived(root, AFTER)
    resume.write_intent(private, Intent(old, new))
    repos.git(root, "update-ref", MAIN, new)
    repos.git(root, "reset", "-q")
    repos.git(root, "add", "ben/2026-W48.md")
    repos.git(root, "commit", "-q", "-m", "by hand", **repos.who(repos.ANA))
    assert worktree.finish_intent(git, objects, private) == ()
    assert text(root, "ben/2026-W48.md") == "one\n"
    assert text(root, "ben/2026-W49.md") == "new\n"
    assert text(root, "agreement.md") == "b\n"
    assert status(root) == ""


def test_an_intent_for_a_commit_that_git_removed_is_discarded(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old = repos.tip(root)
    resume.write_intent(private, Intent(old, "1" * 40))
    assert worktree.finish_intent(git, objects, private) == ()
    assert not is_pending(private)
    assert repos.git(root, "status", "--porcelain") == ""


def test_an_intent_for_a_damaged_commit_in_use_is_kept(git: Git, objects: Objects, private: Path, root: Path) -> None:
    old = repos.tip(root)
    new = repos.commit(root, AFTER)
    resume.write_intent(private, Intent(old, new))
    repos.damage(root, new)
    with pytest.raises(GitFault):
        worktree.finish_intent(git, objects, private)
    assert is_pending(private)


def test_an_intent_on_an_unborn_branch_is_discarded(tmp_path: Path, root: Path) -> None:
    clone = repos.new_repository(tmp_path / "clone")
    repos.git(clone, "fetch", "-q", str(root), "main:refs/apj/incoming/main")
    private = clone / ".git/apj"
    private.mkdir()
    git = Git(clone)
    resume.write_intent(private, Intent(trees.compute_empty_tree_id(), repos.tip(root)))
    with Objects(git) as objects:
        assert worktree.finish_intent(git, objects, private) == ()
    assert not (clone / "ana").exists()


def test_a_branch_that_moved_since_the_plan_is_not_overwritten(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    planned = plan(git, objects, arrived(root, AFTER))
    mine = repos.commit(root, {"ana/2026-W49.md": "meanwhile\n"})
    with pytest.raises(RefMoved):
        worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert (repos.tip(root), status(root)) == (mine, "")
    assert not is_pending(private)


def test_an_unfinished_intent_is_not_replaced_by_a_second_sync(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    planned = plan(git, objects, arrived(root, AFTER))
    resume.write_intent(private, Intent("1" * 40, "2" * 40))
    with pytest.raises(GitFault):
        worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert resume.read_intent(private) == Intent("1" * 40, "2" * 40)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"old": "1", "new": "2", "aside": 3}'])
def test_an_invalid_intent_is_reported_and_kept(git: Git, objects: Objects, private: Path, data: bytes) -> None:
    (private / "applying").write_bytes(data)
    with pytest.raises(GitFault, match="applying") as stopped:
        worktree.finish_intent(git, objects, private)
    assert stopped.value.hint.endswith(f"then remove {private / 'applying'}.")
    assert is_pending(private)


def test_a_full_disk_leaves_the_intent_for_the_next_command(
    git: Git, objects: Objects, private: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(git, objects, arrived(root, AFTER))
    plain = os.fsync
    written = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > 4:
            raise OSError(28, "No space left on device")
        plain(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GitFault, match="No space left"):
        worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert is_pending(private)
    monkeypatch.setattr(os, "fsync", plain)
    assert worktree.finish_intent(git, objects, private) == ()
    assert status(root) == ""


def test_a_file_saved_at_the_last_moment_stops_the_merge(
    git: Git, objects: Objects, private: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = repos.tip(root)
    planned = plan(git, objects, arrived(root, {"ben/2026-W48.md": "two\n", "ana/2026-W49.md": "new\n"}))
    plain = replace_file

    def saved_first(root: Path, path: str, data: bytes, *, was: bytes | None) -> None:
        if path == "ben/2026-W48.md":
            repos.write(root, {path: "saved\n"})
        plain(root, path, data, was=was)

    monkeypatch.setattr(plain_files, "replace_file", saved_first)
    with pytest.raises(EditedMeanwhile, match="ben/2026-W48"):
        worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert repos.tip(root) == old
    assert status(root) == " M ben/2026-W48.md"
    assert text(root, "ben/2026-W48.md") == "saved\n"
    assert worktree.finish_intent(git, objects, private) == ()


def test_editing_a_file_after_a_crash_keeps_the_edit_and_the_old_tip(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old, before = repos.tip(root), text(root, "ana/2026-W48.md")
    new = arrived(root, {**AFTER, "ana/2026-W48.md": "by phone\n"})
    resume.write_intent(private, Intent(old, new))
    repos.git(root, "update-ref", MAIN, new)
    repos.write(root, {"ana/2026-W48.md": before + "more\n"})
    with pytest.raises(EditedMeanwhile, match="ana/2026-W48"):
        worktree.finish_intent(git, objects, private)
    assert repos.tip(root) == old
    assert status(root) == " M ana/2026-W48.md"
    assert text(root, "ana/2026-W48.md") == before + "more\n"
    assert not is_pending(private)


def test_a_locked_index_leaves_the_intent_for_the_next_command(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, AFTER)
    planned = plan(git, objects, new)
    lock = root / ".git/index.lock"
    lock.touch()
    with pytest.raises(GitFault):
        worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert repos.tip(root) == new
    lock.unlink()
    assert worktree.finish_intent(git, objects, private) == ()
    assert status(root) == ""


def test_a_file_that_cannot_be_removed_or_read_is_reported(
    git: Git, objects: Objects, private: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(git, objects, arrived(root, AFTER))

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        with pytest.raises(GitFault, match="cannot be removed"):
            worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "lstat", refused)
        with pytest.raises(GitFault, match="cannot be read"):
            worktree.finish_intent(git, objects, private)
    assert worktree.finish_intent(git, objects, private) == ()


def test_an_intent_that_cannot_be_removed_is_reported(
    git: Git, objects: Objects, private: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(git, objects, arrived(root, AFTER))
    plain = Path.unlink

    def refused(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == APPLYING:
            raise OSError(5, "Input/output error")
        plain(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        with pytest.raises(
            GitFault, match=r"was updated, but some of its files were not: .*/applying cannot be removed"
        ):
            worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert worktree.finish_intent(git, objects, private) == ()
    assert not is_pending(private)


def test_temporary_files_of_a_killed_merge_are_removed_but_never_through_a_symlink(
    git: Git, objects: Objects, private: Path, root: Path, tmp_path: Path
) -> None:
    new = arrived(root, {"ben/2026-W48.md": "two\n", "agreement.md": "b\n"})
    outside = tmp_path / "outside"
    (root / "ben").rename(outside)
    (root / "ben").symlink_to(outside)
    here, there = root / ".agreement.md.0123abcd.tmp", outside / ".2026-W48.md.0123abcd.tmp"
    for left in (here, there):
        left.touch()
    bring(git, objects, private, new)
    assert (here.exists(), there.exists()) == (False, True)


# What is not checked out


def test_an_arriving_symlink_creates_no_file_and_git_reports_no_change(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    target = blob(root, "../../.ssh")
    new = arrived_tree(
        root, f"120000 {target}\tben/link.md", f"120000 {target}\tben/2026-W48.md", f"160000 {'1' * 40}\tben/module"
    )
    planned = plan(git, objects, new)
    assert planned.aside == (
        Quarantined("ben/2026-W48.md", Reason.SYMLINK),
        Quarantined("ben/link.md", Reason.SYMLINK),
        Quarantined("ben/module", Reason.SUBMODULE),
    )
    assert worktree.move_branch_and_files(git, objects, private, MAIN, planned) == ()
    assert sorted(os.listdir(root / "ben")) == ["old"]
    assert status(root) == ""
    repos.git(root, "commit", "-q", "-a", "--allow-empty", "-m", "all", **repos.who(repos.ANA))
    assert "ben/link.md" in repos.files_of(root)


@pytest.mark.parametrize("path", [".obsidian/workspace.json", "tools/run.sh"])
def test_a_file_outside_the_journal_stays_if_its_new_version_is_quarantined(
    git: Git, objects: Objects, private: Path, root: Path, path: str
) -> None:
    repos.commit(root, {path: "mine\n", "ben/2026-W48.md": "one more\n"})
    new = arrived_tree(root, f"100755 {blob(root, 'theirs')}\t{path}", f"120000 {blob(root, 'x')}\tben/2026-W48.md")
    assert bring(git, objects, private, new) == (path,)
    assert text(root, path) == "mine\n"
    assert not (root / "ben/2026-W48.md").exists()
    assert status(root) == ""


def test_a_gitignore_that_unignores_private_is_not_checked_out(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, {".gitignore": "!private/\n"})
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/exclude").write_text("private/\n", "utf-8")
    (root / "private").mkdir()
    (root / "private/diary.md").touch()
    assert bring(git, objects, private, new) == ()
    assert text(root, ".gitignore") == "private/\n"
    assert status(root) == ""
    tree = repos.git(root, "hash-object", "-w", "--stdin", stdin=b"*.mp4\nprivate/\n")
    honest = later(root, f"100644 {tree}\t.gitignore")
    assert bring(git, objects, private, honest) == ()
    assert text(root, ".gitignore") == "*.mp4\nprivate/\n"
    assert status(root) == ""


def test_an_executable_text_file_becomes_a_regular_file_and_git_reports_no_change(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old = repos.git(root, "rev-parse", "HEAD:ben/2026-W48.md")
    new = arrived_tree(root, f"100755 {old}\tben/2026-W48.md", f"100755 {blob(root, 'new')}\tben/2026-W49.md")
    planned = plan(git, objects, new)
    assert planned.aside == ()
    assert worktree.move_branch_and_files(git, objects, private, MAIN, planned) == ()
    for path in ("ben/2026-W48.md", "ben/2026-W49.md"):
        assert not (root / path).stat().st_mode & 0o111
    assert status(root) == ""
    repos.git(root, "commit", "-q", "-a", "--allow-empty", "-m", "all", **repos.who(repos.ANA))
    assert repos.git(root, "diff", "--name-only", new, "HEAD") == ""


def test_a_text_file_that_is_no_longer_executable_is_checked_out_and_git_reports_no_change(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    (root / "ben/2026-W48.md").chmod(0o755)
    repos.commit(root, {}, author=repos.BEN)
    new = arrived_tree(root, f"100644 {blob(root, 'two')}\tben/2026-W48.md")
    (root / "ben/2026-W48.md").chmod(0o755)
    bring(git, objects, private, new)
    assert (text(root, "ben/2026-W48.md"), status(root)) == ("two", "")


def test_after_a_program_is_quarantined_git_still_compares_file_modes(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived_tree(root, f"100755 {blob(root, 'x')}\tben/run.sh")
    assert plan(git, objects, new).aside == (Quarantined("ben/run.sh", Reason.KIND),)
    bring(git, objects, private, new)
    assert repos.git(root, "config", "core.fileMode") == "true"
    assert status(root) == ""


def test_a_folder_is_removed_when_a_quarantined_symlink_replaces_it(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    gone = (f"0 {'0' * 40}\tben/{name}" for name in ("2026-W48.md", "old/note.md"))
    new = arrived_tree(root, *gone, f"120000 {blob(root, '/etc/passwd')}\tben")
    assert bring(git, objects, private, new) == ()
    assert not os.path.lexists(root / "ben")
    assert (repos.tip(root), status(root)) == (new, "")


def test_a_quarantined_path_is_checked_out_once_it_is_a_regular_file(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    odd = arrived_tree(root, f"120000 {blob(root, 'x')}\tben/a.md", f"120000 {blob(root, 'y')}\tben/b.md")
    bring(git, objects, private, odd)
    # made without the index, where a link can't be told to be skipped
    tree = repos.git(root, "rev-parse", f"{odd}~1^{{tree}}")
    repos.git(root, "read-tree", "--index-output=.git/other", tree)
    index = str(root / ".git/other")
    line = f"100644 {blob(root, 'plain')}\tben/a.md\n"
    repos.git(root, "update-index", "--index-info", stdin=line.encode(), GIT_INDEX_FILE=index)
    made = repos.git(root, "write-tree", GIT_INDEX_FILE=index)
    new = repos.git(root, "commit-tree", made, "-p", odd, "-m", "plain", **repos.who(repos.BEN))
    assert bring(git, objects, private, new) == ()
    assert text(root, "ben/a.md") == "plain"
    assert status(root) == ""


def test_a_path_whose_quarantine_no_longer_has_a_reason_is_checked_out(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    assert worktree.find_releasable(git, objects, private, repos.tip(root), me=ANA) == ()
    bring(git, objects, private, arrived(root, {"ben/Notes.md": "one\n", "ben/notes.md": "two\n"}))
    assert worktree.find_releasable(git, objects, private, repos.tip(root), me=ANA) == ()
    new = arrived_tree(root, f"0 {'0' * 40}\tben/notes.md", f"120000 {blob(root, 'x')}\tben/link.md")
    bring(git, objects, private, new)
    (found,) = worktree.find_releasable(git, objects, private, new, me=ANA)
    assert found.path == "ben/Notes.md"
    worktree.check_out(git, objects, (found,))
    assert text(root, "ben/Notes.md") == "one\n"
    repos.write(root, {"ben/Notes.md": "changed\n"})
    assert status(root) == " M ben/Notes.md"
    assert worktree.find_releasable(git, objects, private, new, me=ANA) == ()


def test_releasing_a_quarantined_path_does_not_overwrite_a_new_file(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    repos.git(root, "update-index", "--skip-worktree", "ben/2026-W48.md")
    (root / "ben/2026-W48.md").unlink()
    found = worktree.find_releasable(git, objects, private, repos.tip(root), me=ANA)
    repos.write(root, {"ben/2026-W48.md": "mine\n"})
    worktree.check_out(git, objects, found)
    assert text(root, "ben/2026-W48.md") == "mine\n"
    assert status(root) == " M ben/2026-W48.md"


def test_my_untracked_file_at_a_quarantined_path_is_left_unchanged(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived_tree(root, f"120000 {blob(root, 'x')}\tben/a.md")
    repos.write(root, {"ben/a.md": "mine\n"})
    assert bring(git, objects, private, new) == ("ben/a.md",)
    assert text(root, "ben/a.md") == "mine\n"


def test_my_untracked_file_at_a_released_path_stops_a_merge(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    bring(git, objects, private, arrived_tree(root, f"120000 {blob(root, 'x')}\tben/a.md"))
    repos.write(root, {"ben/a.md": "mine\n"})
    new = later(root, f"100644 {blob(root, 'plain')}\tben/a.md")
    with pytest.raises(GitFault, match=r"ben/a\.md"):
        bring(git, objects, private, new)
    assert text(root, "ben/a.md") == "mine\n"


def test_a_huge_file_and_a_name_that_differs_only_in_case_are_quarantined(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(
        root, {"Ben/2026-W48.md": "his?\n", "ben/2026-w49.md": "x\n", "ben/big.jpg": b"\0" * (LARGEST_BLOB + 1)}
    )
    planned = plan(git, objects, new)
    assert planned.aside == (
        Quarantined("Ben/2026-W48.md", Reason.COLLISION),
        Quarantined("ben/big.jpg", Reason.TOO_LARGE),
    )
    assert worktree.move_branch_and_files(git, objects, private, MAIN, planned) == ()
    assert status(root) == ""


def test_after_a_kill_git_still_skips_a_quarantined_path(git: Git, objects: Objects, private: Path, root: Path) -> None:
    old = repos.tip(root)
    new = arrived_tree(root, f"120000 {blob(root, 'x')}\tben/a.md")
    bring(git, objects, private, new)
    repos.git(root, "update-index", "--no-skip-worktree", "ben/a.md")
    resume.write_intent(private, Intent(old, new, ("ben/a.md",)))
    assert worktree.finish_intent(git, objects, private) == ()
    assert status(root) == ""


def merged_by_hand(root: Path, *settings: str) -> tuple[str, str]:
    """Merge a symlink, a program and a page with plain git, and return the commits before and after."""
    link, program = blob(root, "/etc/passwd"), blob(root, "#!/bin/sh\n")
    new = arrived_tree(
        root,
        f"120000 {link}\tben/2026-W49.md",
        f"100755 {program}\trun.sh",
        f"100644 {blob(root, 'x')}\tben/page.md",
    )
    old = repos.tip(root)
    who = repos.who(repos.ANA)
    repos.git(root, *settings, "merge", "-q", "--no-ff", "-m", "by hand", new, **who)
    return old, repos.tip(root)


SET_ASIDE = (Quarantined("ben/2026-W49.md", Reason.SYMLINK), Quarantined("run.sh", Reason.KIND))


@pytest.mark.parametrize("symlinks", ["true", "false"])
def test_quarantined_files_that_plain_git_checked_out_are_removed(
    git: Git, objects: Objects, root: Path, symlinks: str
) -> None:
    old, new = merged_by_hand(root, "-c", f"core.symlinks={symlinks}")
    assert worktree.remove_quarantined_files(git, objects, old, new, me=ANA) == SET_ASIDE
    assert sorted(os.listdir(root / "ben")) == ["2026-W48.md", "old", "page.md"]
    assert not (root / "run.sh").exists()
    assert (repos.tip(root), status(root)) == (new, "")
    assert worktree.remove_quarantined_files(git, objects, old, new, me=ANA) == (), "once"


def test_a_quarantined_file_that_was_changed_or_staged_is_not_removed(git: Git, objects: Objects, root: Path) -> None:
    old, new = merged_by_hand(root)
    (root / "ben/2026-W49.md").unlink()
    (root / "ben/2026-W49.md").symlink_to("elsewhere")
    repos.git(root, "update-index", "--chmod=-x", "run.sh")
    assert worktree.remove_quarantined_files(git, objects, old, new, me=ANA) == ()
    assert os.readlink(root / "ben/2026-W49.md") == "elsewhere"
    assert (root / "run.sh").exists()


def test_a_name_that_is_not_utf_8_is_quarantined(git: Git, objects: Objects, private: Path, root: Path) -> None:
    old = repos.tip(root)
    line = f"100644 {blob(root, 'x')}\tben/".encode() + b"\xff.md\0"
    repos.git(root, "update-index", "-z", "--index-info", stdin=line)
    tree = repos.git(root, "write-tree")
    repos.git(root, "reset", "-q", "--hard", old)
    new = repos.git(root, "commit-tree", tree, "-p", old, "-m", "odd", **repos.who(repos.BEN))
    assert bring(git, objects, private, new) == ()
    assert sorted(os.listdir(root / "ben")) == ["2026-W48.md", "old"]
    assert status(root) == ""


def test_a_name_that_is_too_long_for_a_file_is_quarantined(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived_tree(root, f"100644 {blob(root, 'x')}\tben/{'l' * 4000}.md")
    assert bring(git, objects, private, new) == ()
    assert status(root) == ""


def test_a_missing_object_stops_the_merge_before_any_change(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    old, new = repos.tip(root), arrived(root, AFTER)
    oid = repos.git(root, "rev-parse", f"{new}:ben/2026-W49.md")
    (root / ".git/objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(IncompleteDelivery):
        bring(git, objects, private, new)
    assert (repos.tip(root), status(root)) == (old, "")


def test_an_object_that_is_damaged_after_the_plan_is_never_written(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, AFTER)
    planned = plan(git, objects, new)
    repos.damage(root, repos.git(root, "rev-parse", f"{new}:ben/2026-W49.md"))
    with pytest.raises(GitFault, match="damaged"):
        worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert is_pending(private)
    assert not (root / "ben/2026-W49.md").exists()


def test_a_path_in_an_unfinished_merge_is_left_unchanged(git: Git, objects: Objects, private: Path, root: Path) -> None:
    new = arrived(root, AFTER)
    one = repos.git(root, "rev-parse", "HEAD:ben/2026-W48.md")
    stages = "".join(f"100644 {one} {stage}\tben/2026-W48.md\n" for stage in (1, 2, 3))
    repos.git(root, "update-index", "--index-info", stdin=stages.encode())
    bring(git, objects, private, new)
    assert repos.git(root, "ls-files", "--unmerged", "ben/2026-W48.md") != ""


def test_the_number_of_git_processes_does_not_grow_with_the_number_of_files(
    git: Git, objects: Objects, private: Path, root: Path
) -> None:
    new = arrived(root, {f"ben/{year}-W01.md": "x\n" for year in range(1970, 2030)})
    with repos.counted_processes() as started:
        bring(git, objects, private, new)
    assert len(started) < 15


def test_a_plan_for_the_current_commit_is_empty(git: Git, objects: Objects, root: Path) -> None:
    assert plan(git, objects, repos.tip(root)) == Plan(repos.tip(root), repos.tip(root))


def test_a_ref_that_cannot_be_moved_leaves_all_files_unchanged(
    git: Git, objects: Objects, private: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(git, objects, arrived(root, AFTER))

    def locked(*_: object) -> None:
        raise GitFault("locked")

    monkeypatch.setattr(refs, "move_refs", locked)
    with pytest.raises(GitFault, match="locked"):
        worktree.move_branch_and_files(git, objects, private, MAIN, planned)
    assert status(root) == ""
    assert worktree.finish_intent(git, objects, private) == ()
    assert status(root) == ""


# ---- what is not part of the journal


@pytest.mark.parametrize("path", [".obsidian/workspace.json", "plan.txt", "shared/plan.md", "ana/photo.jpg"])
@pytest.mark.parametrize("is_tracked", [True, False])
def test_files_outside_the_journal_are_left_unchanged_and_stop_no_merge(
    path: str, is_tracked: bool, git: Git, objects: Objects, private: Path, root: Path
) -> None:
    if is_tracked:
        repos.commit(root, {path: "before\n"})
    new = arrived(root, {path: "theirs\n", "ben/2026-W49.md": "new\n"})
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("mine\n", "utf-8")
    planned = plan(git, objects, new)
    assert (planned.left, planned.blocked) == ((path,), ())
    assert bring(git, objects, private, new) == (path,)
    assert (root / path).read_text("utf-8") == "mine\n"
    assert (root / "ben/2026-W49.md").read_text("utf-8") == "new\n"


# ---- what is half done


@pytest.mark.parametrize("name", ["rebase-merge", "MERGE_HEAD", "REVERT_HEAD"])
def test_an_unfinished_git_operation_is_recognised_by_its_file(name: str, root: Path) -> None:
    assert not is_operation_in_progress(root / ".git")
    (root / ".git" / name).touch()
    assert is_operation_in_progress(root / ".git")
