"""Find merges that returned a partner's file to an older version, by choosing the side without the newer one.

In such a merge, every file equals that of some parent, so no log of changes lists it. It shows in that the version at
the tip is not the newest one written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.ancestry import PathChange
from apjournal.gitrepo.plumbing.histories import Histories
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import list_differences
from apjournal.gitrepo.verify.history_walk import find_generated, get_blob_id_at, is_touch_generated
from apjournal.model.handle import Handle
from apjournal.model.history import HistoryCommit, RevertingMerge, WalkedHistory

Candidate = tuple[str, Sequence[str]]
"""A path whose text at the tip is not one of its newest texts, and the commits of the walk that wrote those."""


def find_reverting_merges(
    git: Git, objects: Objects, past: WalkedHistory, tip: Mapping[str, str]
) -> Iterator[RevertingMerge]:
    """Yield the merges that returned files in partners' folders to a version from before a newer change.

    `tip` contains the files of the tip (path → blob id). If neither of two changes is based on the other, a merge may
    choose either. Files that sync generates are left out, because the next sync of their owner writes them again.
    """
    histories = ancestry.read_histories(git, past.tip)
    for path, newest in (*_list_touched(past, histories, tip), *_list_untouched(objects, past)):
        folder = _find_owner(past, path)
        merge = _find_merge(objects, past, histories, path, newest) if folder else None
        if folder and merge:
            yield RevertingMerge(path, folder, merge, newest[0] if newest else past.since or past.tip)


def _list_touched(past: WalkedHistory, histories: Histories, tip: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the paths that commits of the walk wrote and whose newest text is not at the tip."""
    for path, touches in past.by_path.items():
        now = tip.get(path)
        if touches[0][1].after == now or all(touch.generated for _, touch in touches):
            continue
        newest, older = dict[str, str | None](), frozenset[str]()
        for commit, touch in touches:
            if commit.id not in older:
                newest[commit.id] = touch.after
                older |= histories.collect_ancestors(commit.id)
        if now not in newest.values():
            yield path, tuple(newest)


def _list_untouched(objects: Objects, past: WalkedHistory) -> Iterator[Candidate]:
    """Yield the paths that changed since the walk began, although no commit of the walk wrote them."""
    differences = list_differences(objects, past.since, past.tip) if past.since else ()
    changes = [PathChange(one.path, (one.before,), one.after) for one in differences]
    generated = find_generated(objects, changes)
    for change in changes:
        if change.path not in past.by_path and not is_touch_generated(change, generated):
            yield change.path, ()


def _find_merge(
    objects: Objects, past: WalkedHistory, histories: Histories, path: str, newest: Sequence[str]
) -> str | None:
    """Return the oldest merge that contains the newest writes of a path but not their text, or None."""
    now, since = get_blob_id_at(objects, past.tip, path), past.since
    is_parallel = since and newest and not any(histories.is_ancestor(since, one) for one in newest)
    if since and is_parallel and get_blob_id_at(objects, since, path) == now:
        return None  # the text at the beginning of the walk was chosen
    for merge in past.merges:
        knows = all(histories.is_ancestor(commit, merge.id) for commit in newest)
        if knows and get_blob_id_at(objects, merge.id, path) == now and _has_other_text(objects, merge, path, now):
            return merge.id
    return None


def _has_other_text(objects: Objects, merge: HistoryCommit, path: str, now: str | None) -> bool:
    return any(get_blob_id_at(objects, parent, path) != now for parent in merge.parents)


def _find_owner(past: WalkedHistory, path: str) -> Handle | None:
    folder, slash, _ = path.partition("/")
    return Handle(folder) if slash and folder in past.partners else None
