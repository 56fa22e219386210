"""Who wrote in a partner's folder, and whether they undid it, as plain git shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from pathlib import Path
from typing import NamedTuple

from tests.helpers.repos import git


class FolderWrite(NamedTuple):
    """What a commit did to one file of a folder: its content before and after, as ids."""

    commit: str
    address: str
    path: str
    before: str
    after: str


def list_writes(repository: Path, tip: str, commits: Set[str], folder: str) -> list[FolderWrite]:
    """List what these commits of a history wrote in a folder, oldest first.

    A merge wrote what differs from all its parents.
    """
    what = ("-c", "--raw", "--no-abbrev", "--no-renames", "--format=%H %ae")
    log = git(repository, "log", "--topo-order", "--reverse", *what, tip)
    found = []
    commit = address = ""
    for line in filter(None, log.splitlines()):
        if not line.startswith(":"):
            commit, _, address = line.partition(" ")
            continue
        facts, _, path = line.partition("\t")
        parents, words = facts.count(":"), facts.split()
        if commit in commits and path.startswith(f"{folder}/"):
            found.append(FolderWrite(commit, address, path, words[parents + 1], words[2 * parents + 1]))
    return found


def is_undone(writes: Sequence[FolderWrite], authors: Set[str]) -> bool:
    """Whether the writes of the authors to one file left it as it was, and nobody else went on from their text."""
    before = [one.before for one in writes if one.address in authors]
    after = [one.after for one in writes if one.address in authors]
    new = {text for place, text in enumerate(after) if text.strip("0") and text not in before[: place + 1]}
    goes_on = any(one.before in new for one in writes if one.address not in authors)
    return Counter(before) == Counter(after) and not goes_on
