"""The newest commit: list its files, and find those that are quarantined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apjournal.gitrepo.checkout import quarantine
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.repository import open_repository
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import Difference, FileEntry, compute_empty_tree_id, list_differences
from apjournal.model.handle import Handle
from apjournal.model.history import QuarantinedPath, Replaced, WalkedHistory
from apjournal.store.journal_paths import PARTNER


def list_files(objects: Objects, commit: str) -> dict[str, FileEntry]:
    """Return the entry of every file in a commit, including submodules and symlinks, by path."""
    found = list_differences(objects, compute_empty_tree_id(len(commit)), commit)
    return {change.path: change.after for change in found if change.after is not None}


def find_quarantined_at_tip(
    git: Git,
    objects: Objects,
    past: WalkedHistory,
    now: Mapping[str, FileEntry],
    *,
    me: Handle | None,
    own_texts: frozenset[str],
) -> Iterator[QuarantinedPath]:
    """Yield the quarantined paths of the tip that the commits of `past` changed.

    A sync of all these commits would quarantine the same paths. `own_texts` contains the blob ids of apj's own `.git*`
    files. Files that were in the root when a partner joined are trusted, because that partner checked them then.
    """
    touched = [Difference(path, None, entry) for path, entry in now.items() if path in past.by_path]
    trusted = own_texts.union(_find_files_at_joining(objects, past))
    nothing = compute_empty_tree_id(len(past.tip))
    found = quarantine.find_quarantined(git, objects, touched, nothing, past.tip, me=me, trusted=trusted)
    for path, reason in sorted(found.items()):
        yield QuarantinedPath(
            path, reason.value, past.list_touches(path)[0][0].id, harmful=reason in quarantine.HARMFUL
        )


def _find_files_at_joining(objects: Objects, past: WalkedHistory) -> Iterator[str]:
    """Yield the blob ids of the `.git*` files in the root of each commit that adds a partner's file."""
    for handle in past.partners:
        touches = past.list_touches(f"{handle}/{PARTNER}")
        if touches and not any(touches[-1][1].before):
            root = objects.list_folder(touches[-1][0].id) or ()
            yield from (entry.oid for entry in root if entry.name.startswith(".git"))


def find_replacements(git: Git) -> Iterator[Replaced]:
    """Yield everything in this clone that makes plain git show another history than the committed one.

    apj ignores these replacements.
    """
    for ref in refs.list_refs(git, _REPLACE):
        yield Replaced(ref, ref.removeprefix(_REPLACE))
    if open_repository(git).grafted:
        yield Replaced("grafts", None)


_REPLACE = "refs/replace/"
