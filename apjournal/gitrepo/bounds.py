"""How much may arrive: trees are counted before anything walks them.

A few small trees that hold each other many times stand for more paths than any machine can list, and git would list
them all. Here each tree is read once, however often it stands somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.errors import GitFault
from apjournal.gitrepo.objects import Objects, TreeEntry
from apjournal.gitrepo.runner import Git

MOST_PATHS = 50_000
"""How many files a commit may hold."""
MOST_LEVELS = 100
"""How many folders may stand in each other."""

_Size = tuple[int, int]  # files, levels


def require_bounded(git: Git, objects: Objects, commits: Iterable[str]) -> None:
    """Refuse (`GitFault`) what holds more files, or deeper folders, than any journal; each commit counts for itself."""
    known: dict[str, _Size] = {}
    for commit in objects.commits(commits).values():
        paths, levels = _size(git, objects, commit.tree, known)
        if paths > MOST_PATHS or levels > MOST_LEVELS:
            raise GitFault(
                f"{commit.id[:7]}, which the server sent, holds more files or deeper folders than any journal.",
                "Nothing was taken over. Show your partner this line before anything else is done.",
            )


def _size(git: Git, objects: Objects, tree: str, known: dict[str, _Size]) -> _Size:
    """Count the files and levels of a tree, as far as the limits go."""
    waiting = [(tree, 1)]
    while waiting:
        oid, level = waiting[-1]
        entries = _entries(git, objects, oid) if level <= MOST_LEVELS else None
        if entries is None:
            return MOST_PATHS + 1, level
        folders = [entry.oid for entry in entries if entry.is_folder]
        unknown = {folder for folder in folders if folder not in known}
        if unknown:
            waiting.extend((folder, level + 1) for folder in unknown)
            continue
        paths = len(entries) - len(folders) + sum(known[folder][0] for folder in folders)
        known[oid] = (min(paths, MOST_PATHS + 1), 1 + max((known[folder][1] for folder in folders), default=0))
        waiting.pop()
    return known[tree]


def _entries(git: Git, objects: Objects, tree: str) -> tuple[TreeEntry, ...] | None:
    """List a tree; None for a huge one. `GitFault` for one that is not here, which is nobody's attack."""
    entries = objects.entries(tree)
    if entries is None and b" tree " not in git.run("cat-file", "--batch-check", stdin=f"{tree}\n".encode()).out:
        raise GitFault("Some of what arrived is not here.", "See with git fsck what is missing, and fetch again.")
    return entries
