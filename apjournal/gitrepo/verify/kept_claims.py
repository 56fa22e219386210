"""Read every `kept.md` in the history: the copies that its lines claim, and the lines that vanished."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from apjournal.format.read.kept import read_line
from apjournal.format.text.document import MAX_KEPT, read_plain_document
from apjournal.gitrepo.kept.kept_refs import expand_abbreviated_ids
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.ancestry import find_newest_change
from apjournal.gitrepo.plumbing.faults import IncompleteHistory
from apjournal.gitrepo.plumbing.histories import Histories
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.verify.history_walk import find_removing_commit, get_blob_id_at
from apjournal.model.handle import Handle
from apjournal.model.history import HistoryCommit, KeptClaim, PathTouch, Settlement, WalkedHistory
from apjournal.model.kept import KeptLine, SettledLine
from apjournal.store.journal_paths import KEPT

Line = KeptLine | SettledLine
_TOGETHER = 32  # the versions of this many commits are in memory at a time


class KeptFileVersions:
    """The versions of `kept.md` files. Each line is parsed once, however many versions contain it."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known: dict[str, Line | None] = {}
        self._held: dict[str | None, str | None] = {None: ""}

    def load_versions(self, oids: Iterable[str | None]) -> None:
        """Load several versions, given by blob id, at once, and forget the versions loaded before."""
        wanted = set(oids)
        texts = self._objects.read_blobs(oid for oid in wanted if oid is not None and oid not in self._held)
        held = {oid: lines for oid, lines in self._held.items() if oid in wanted or oid is None}
        self._held = held | {oid: _decode_text(data) for oid, data in texts.items()}

    def get_text(self, oid: str | None) -> str | None:
        """Return the text of a version, or None if it cannot be read.

        Raise `GitFault` if it is missing from this clone.
        """
        if oid not in self._held:
            self.load_versions((*self._held, oid))
        if oid not in self._held:
            raise IncompleteHistory("A version of a kept.md is missing or damaged in this clone", "git fsck")
        return self._held[oid]

    def parse_lines(self, lines: Iterable[str]) -> set[Line]:
        """Return the values of the lines that claim a copy or settle a finding."""
        asked = set(lines)
        self._known.update((line, read_line(line)) for line in asked if line not in self._known)
        return {said for line in asked if (said := self._known[line]) is not None}

    def parse_version(self, oid: str | None) -> set[Line]:
        """Return the values of all lines of a version."""
        return self.parse_lines((self.get_text(oid) or "").split("\n"))


class KeptHistory(Struct, frozen=True):
    """The history of one keeper's `kept.md`.

    - `added`: the commits that added each line, oldest first.
    - `before`: the lines at `since`, where the walk begins.
    - `now`: the lines at the tip or, if that version cannot be read, in the newest readable one.
    """

    past: WalkedHistory
    keeper: Handle
    added: dict[Line, list[HistoryCommit]]
    before: set[Line]
    now: set[Line]

    @property
    def path(self) -> str:
        """The path of this `kept.md` in the journal."""
        return f"{self.keeper}/{KEPT}"

    def list_own_commits(self, line: SettledLine) -> tuple[str, ...]:
        """Return the ids of the commits that added a line and have one of the keeper's own email addresses."""
        return tuple(one.id for one in self.added.get(line, ()) if one.has_written(self.keeper, self.keeper))


def trace_kept_file(objects: Objects, past: WalkedHistory, versions: KeptFileVersions, keeper: Handle) -> KeptHistory:
    """Follow one keeper's file through the commits of `past`."""
    path = f"{keeper}/{KEPT}"
    added: dict[Line, list[HistoryCommit]] = {}
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


def _find_added(versions: KeptFileVersions, keeper: Handle, commit: HistoryCommit, touch: PathTouch) -> set[Line]:
    """Return the lines that a keeper's commit added, which are in none of its parents."""
    after = versions.get_text(touch.after)
    if after is None or not commit.has_written(keeper, keeper):
        return set()
    older = [versions.get_text(oid) or "" for oid in touch.before]
    if len(older) == 1 and older[0].endswith("\n") and after.startswith(older[0]):
        return versions.parse_lines(_list_appended(older[0], after))
    new, old = set(after.split("\n")), set[str]().union(*(text.split("\n") for text in older))
    return versions.parse_lines(new - old) - versions.parse_lines(old - new)


def _list_appended(older: str, newer: str) -> Iterator[str]:
    """Return the lines that `newer` appends to `older`, except those that `older` already contains.

    Almost every version only appends lines. Splitting whole versions would take time that grows with the square of the
    number of years.
    """
    before = f"\n{older}"
    return (line for line in newer[len(older) :].split("\n") if f"\n{line}\n" not in before)


def _find_newest_readable(objects: Objects, past: WalkedHistory, versions: KeptFileVersions, path: str) -> str | None:
    now = get_blob_id_at(objects, past.tip, path)
    older = (touch.after for _, touch in past.list_touches(path))
    return next((oid for oid in (now, *older) if versions.get_text(oid) is not None), None)


def _decode_text(data: bytes) -> str | None:
    document, _ = read_plain_document(data, MAX_KEPT)
    return None if document is None else document.text


class KeptLines(Struct, frozen=True):
    """The claimed copies and the settled findings in the `kept.md` files of all keepers."""

    claims: tuple[KeptClaim, ...]
    settled: tuple[Settlement, ...]


def read_kept_claims(git: Git, objects: Objects, past: WalkedHistory) -> KeptLines:
    """Compare the lines of each partner's `kept.md` with the commits of `past`.

    If the walk began at `since`, an older line is in the result only if it vanished. Raise `GitFault` if this clone
    lacks a text that is needed.
    """
    versions = KeptFileVersions(objects)
    files = [trace_kept_file(objects, past, versions, keeper) for keeper in past.partners]
    histories = ancestry.read_histories(git, past.tip)
    book = _ClaimBuilder(objects, past, versions, histories, _expand_all_ids(git, files))
    settled = tuple(
        Settlement(file.keeper, line, own)
        for file in files
        for line in file.now
        if isinstance(line, SettledLine) and (own := file.list_own_commits(line))
    )
    return KeptLines(tuple(claim for file in files for claim in book.build_claims(file)), settled)


class _ClaimBuilder(Struct, frozen=True):
    """Builds the claims from all `kept.md` files. `full` maps abbreviated commit ids to full ones."""

    objects: Objects
    past: WalkedHistory
    versions: KeptFileVersions
    histories: Histories
    full: Mapping[str, str]

    def build_claims(self, file: KeptHistory) -> Iterator[KeptClaim]:
        """Yield the claims in a file. A short line that was completed later does not count twice."""
        lines = {line for line in (*file.before, *file.added) if isinstance(line, KeptLine)}
        for line in sorted(lines, key=str):
            meant = self._find_meant_commits(line, (one.id for one in file.added.get(line, ())))
            is_there = self._is_line_in(line, meant, file.now)
            if is_there and (line not in file.now or line not in file.added):
                continue
            withdrawn_in = None if is_there else self._find_removal(file, line, meant)
            yield self._build_claim(file, line, next(iter(meant), None), withdrawn_in)

    def _build_claim(
        self, file: KeptHistory, line: KeptLine, commit: str | None, withdrawn_in: str | None
    ) -> KeptClaim:
        """Return a claim, with whether this clone contains its commit, and whether the claim was possible.

        A claim is possible if its commit is an ancestor of a commit that added the line. For a line from before the
        walk, this is unknown.
        """
        adders = file.added.get(line, ())
        oldest = next(iter(adders), None)
        return KeptClaim(
            keeper=file.keeper,
            line=line,
            added_in=oldest.id if oldest else self.past.since or self.past.tip,
            at=line.at or (oldest.at if oldest else None),
            commit=commit,
            is_here=commit is None or commit in self.histories.places or self.objects.read_commit(commit) is not None,
            is_ancestor=commit is None
            or not adders
            or any(self.histories.is_ancestor(commit, adder.id) for adder in adders),
            withdrawn_in=withdrawn_in,
        )

    def _find_meant_commits(self, line: KeptLine, adders: Iterable[str]) -> tuple[str, ...]:
        """Return the id of the commit in a line.

        If the line contains none, return one candidate for each commit that added the line.
        """
        if line.commit is not None:
            return (self.full.get(line.commit, line.commit),)
        found = (find_newest_change(self.objects, adder, line.partner) for adder in adders)
        return tuple(commit for commit in found if commit is not None)

    def _is_line_in(self, line: KeptLine, meant: Sequence[str], said: Collection[Line]) -> bool:
        """Whether the lines of a version contain `line`, unchanged or completed with one of the `meant` commits."""
        return line in said or any(
            isinstance(other, KeptLine) and self._is_same_claim(other, line, meant) for other in said
        )

    def _is_same_claim(self, other: KeptLine, line: KeptLine, meant: Sequence[str]) -> bool:
        if (other.week, other.partner) != (line.week, line.partner) or other.commit is None:
            return False
        commit = self.full.get(other.commit, other.commit)
        return (commit in meant or not meant) and line.at in {None, other.at}

    def _find_removal(self, file: KeptHistory, line: KeptLine, meant: Sequence[str]) -> str:
        def has(oid: str | None) -> bool:
            return self._is_line_in(line, meant, self.versions.parse_version(oid))

        return find_removing_commit(self.objects, self.past, file.path, has)


def _expand_all_ids(git: Git, files: Sequence[KeptHistory]) -> dict[str, str]:
    """Return the full id of each commit that somebody abbreviated by hand. One call to git answers for all files."""
    said = chain.from_iterable((*file.before, *file.added, *file.now) for file in files)
    lines = [line for line in said if isinstance(line, KeptLine)]
    pairs = zip(lines, expand_abbreviated_ids(git, lines), strict=True)
    return {line.commit: full.commit for line, full in pairs if line.commit and full.commit}
