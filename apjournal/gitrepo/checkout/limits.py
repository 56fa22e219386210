"""Limits on what may arrive: trees are counted before anything walks them.

A few small trees that contain each other many times mean more paths than any machine can list, and git would list them
all. Here each tree is read once, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.faults import IncompleteDelivery
from apjournal.gitrepo.plumbing.objects import Objects, Outline

MOST_PATHS = 50_000
"""How many files the newest commit may contain, because they could be checked out."""
MOST_PASSING = 500_000
"""How many files an older commit may contain, because removed files are never checked out."""
_COUNTED = 10**9
"""The number of files above which the message omits it."""
MOST_LEVELS = 100
"""How deep folders may be nested."""


def require_bounded(objects: Objects, commits: Iterable[str], tip: str) -> None:
    """Raise `GitFault` if a commit contains more files, or deeper folders, than any journal.

    Each commit counts separately. `tip` is the newest commit, whose files are checked out.
    """
    if not is_bounded(objects, commits, tip):
        raise make_refusal(objects, tip)


def make_refusal(objects: Objects, tip: str) -> GitFault:
    """Return the refusal of too large a commit: how large it is, and what to do."""
    count = _count(objects, tip)
    now = "" if count is None else f"{count:,} now, " if count < _COUNTED else f"over {_COUNTED:,} now, "
    return GitFault(
        f"The server sent more files than a journal may contain ({now}at most {MOST_PATHS:,}), or folders too deep.",
        (
            "Nothing was merged. Ask your partner to remove them with git rm and to sync. If "
            "both of you want them: git pull --no-rebase, then apj sync"
        ),
    )


def is_bounded(objects: Objects, commits: Iterable[str], tip: str) -> bool:
    """Whether commits contain no more files and no deeper folders than apj merges. See `require_bounded`."""
    found = objects.read_commits({*commits, tip})
    roots = {commit.tree for commit in found.values()}
    outlines = _read_outlines(objects, roots)
    if outlines is None:
        return False
    sizes = _measure(roots, outlines)
    newest = sizes[found[tip].tree][0] if tip in found else 0
    most, levels = (max(column) for column in zip((0, 0), *(sizes[root] for root in roots), strict=True))
    return newest <= MOST_PATHS and most <= MOST_PASSING and levels <= MOST_LEVELS


def _count(objects: Objects, commit: str) -> int | None:
    """Count the files of a commit. None if its folders are too deep or too large to be counted."""
    found = objects.read_commits((commit,))
    roots = {one.tree for one in found.values()}
    outlines = _read_outlines(objects, roots)
    return (
        None if outlines is None else sum(size[0] for root, size in _measure(roots, outlines).items() if root in roots)
    )


def _read_outlines(objects: Objects, roots: set[str]) -> dict[str, Outline] | None:
    """Read all trees below some trees, level by level, or None if there are too many levels or a huge tree."""
    found: dict[str, Outline] = {}
    waiting = set(roots)
    for _ in range(MOST_LEVELS + 1):
        if not waiting:
            return found
        read = objects.read_outlines(waiting)
        if waiting - read.keys():  # nobody's attack
            raise IncompleteDelivery
        if any(outline.huge for outline in read.values()):
            return None
        found |= read
        waiting = {folder for outline in read.values() for folder in outline.folders} - found.keys()
    return None


def _measure(roots: set[str], outlines: Mapping[str, Outline]) -> dict[str, tuple[int, int]]:
    """Count the files and the levels of each tree, once. A tree may also occur at a deeper level."""
    known: dict[str, tuple[int, int]] = {}
    waiting = list(roots)
    while waiting:
        oid = waiting[-1]
        outline = outlines[oid]
        if unknown := [folder for folder in outline.folders if folder not in known]:
            waiting.extend(unknown)
            continue
        files = outline.files + sum(known[folder][0] for folder in outline.folders)
        known[oid] = (files, 1 + max((known[folder][1] for folder in outline.folders), default=0))
        waiting.pop()
    return known
