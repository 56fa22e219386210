"""Who wrote in whose folder: each partner's folder is written by that partner alone.

A commit counts as writing a path only where it differs from *all* its parents there, so that a merge of what others
wrote is nobody's writing. It is foreign when its author's address belongs to another partner; an unknown address is a
question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from apjournal.gitrepo import ancestry
from apjournal.gitrepo.objects import Objects
from apjournal.gitrepo.runner import Git
from apjournal.gitrepo.trees import Difference, Entry, entry
from apjournal.model.handle import Handle


class Standing(StrEnum):
    """Whose address a commit in a partner's folder bears."""

    OWN = "own"
    FOREIGN = "foreign_write"
    UNKNOWN = "unknown_author"


@dataclass(frozen=True, slots=True)
class Writing:
    """What one commit wrote in one partner's folder: each path with what it left there (None: removed).

    `by` is the partner whose address the commit bears, `address` that address as it was written.
    """

    commit: str
    folder: Handle
    standing: Standing
    by: Handle | None
    address: str
    paths: Mapping[str, Entry | None] = field(repr=False)

    @property
    def show(self) -> str:
        """The plain git command that shows it."""
        return f"git show {self.commit[:7]} -- {self.folder}"


def writings(
    git: Git, objects: Objects, since: str | None, until: str, *, addresses: Mapping[Handle, Collection[str]]
) -> tuple[Writing, ...]:
    """List who wrote in the partners' folders in the commits of `until` that are not in `since`, newest first.

    `addresses` gives each partner's addresses in lower case; its keys are the folders looked at. Mine are to come from
    my own side: nobody else says which addresses are mine.
    """
    logged = [
        (log.commit, {touched.path: entry(*touched.after) for touched in log.touched})
        for log in ancestry.log_raw(git, until, since=since)
    ]
    commits = objects.commits(commit for commit, _ in logged)
    found = []
    for commit, written in logged:
        address = commits[commit].author_email
        for folder in addresses:
            paths = {path: left for path, left in written.items() if path.partition("/")[0] == folder}
            if paths:
                found.append(Writing(commit, folder, *standing_of(address, folder, addresses), address, paths))
    return tuple(found)


def standing_of(
    address: str, folder: Handle, addresses: Mapping[Handle, Collection[str]]
) -> tuple[Standing, Handle | None]:
    """Say whose address this is, seen from a folder: its owner's claim comes first."""
    wanted = address.lower()
    if wanted in addresses[folder]:
        return Standing.OWN, folder
    for partner, known in addresses.items():
        if wanted in known:
            return Standing.FOREIGN, partner
    return Standing.UNKNOWN, None


def as_owner_left(me: Handle, written: Sequence[Writing], arrived: Iterable[Difference]) -> Mapping[str, Entry | None]:
    """Find the paths of my folder whose text on the server is another partner's, each as I last left it there.

    `written` are the writings of all that arrived, newest first, `arrived` what it changed against the merge base.
    """
    found: dict[str, Entry | None] = {}
    for difference in arrived:
        path = difference.path
        left = [(writing.standing, writing.paths[path]) for writing in written if path in writing.paths]
        mine = [entry for standing, entry in left if standing is not Standing.FOREIGN]
        if path.partition("/")[0] == me and len(mine) < len(left) and difference.after not in mine:
            found[path] = mine[0] if mine else difference.before
    return found
