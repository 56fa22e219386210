"""The intent of a sync: which commits the work tree is moving between, recorded in `.git/apj/applying`.

The file exists from the moment when the branch moves until the work tree matches the branch. Without it, a killed sync
would leave old files behind, and the next sync would commit them as my text. So every command that writes first
finishes an intent that it finds (`worktree.finish_intent`).
"""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.state_files import APPLYING
from apjournal.store.atomic_write import replace_file


class Intent(Struct, frozen=True):
    """A move of the work tree from the commit or tree `old` to `new`.

    `aside` paths are quarantined. `left` paths did not contain the old text, so their files stay unchanged.
    """

    old: str
    new: str
    aside: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def write_intent(private: Path, intent: Intent) -> None:
    """Write an intent to disk, complete or not at all, before the branch moves.

    Raise `GitFault` if another intent is not finished. `private` is the folder `.git/apj`.
    """
    text = json.dumps(asdict(intent))
    replace_file(private, APPLYING, text.encode("ascii"), was=None)


def read_intent(private: Path) -> Intent | None:
    """Read the unfinished intent, or return None. Raise `GitFault` if it is invalid."""
    try:
        data = (private / APPLYING).read_bytes()
    except FileNotFoundError:
        return None
    try:
        found = json.loads(data)
        aside, left = (tuple(str(path) for path in found[name]) for name in ("aside", "left"))
        return Intent(str(found["old"]), str(found["new"]), aside, left)
    except (ValueError, KeyError, TypeError) as error:
        raise GitFault(
            f"{private / APPLYING} cannot be read, so apj cannot finish the last sync.",
            f"Run git status to see which files differ, then remove {private / APPLYING}.",
        ) from error


def remove_intent(private: Path) -> None:
    """Remove the record of a finished intent, if there is one. Raise `GitFault` if the disk prevents that."""
    try:
        (private / APPLYING).unlink(missing_ok=True)
    except OSError as error:
        raise GitFault(
            f"{private / APPLYING} cannot be removed: {error.strerror}.", "Check the disk and its permissions."
        ) from error
