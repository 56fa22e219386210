"""Update the user's index only for the paths that changed, so that other staged changes stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.state_files import BEHIND, may_skip_paths
from apjournal.gitrepo.plumbing.trees import (
    Difference,
    FileEntry,
    compute_empty_tree_id,
    decode_path,
    encode_path,
    format_index_lines,
    list_differences,
)


class Index(Struct, frozen=True):
    """The entries of the index, and the paths that git skips when it compares the work tree (`skip-worktree`)."""

    entries: Mapping[str, FileEntry]
    skipped: frozenset[str]


def read_index(git: Git) -> Index:
    """Return the index. The entry of a path with an unfinished merge differs from every other entry."""
    entries, skipped = {}, set()
    for line in git.run_git("ls-files", "-s", "-t", "-z").out.split(b"\0")[:-1]:
        head, _, name = line.partition(b"\t")
        tag, mode, oid, stage = head.decode("ascii").split(" ")
        path = decode_path(name)
        entries[path] = FileEntry(mode if stage == "0" else "unmerged", oid)
        if tag == "S":
            skipped.add(path)
    return Index(entries, frozenset(skipped))


def list_skipped_paths(git: Git, git_folder: Path) -> frozenset[str]:
    """Return the paths that git skips (`skip-worktree`). Usually there are none, and then no process starts."""
    return read_index(git).skipped if may_skip_paths(git_folder) else frozenset()


def refresh_index(git: Git) -> None:
    """Update the size and time that the index has for each unchanged file, so that git need not read it again.

    Do nothing while the index is locked. Git would run a filter from the settings.
    """
    with suppress(GitFault):
        git.run_git("update-index", "-q", "--refresh", ok=(0, 1))


def update_index(git: Git, index: Index, changes: Sequence[Difference], aside: Collection[str]) -> None:
    """Set new entries for the changed paths that still have the old ones in the index.

    Make git skip quarantined paths.
    """
    due = {change.path: change.after for change in changes if index.entries.get(change.path) == change.before}
    if due:
        width = max(len(entry.oid) for change in changes for entry in (change.before, change.after) if entry)
        git.run_git("update-index", "-z", "--index-info", stdin=format_index_lines(due.items(), width))
    now = {**index.entries, **due}
    arrived = [change for change in changes if change.after and change.path in aside]
    hidden = [change.path for change in arrived if now.get(change.path) == change.after]
    if hidden:
        names = b"".join(encode_path(path) + b"\0" for path in hidden)
        git.run_git("update-index", "--skip-worktree", "-z", "--stdin", stdin=names)


def note_behind(git: Git, old: str | None, new: str) -> None:
    """Record next to the index that it lacks the changes between the commits `old` and `new`.

    `update_index_for_commits` reads the record.
    """
    path = git.root / git.run_git("rev-parse", "--git-path", f"apj/{BEHIND}").line
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{old or compute_empty_tree_id(len(new))} {new}\n")


def update_index_for_commits(git: Git, objects: Objects, private: Path) -> None:
    """Apply to the index the commits recorded by `note_behind`. Do nothing while the index is locked.

    `private` is the folder `.git/apj`.
    """
    noted = [line.split(" ") for line in (private / BEHIND).read_text("ascii").splitlines()]
    try:
        for old, new in noted:
            update_index(git, read_index(git), list_differences(objects, old, new), ())
    except GitFault:
        return
    (private / BEHIND).unlink(missing_ok=True)
