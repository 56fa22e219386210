"""Read commits from loose object files without starting git, for checks that run with every note.

The commits that apj made in this clone are loose, since apj never packs. Packed commits are not found.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from apjournal.gitrepo.plumbing.objects import Commit, parse_commit

_LARGEST = 64 * 1024  # larger than any commit of a journal


def read_loose_history(git_folder: Path, most: int) -> Iterator[Commit]:
    """Yield the commit that is checked out, its first parent, and so on, at most `most` commits.

    Stop at the first packed commit.
    """
    oid = _read_head_commit(git_folder)
    for _ in range(most):
        commit = _read_commit(git_folder, oid) if oid and oid.isalnum() else None
        if commit is None:
            return
        yield commit
        oid = commit.parents[0] if commit.parents else None


def _read_head_commit(git_folder: Path) -> str | None:
    try:
        text = (git_folder / "HEAD").read_text("utf-8").strip()
        return (git_folder / text[5:]).read_text("utf-8").strip() if text.startswith("ref: refs/heads/") else text
    except (OSError, ValueError):
        return None


def _read_commit(git_folder: Path, oid: str) -> Commit | None:
    try:
        with (git_folder / "objects" / oid[:2] / oid[2:]).open("rb") as file:
            data = zlib.decompressobj().decompress(file.read(_LARGEST), _LARGEST)
    except (OSError, ValueError, zlib.error):
        return None
    head, _, content = data.partition(b"\0")
    return parse_commit(oid, content) if head.startswith(b"commit ") else None
