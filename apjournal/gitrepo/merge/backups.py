"""Backups of my branch before each merge. They are local refs, so that a sync can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.refs import Move
from apjournal.gitrepo.plumbing.runner import Git

BACKUP = "refs/apj/backup/"
"""Prefix of the refs to my newest commit before each merge."""
UNDONE = "refs/apj/undone/"
"""Prefix of the refs to the tip that the branch had before a sync was undone."""
FORMER = "refs/apj/former/"
"""Prefix of refs named like a backup: the server's tip that I had accepted before I accepted a rewritten history."""
PREFIXES = BACKUP, UNDONE, FORMER
KEPT_FOR = timedelta(days=90)

_TIME = "%Y%m%dT%H%M%S.%fZ"


Backups = Mapping[str, str]
"""The refs of all backups, and their commits."""


def plan_backup(backups: Backups, commit: str, at: datetime, *, below: str = BACKUP) -> Move:
    """Plan a ref that protects a commit.

    The ref is named after the moment `at` (aware), and reuses no existing name.
    """
    while backups.get(ref := below + at.astimezone(UTC).strftime(_TIME), commit) != commit:
        at += timedelta(microseconds=1)
    return ref, commit, backups.get(ref)


def plan_note(backups: Backups, saved: Move, former: str) -> list[Move]:
    """Plan a ref that protects the tip `former` next to the backup `saved`.

    Plan nothing if the backup already has such a ref.
    """
    ref = _note_ref_of(saved[0])
    return [] if ref in backups else [(ref, former, None)]


def get_noted_tip(backups: Backups, ref: str) -> str | None:
    """Return the tip that is protected next to a backup, or None."""
    return backups.get(_note_ref_of(ref))


def plan_drop(backups: Backups, ref: str) -> list[Move]:
    """Plan the removal of a backup that is no longer needed, and of the tip protected next to it."""
    return [(each, None, backups[each]) for each in (ref, _note_ref_of(ref)) if each in backups]


def _note_ref_of(ref: str) -> str:
    return FORMER + ref.removeprefix(BACKUP)


def find_newest_backup(git: Git, backups: Backups, head: str) -> tuple[str, str] | None:
    """Return the ref and commit of the last backup among the ancestors of `head`, or None.

    Ancestry decides which backup is the last, never dates, because a clock may go backwards. A backup of `head` itself
    is ignored, because its merge did not happen.
    """
    found = {ref: commit for ref, commit in backups.items() if ref.startswith(BACKUP) and commit != head}
    beside = ancestry.find_unreachable_from(git, head, found.values()) or frozenset()
    commits = ancestry.sort_topologically(git, [commit for commit in found.values() if commit not in beside])
    return max(((ref, commit) for ref, commit in found.items() if commit in commits[-1:]), default=None)


def drop_old(backups: Backups, now: datetime) -> list[Move]:
    """Plan to remove backups older than 90 days. Shared commits are safe without a backup."""
    limit = (now - KEPT_FOR).astimezone(UTC).strftime(_TIME)
    return [(ref, None, commit) for ref, commit in backups.items() if ref.rpartition("/")[2] < limit]
