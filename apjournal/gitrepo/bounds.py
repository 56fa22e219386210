"""How much may arrive: trees are counted before anything walks them.

A few small trees that hold each other many times stand for more paths than any machine can list, and git would list
them all. Here each tree is read once, however often it stands somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from apjournal.errors import GitFault
from apjournal.gitrepo.objects import Objects, Outline

MOST_PATHS = 50_000
"""How many files the newest commit may hold: so many could be checked out."""
MOST_PASSING = 500_000
"""How many files an older commit may hold: what was taken out again is never checked out."""
MOST_LEVELS = 100
"""How many folders may stand in each other."""


def require_bounded(objects: Objects, commits: Iterable[str], tip: str) -> None:
    """Refuse (`GitFault`) what holds more files, or deeper folders, than any journal; each commit counts for itself.

    `tip` is the newest commit, of which files are checked out.
    """
    if not is_bounded(objects, commits, tip):
        raise GitFault(
            f"What the server sent holds more files ({MOST_PATHS:,}) or deeper folders than any journal.",
            "Nothing was taken over. Ask your partner to take them out again with git rm, and to sync.",
        )


def is_bounded(objects: Objects, commits: Iterable[str], tip: str) -> bool:
    """Whether commits hold no more files and no deeper folders than are taken over; see `require_bounded`."""
    found = objects.commits({*commits, tip})
    newest = {found[tip].tree} if tip in found else set()
    roots = {commit.tree for commit in found.values()}
    outlines = _outlines(objects, roots)
    if outlines is None:
        return False
    return not (_holds_too_much(roots, outlines, MOST_PASSING) or _holds_too_much(newest, outlines, MOST_PATHS))


def _outlines(objects: Objects, roots: set[str]) -> dict[str, Outline] | None:
    """Read all trees below some, level by level; None when there are too many levels, or one tree is huge."""
    found: dict[str, Outline] = {}
    waiting = set(roots)
    for _ in range(MOST_LEVELS + 1):
        if not waiting:
            return found
        read = objects.outlines(waiting)
        if waiting - read.keys():  # nobody's attack
            raise GitFault("Some of what arrived is not here.", "See with git fsck what is missing, and fetch again.")
        if any(outline.huge for outline in read.values()):
            return None
        found |= read
        waiting = {folder for outline in read.values() for folder in outline.folders} - found.keys()
    return None


def _holds_too_much(roots: set[str], outlines: Mapping[str, Outline], most: int) -> bool:
    """Count the files and the levels of each tree, once; a tree may stand deeper than where it was met first."""
    known: dict[str, tuple[int, int]] = {}
    waiting = list(roots)
    while waiting:
        oid = waiting[-1]
        outline = outlines[oid]
        if unknown := [folder for folder in outline.folders if folder not in known]:
            waiting.extend(unknown)
            continue
        files = outline.files + sum(known[folder][0] for folder in outline.folders)
        levels = 1 + max((known[folder][1] for folder in outline.folders), default=0)
        if files > most or levels > MOST_LEVELS:
            return True
        known[oid] = (files, levels)
        waiting.pop()
    return False
