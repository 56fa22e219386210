"""Every `kept.md` through history: which commit added which line, what each says now, and what took a line away.

A line counts as its owner's unless another partner, or an unknown address, wrote it. Lines are compared by what they
say and not by how they are written, so that tidying a file up takes nothing back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from apjournal.format.read.kept import HEADING, read_kept
from apjournal.format.text.document import split_document
from apjournal.gitrepo.audit import find_merge_that_dropped, get_blob_id_at, make_incomplete_history_fault
from apjournal.gitrepo.objects import Objects
from apjournal.model.handle import Handle
from apjournal.model.history import HistoryCommit, PathTouch, WalkedHistory
from apjournal.model.kept import KeptFile, KeptLine, SettledLine
from apjournal.store.layout import KEPT

Said = KeptLine | SettledLine
_TOGETHER = 32  # commits whose versions of a file are held at a time


class KeptVersions:
    """The versions of kept files, each line read once however many of them hold it."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known: dict[str, Said | None] = {}
        self._held: dict[str | None, frozenset[str] | None] = {None: frozenset()}

    def load_versions(self, oids: Iterable[str | None]) -> None:
        """Load several versions at once, and forget those loaded before."""
        wanted = set(oids)
        texts = self._objects.read_blobs(oid for oid in wanted if oid is not None and oid not in self._held)
        held = {oid: lines for oid, lines in self._held.items() if oid in wanted or oid is None}
        self._held = held | {oid: _split_lines(data) for oid, data in texts.items()}

    def get_lines(self, oid: str | None) -> frozenset[str] | None:
        """Return a version's lines as written, None when it is unreadable. Raise `GitFault` when it is not here.

        Raises `GitFault` where it is not here.
        """
        if oid not in self._held:
            self.load_versions((*self._held, oid))
        if oid not in self._held:
            raise make_incomplete_history_fault("A version of a kept.md is missing or damaged here", "git fsck")
        return self._held[oid]

    def parse_lines(self, lines: Iterable[str]) -> set[Said]:
        """Return what lines say, without those that say nothing."""
        asked = set(lines)
        self._parse_new_lines([line for line in asked if line not in self._known])
        return {said for line in asked if (said := self._known[line]) is not None}

    def parse_version(self, oid: str | None) -> set[Said]:
        """Return everything that a version says."""
        return self.parse_lines(self.get_lines(oid) or ())

    def _parse_new_lines(self, new: list[str]) -> None:
        """Read lines together, below a heading: the first line of a file may be taken for a fence."""
        file = read_kept("\n".join([HEADING, *new]).encode()).value or KeptFile()
        self._known.update(dict.fromkeys(new))
        found: tuple[Said, ...] = (*file.lines, *file.settled)
        self._known.update((new[said.line - 2], said) for said in found)


@dataclass(frozen=True)
class KeptHistory:
    """One keeper's file. `added`: the commits that added each line, oldest first; `before`: what it said at `since`.

    `now` is what it says at the tip, or in its newest version that can be read.
    """

    past: WalkedHistory
    keeper: Handle
    added: dict[Said, list[HistoryCommit]]
    before: set[Said]
    now: set[Said]

    @property
    def path(self) -> str:
        """Where the file stands."""
        return f"{self.keeper}/{KEPT}"

    def is_own(self, line: SettledLine) -> bool:
        """Whether the keeper added a line under an address of her own."""
        writings = [commit.find_writing_in(self.keeper) for commit in self.added.get(line, ())]
        return any(written is not None and written.by == self.keeper for written in writings)


def trace_kept_file(objects: Objects, past: WalkedHistory, versions: KeptVersions, keeper: Handle) -> KeptHistory:
    """Follow one keeper's file through the commits of `past`."""
    path = f"{keeper}/{KEPT}"
    added: dict[Said, list[HistoryCommit]] = {}
    touches = past.list_touches(path)[::-1]
    for start in range(0, len(touches), _TOGETHER):
        together = touches[start : start + _TOGETHER]
        versions.load_versions(oid for _, touch in together for oid in (*touch.before, touch.after))
        for commit, touch in together:
            for said in _find_added(versions, keeper, commit, touch):
                added.setdefault(said, []).append(commit)
    below = versions.parse_version(get_blob_id_at(objects, past.since, path)) if past.since else set()
    return KeptHistory(
        past, keeper, added, below, versions.parse_version(_find_newest_readable(objects, past, versions, path))
    )


def _find_added(versions: KeptVersions, keeper: Handle, commit: HistoryCommit, touch: PathTouch) -> set[Said]:
    """Return what a keeper's commit added: what none of the versions before it says."""
    written = commit.find_writing_in(keeper)
    after = versions.get_lines(touch.after)
    if after is None or (written is not None and written.by != keeper):
        return set()
    before = frozenset[str]().union(*(versions.get_lines(oid) or () for oid in touch.before))
    return versions.parse_lines(after - before) - versions.parse_lines(before - after)


def _find_newest_readable(objects: Objects, past: WalkedHistory, versions: KeptVersions, path: str) -> str | None:
    now = get_blob_id_at(objects, past.tip, path)
    older = (touch.after for _, touch in past.list_touches(path))
    return next((oid for oid in (now, *older) if versions.get_lines(oid) is not None), None)


def find_removing_commit(
    objects: Objects, file: KeptHistory, versions: KeptVersions, holds: Callable[[set[Said]], bool]
) -> str:
    """Find the newest commit after which the file no longer `holds` what it held before."""

    def has(oid: str | None) -> bool:
        return holds(versions.parse_version(oid))

    for commit, touch in file.past.list_touches(file.path):
        if not has(touch.after) and any(map(has, touch.before)):
            return commit.id
    return find_merge_that_dropped(objects, file.past, file.path, has)


def _split_lines(data: bytes) -> frozenset[str] | None:
    document, _ = split_document(data)
    return None if document is None else frozenset(document.text.split("\n"))
