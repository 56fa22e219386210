"""Limits on the size of the trees that a server may send, checked before anything reads the trees in full.

A few small trees that contain each other many times can mean more paths than any machine can list, and git would list
all of them. This module reads each tree once, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.faults import IncompleteDelivery
from apjournal.gitrepo.plumbing.objects import Objects, Outline

MOST_PATHS = 50_000
"""The greatest number of files that the newest commit may contain.

These files are checked out, so this limit is lower than `MOST_OLD_PATHS`.
"""
MOST_OLD_PATHS = 500_000
"""The greatest number of files that an older commit may contain. Files that a later commit removed are never checked
out.
"""
_LARGEST_EXACT_COUNT = 10**9
"""The message gives the exact number of files up to this number."""
MOST_LEVELS = 100
"""The greatest depth to which folders may be nested."""
_TOGETHER = 200  # the number of commits whose trees are read at a time


def require_bounded(objects: Objects, commits: Iterable[str], tip: str) -> None:
    """Raise `GitFault` if a commit contains more files, or deeper folders, than a journal may contain.

    The files of each commit are counted separately. `tip` is the newest commit, whose files are checked out.
    """
    if not is_bounded(objects, commits, tip):
        raise make_refusal(objects, tip)


def make_refusal(objects: Objects, tip: str) -> GitFault:
    """Return the fault for a commit that is too large. It says how large the commit is and what to do."""
    count = _count(objects, tip)
    now = (
        ""
        if count is None
        else f"{count:,} now, "
        if count < _LARGEST_EXACT_COUNT
        else f"over {_LARGEST_EXACT_COUNT:,} now, "
    )
    return GitFault(
        (
            f"The server sent more files than a journal may contain ({now}at most {MOST_PATHS:,}), or folders that "
            "are nested too deeply."
        ),
        (
            "Nothing was merged. Ask your partner to remove these files with git rm, and to sync. If "
            "both of you want the files: git pull --no-rebase, then apj sync"
        ),
    )


def is_bounded(objects: Objects, commits: Iterable[str], tip: str) -> bool:
    """Whether every commit is within the limits on files and on nested folders. See `require_bounded`."""
    found = objects.read_commits({*commits, tip})
    roots = {commit.tree for commit in found.values()}
    sizes = _measure_trees(objects, roots)
    if sizes is None:
        return False
    newest = sizes[found[tip].tree].files if tip in found else 0
    most = max((sizes[root].files for root in roots), default=0)
    levels = max((sizes[root].levels for root in roots), default=0)
    return newest <= MOST_PATHS and most <= MOST_OLD_PATHS and levels <= MOST_LEVELS


def _count(objects: Objects, commit: str) -> int | None:
    """Return the number of files in a commit, or None if its folders are too deep or too large to be counted."""
    roots = {one.tree for one in objects.read_commits((commit,)).values()}
    sizes = _measure_trees(objects, roots)
    return None if sizes is None else sum(sizes[root].files for root in roots)


class _Size(Struct, frozen=True):
    """The number of files in a tree and in all folders below it, and the depth to which these folders are nested."""

    files: int
    levels: int


def _measure_trees(objects: Objects, roots: Iterable[str]) -> dict[str, _Size] | None:
    """Return the size of each of the roots and of every tree below them, by tree id.

    Return None if the folders are nested too deeply or a tree is too large to be read. The roots are read in groups,
    because the outlines of trees take far more memory than their sizes.
    """
    known: dict[str, _Size] = {}
    waiting = iter(roots)
    while some := tuple(islice(waiting, _TOGETHER)):
        outlines = _read_outlines(objects, some, known)
        if outlines is None:
            return None
        _measure(some, outlines, known)
    return known


def _read_outlines(objects: Objects, roots: Iterable[str], known: Collection[str]) -> dict[str, Outline] | None:
    """Return the outlines of the `roots` and of all trees below them, except the `known` ones, by tree id.

    Return None if the folders are nested too deeply or a tree is too large to be read. Raise `IncompleteDelivery` if a
    tree is missing.
    """
    found: dict[str, Outline] = {}
    waiting = {root for root in roots if root not in known}
    for _ in range(MOST_LEVELS + 1):
        if not waiting:
            return found
        read = objects.read_outlines(waiting)
        if waiting - read.keys():  # a missing tree is not an attack
            raise IncompleteDelivery
        if any(outline.huge for outline in read.values()):
            return None
        found |= read
        below = {folder for outline in read.values() for folder in outline.folders}
        waiting = {folder for folder in below if folder not in known and folder not in found}
    return None


def _measure(roots: Iterable[str], outlines: Mapping[str, Outline], known: dict[str, _Size]) -> None:
    """Add the size of each root, and of each tree below it, to `known`, computed from the `outlines`.

    The same tree may occur at several levels.
    """
    waiting = [root for root in roots if root not in known]
    while waiting:
        oid = waiting[-1]
        outline = outlines[oid]
        if unknown := [folder for folder in outline.folders if folder not in known]:
            waiting.extend(unknown)
            continue
        below = [known[folder] for folder in outline.folders]
        files = outline.files + sum(size.files for size in below)
        known[oid] = _Size(files, 1 + max((size.levels for size in below), default=0))
        waiting.pop()
