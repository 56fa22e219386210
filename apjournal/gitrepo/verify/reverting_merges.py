"""Merges that returned a file in a partner's folder to an older version, by taking the side without the newer one.

In such a merge, every file equals the file of some parent, so it appears in no log of changes. apj notices it because
the version at the tip is not the newest one written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.ancestry import PathChange
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import list_differences
from apjournal.gitrepo.verify.history_walk import Lineage, find_generated, get_blob_id_at, is_touch_generated
from apjournal.model.handle import Handle
from apjournal.model.history import HistoryCommit, RevertingMerge, WalkedHistory


def find_reverting_merges(
    git: Git, objects: Objects, past: WalkedHistory, tip: Mapping[str, str]
) -> Iterator[RevertingMerge]:
    """Yield the merges that returned files of partners' folders to a version from before a newer change.

    `tip` contains the files of the tip (path → blob id). If two changes are concurrent, a merge may choose either.
    Files that sync writes from the journal are left out, because the next sync of their owner writes them again.
    """
    lineage = Lineage(past)
    for path, touches in past.by_path.items():
        folder = _find_owner(past, path)
        now = tip.get(path)
        if folder is None or touches[0][1].after == now or all(touch.generated for _, touch in touches):
            continue
        newest = lineage.filter_newest([commit for commit, _ in touches])
        if now not in {touch.after for commit, touch in touches if commit in newest}:
            yield from _find_merges_of_path(git, objects, past, lineage, path, folder, newest)
    if past.since is not None:
        changes = [
            PathChange(one.path, (one.before,), one.after) for one in list_differences(objects, past.since, past.tip)
        ]
        generated = find_generated(objects, changes)
        for change in changes:
            folder = None if is_touch_generated(change, generated) else _find_owner(past, change.path)
            if folder is not None and change.path not in past.by_path:
                yield from _find_merges_of_path(git, objects, past, lineage, change.path, folder, ())


def _find_merges_of_path(
    git: Git,
    objects: Objects,
    past: WalkedHistory,
    lineage: Lineage,
    path: str,
    folder: Handle,
    newest: Sequence[HistoryCommit],
) -> Iterator[RevertingMerge]:
    """Yield the oldest merge that has the newest writes among its ancestors, but not their text, if there is one."""
    now = get_blob_id_at(objects, past.tip, path)
    since = past.since if newest else None
    if (
        since
        and get_blob_id_at(objects, since, path) == now
        and not any(_is_descendant(git, since, one) for one in newest)
    ):
        return  # written in parallel to `since`, whose text was chosen
    for merge in past.merges:
        knows = all(lineage.is_ancestor(commit.id, merge.id) for commit in newest)
        if knows and get_blob_id_at(objects, merge.id, path) == now and _has_other_text(objects, merge, path, now):
            yield RevertingMerge(path, folder, merge.id, newest[0].id if newest else past.since or past.tip)
            return


def _is_descendant(git: Git, older: str, newer: HistoryCommit) -> bool:
    return ancestry.is_ancestor(git, older, newer.id) is True


def _has_other_text(objects: Objects, merge: HistoryCommit, path: str, now: str | None) -> bool:
    return any(get_blob_id_at(objects, parent, path) != now for parent in merge.parents)


def _find_owner(past: WalkedHistory, path: str) -> Handle | None:
    folder, slash, _ = path.partition("/")
    return Handle(folder) if slash and folder in past.partners else None
