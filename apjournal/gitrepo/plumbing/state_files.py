"""Detect unfinished work in a clone from files, so that every command can do so without starting git."""

from __future__ import annotations

from pathlib import Path

BEHIND = "behind"
"""The name of the file that lists the commits that are missing from the index."""
APPLYING = "applying"
"""The name of the file that exists from the moment when the branch moves until the work tree matches it."""
REBASING = ("rebase-merge", "rebase-apply")
"""The folders of a rebase that is in progress."""

_WITHOUT_FLAGS = 2  # git writes version 3 if an entry has a flag such as skip-worktree, and 4 on request


def is_behind(private: Path) -> bool:
    """Whether a commit is missing from the index. `private` is the folder `.git/apj`."""
    return (private / BEHIND).exists()


def is_pending(private: Path) -> bool:
    """Whether a sync did not finish updating the work tree. `private` is the folder `.git/apj`."""
    return (private / APPLYING).exists()


def is_rebasing(git_folder: Path) -> bool:
    """Whether a rebase is in progress."""
    return any((git_folder / name).exists() for name in REBASING)


def is_operation_in_progress(git_folder: Path) -> bool:
    """Whether a merge, a rebase, a cherry-pick or a revert by plain git is in progress."""
    return any((git_folder / name).exists() for name in (*REBASING, "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"))


def may_skip_paths(git_folder: Path) -> bool:
    """Whether the index may make git skip a path, judging by the version in the index's header."""
    try:
        with (git_folder / "index").open("rb") as file:
            head = file.read(8)
    except OSError:
        return False
    return head[:4] == b"DIRC" and int.from_bytes(head[4:8], "big") > _WITHOUT_FLAGS
