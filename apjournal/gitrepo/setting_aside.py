"""Which of the paths that arrive are set aside: by name and mode, beside their twins, and by size."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from apjournal.errors import GitFault
from apjournal.gitrepo import quarantine
from apjournal.gitrepo.objects import LARGEST_BLOB, Objects
from apjournal.gitrepo.quarantine import Quarantined, Reason
from apjournal.gitrepo.runner import Git
from apjournal.gitrepo.trees import Difference, Entry
from apjournal.model.handle import Handle

_IGNORE = ".gitignore"


def find_quarantined(
    git: Git,
    objects: Objects,
    changes: Sequence[Difference],
    old: str,
    new: str,
    *,
    me: Handle | None,
    trusted: Collection[str],
) -> Mapping[str, Reason]:
    """Find what is not checked out on the way from `old` (a commit, or the empty tree) to `new`, and why.

    `changes` are their differences, or some of them; the rest as for `quarantine.reason`. Raises `GitFault` when a text
    is not here.
    """

    def names(folder: str) -> Iterator[str]:
        return (f"{entry.name}/" if entry.is_folder else entry.name for entry in objects.list_folder(new, folder) or ())

    arriving = {change.path: change.after for change in changes if change.after is not None}
    trusted = {*trusted, *find_honest_ignores(objects, arriving)}
    reasons = {
        path: quarantine.find_quarantine_reason(path, entry, me=me, trusted=trusted) for path, entry in arriving.items()
    }
    found = {path: reason for path, reason in reasons.items() if reason is not None}
    # A name that is set aside anyhow is not walked down to: it may be very long.
    added = [change.path for change in changes if change.before is None and change.path not in found]
    twins = quarantine.find_collisions(added, names, lambda path: objects.find_entry(old, path) is not None)
    found |= dict.fromkeys(twins, Reason.COLLISION)
    rest = {path: entry.oid for path, entry in arriving.items() if path not in found}
    large = _find_large_blobs(git, set(rest.values()))
    return found | {path: Reason.TOO_LARGE for path, oid in rest.items() if oid in large}


def find_honest_ignores(objects: Objects, arriving: Mapping[str, Entry]) -> Iterator[str]:
    """Return the ids of each `.gitignore` that is honest, in the root or in a folder."""
    found = {entry.oid for path, entry in arriving.items() if path.rpartition("/")[2] == _IGNORE}
    texts = objects.read_blobs(sorted(found)) if found else {}
    return (oid for oid, data in texts.items() if quarantine.is_honest_ignore(data))


def sort_quarantined(found: Mapping[str, Reason]) -> tuple[Quarantined, ...]:
    """Return the quarantined paths, sorted."""
    return tuple(Quarantined(path, reason) for path, reason in sorted(found.items()))


def _find_large_blobs(git: Git, oids: Collection[str]) -> frozenset[str]:
    """Find the blobs that are too large to be checked out; `GitFault` when one is not here."""
    if not oids:
        return frozenset()
    lines = "".join(f"{oid}\n" for oid in sorted(oids)).encode("ascii")
    out = git.run_git("cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=lines).out.decode("ascii")
    answers = [line.split(" ") for line in out.splitlines()]
    if any(size == "missing" for _, size in answers):
        raise GitFault("Some of what arrived is not here.", "See with git fsck what is missing, and fetch again.")
    return frozenset(oid for oid, size in answers if int(size) > LARGEST_BLOB)
