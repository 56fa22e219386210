"""Where my branch was before what arrived was merged: local refs, so that a sync can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from apjournal.gitrepo import ancestry, refs
from apjournal.gitrepo.runner import Git

BACKUP = "refs/apj/backup/"
"""Before each merge: the newest commit of mine."""
UNDONE = "refs/apj/undone/"
"""After a sync was taken back: where the branch had been."""
KEPT_FOR = timedelta(days=90)

_TIME = "%Y%m%dT%H%M%S.%fZ"


def save(git: Git, commit: str, at: datetime, *, below: str = BACKUP) -> None:
    """Hold on to a commit under the moment `at` (aware); a second one at the same moment is told apart."""
    taken = refs.under(git, below)
    while (ref := below + at.astimezone(UTC).strftime(_TIME)) in taken:
        at += timedelta(microseconds=1)
    refs.move(git, ref, commit, None)


def newest(git: Git, head: str) -> tuple[str, str] | None:
    """Give the ref and the commit of the last backup on the way to `head`; None where there is none.

    Which is the last is told by ancestry, never by date: a clock may go backwards.
    """
    found = refs.under(git, BACKUP)
    beside = ancestry.outside(git, head, found.values()) or frozenset()
    commits = ancestry.in_order(git, [commit for commit in found.values() if commit not in beside])
    return max(((ref, commit) for ref, commit in found.items() if commit in commits[-1:]), default=None)


def drop(git: Git, ref: str, commit: str) -> None:
    """Let go of one backup."""
    git.run("update-ref", "-m", "apj", "-d", ref, commit)


def drop_old(git: Git, now: datetime) -> None:
    """Let go of backups of more than 90 days; commits that others have are safe without them."""
    limit = (now - KEPT_FOR).astimezone(UTC).strftime(_TIME)
    for below in (BACKUP, UNDONE):
        for ref, commit in refs.under(git, below).items():
            if ref.removeprefix(below) < limit:
                drop(git, ref, commit)
