"""What must hold of a merge before any ref moves, asked of git anew and not of the rules that made it.

Whatever is wrong in the rules, in git or on the disk: a merge that breaks one of these never becomes the branch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from apjournal.gitrepo import ancestry
from apjournal.gitrepo.contested import is_readable
from apjournal.gitrepo.objects import Objects
from apjournal.gitrepo.runner import Git
from apjournal.gitrepo.sides import MergeInput, Owner
from apjournal.gitrepo.trees import Difference, list_differences_of_pairs


def check_merge_invariants(
    git: Git, objects: Objects, sides: MergeInput, *, mine: str, theirs: str, merged: str, kept: Collection[str]
) -> tuple[str, ...]:
    """Return a sentence for each rule that the commit `merged` breaks; empty when it keeps them all.

    My folder is mine but for what I wrote elsewhere, theirs is theirs, no path vanished that neither side removed,
    both sides and every kept commit are ancestors, no key stands twice and no conflict marker in what was merged.
    """
    changes = list_differences_of_pairs(git, objects, (mine, merged), (theirs, merged))
    from_mine, from_theirs = ({change.path: change for change in side} for side in changes)
    found = [
        *_check_folder_owners(sides, from_mine, from_theirs),
        *_check_nothing_vanished(sides, from_mine, from_theirs),
        *_check_readable(objects, from_mine.keys() & from_theirs.keys(), from_mine),
    ]
    lost = ancestry.find_unreachable_from(git, merged, {mine, theirs, *kept})
    if lost is None:
        found.append("The history here is not complete, so it can't be told whether the merge keeps all of it.")
    found.extend(f"The merge would drop the commit {commit[:7]}." for commit in sorted(lost or ()))
    return tuple(found)


def _check_folder_owners(
    sides: MergeInput, from_mine: dict[str, Difference], from_theirs: dict[str, Difference]
) -> Iterator[str]:
    for path, change in sorted(from_mine.items()):
        is_arrived = path in sides.twice or _is_from_me(sides, path, change)
        if sides.get_owner(path) is Owner.ME and not is_arrived:
            yield f"The merge would change {path}, which I did not change elsewhere."
    for path in sorted(from_theirs):
        if sides.get_owner(path) is Owner.OTHER and path not in sides.newer:
            yield f"The merge would change {path}, which is not mine."


def _is_from_me(sides: MergeInput, path: str, change: Difference) -> bool:
    """Whether a change of a file of mine comes from what I wrote elsewhere, also where somebody wrote over that."""
    there = sides.theirs.get(path)
    if there is None or path not in sides.restored:
        return there is not None
    left = sides.restored[path]
    return left == change.after or left != there.before


def _check_nothing_vanished(
    sides: MergeInput, from_mine: dict[str, Difference], from_theirs: dict[str, Difference]
) -> Iterator[str]:
    for path, change in sorted(from_mine.items()):
        there = sides.theirs.get(path)
        is_removed = there is not None and there.after is None
        if change.after is None and not is_removed and sides.get_owner(path) is not Owner.OTHER:
            yield f"The merge would drop {path}, which nobody removed."
    for path, change in sorted(from_theirs.items()):
        here = sides.mine.get(path)
        is_removed = (here is not None and here.after is None) or path in sides.restored
        if change.after is None and not is_removed:
            yield f"The merge would drop {path}, which nobody removed."


def _check_readable(objects: Objects, paths: Collection[str], merged: dict[str, Difference]) -> Iterator[str]:
    for path in sorted(paths):
        entry = merged[path].after
        data = objects.read_blob(entry.oid) if entry else b""
        if data is None or not is_readable(path, data):
            yield f"The merged {path} can't be read."
