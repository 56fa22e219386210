"""The lines of every `kept.md` held against history: what each names or means, whether that can be, what is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from apjournal.gitrepo import ancestry
from apjournal.gitrepo.audit import make_incomplete_history_fault
from apjournal.gitrepo.kept import expand_abbreviated_ids
from apjournal.gitrepo.kept_files import KeptHistory, KeptVersions, Said, find_removing_commit, trace_kept_file
from apjournal.gitrepo.lineage import Lineage
from apjournal.gitrepo.newest import find_newest_change_in_walk
from apjournal.gitrepo.objects import Objects
from apjournal.gitrepo.runner import Git
from apjournal.model.history import KeptClaim, Settlement, WalkedHistory
from apjournal.model.kept import KeptLine, SettledLine


@dataclass(frozen=True, slots=True)
class KeptLines:
    """What the files of all keepers claim, and what was settled in them."""

    claims: tuple[KeptClaim, ...]
    settled: tuple[Settlement, ...]


def read_kept_claims(git: Git, objects: Objects, past: WalkedHistory) -> KeptLines:
    """Compare the lines of each partner's `kept.md` with the commits of `past`.

    Of the lines from below a walk that began at `since`, those alone are told that are no longer there. Raises
    `GitFault` where something is not here that would tell.
    """
    versions = KeptVersions(objects)
    files = [trace_kept_file(objects, past, versions, keeper) for keeper in past.partners]
    book = _ClaimBuilder(objects, past, versions, _expand_all_ids(git, files))
    drafts = [draft for file in files for draft in book.build_drafts(file)]
    settled = tuple(
        Settlement(file.keeper, line)
        for file in files
        for line in file.now
        if isinstance(line, SettledLine) and file.is_own(line)
    )
    return KeptLines(tuple(_add_reachability(git, objects, past, drafts)), settled)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim whose place in history is not told yet, and the commits that added its line."""

    claim: KeptClaim
    adders: tuple[str, ...]


@dataclass(frozen=True)
class _ClaimBuilder:
    """What all files say; `full` writes out the commits that somebody abbreviated."""

    objects: Objects
    past: WalkedHistory
    versions: KeptVersions
    full: Mapping[str, str]

    def build_drafts(self, file: KeptHistory) -> Iterator[_Draft]:
        """Return the claims of a file; a short line that was completed later is not counted again."""
        lines = {line for line in (*file.before, *file.added) if isinstance(line, KeptLine)}
        for line in sorted(lines, key=str):
            adders = tuple(one.id for one in file.added.get(line, ()))
            meant = self._find_meant_commits(line, adders)
            is_there = self._is_said_in(line, meant, file.now)
            if is_there and (line not in file.now or not adders):
                continue
            gone_in = None if is_there else self._find_removal(file, line, meant)
            yield _Draft(self._build_claim(file, line, meant, gone_in), adders)

    def _build_claim(self, file: KeptHistory, line: KeptLine, meant: Sequence[str], gone_in: str | None) -> KeptClaim:
        oldest = next(iter(file.added.get(line, ())), None)
        return KeptClaim(
            keeper=file.keeper,
            line=line,
            added_in=oldest.id if oldest else self.past.since or self.past.tip,
            at=line.at or (oldest.at if oldest else None),
            commit=next(iter(meant), None),
            is_here=True,
            is_ancestor=True,
            gone_in=gone_in,
        )

    def _find_meant_commits(self, line: KeptLine, adders: Iterable[str]) -> tuple[str, ...]:
        """Return the commit that a line names, or those it can mean: one for each commit that added it."""
        if line.commit is not None:
            return (self.full.get(line.commit, line.commit),)
        found = (find_newest_change_in_walk(self.objects, adder, line.partner) for adder in adders)
        return tuple(commit for commit in found if commit is not None)

    def _is_said_in(self, line: KeptLine, meant: Sequence[str], said: Collection[Said]) -> bool:
        """Whether a version says what `line` says: as it was, or completed with what it meant."""
        return line in said or any(
            isinstance(other, KeptLine) and self._is_same_claim(other, line, meant) for other in said
        )

    def _is_same_claim(self, other: KeptLine, line: KeptLine, meant: Sequence[str]) -> bool:
        if (other.week, other.partner) != (line.week, line.partner) or other.commit is None:
            return False
        commit = self.full.get(other.commit, other.commit)
        return (commit in meant or not meant) and line.at in {None, other.at}

    def _find_removal(self, file: KeptHistory, line: KeptLine, meant: Sequence[str]) -> str:
        def holds(said: Collection[Said]) -> bool:
            return self._is_said_in(line, meant, said)

        return find_removing_commit(self.objects, file, self.versions, holds)


def _expand_all_ids(git: Git, files: Sequence[KeptHistory]) -> dict[str, str]:
    """Write out the commits that somebody abbreviated by hand, all with one question."""
    said = chain.from_iterable((*file.before, *file.added, *file.now) for file in files)
    lines = [line for line in said if isinstance(line, KeptLine)]
    pairs = zip(lines, expand_abbreviated_ids(git, lines), strict=True)
    return {line.commit: full.commit for line, full in pairs if line.commit and full.commit}


def _add_reachability(git: Git, objects: Objects, past: WalkedHistory, drafts: Sequence[_Draft]) -> Iterator[KeptClaim]:
    """Return each claim with whether its commit is here, and an ancestor of a commit that added the line."""
    lineage = Lineage(past)
    elsewhere = [draft for draft in drafts if draft.claim.commit and draft.claim.commit not in past.places]
    present = objects.read_commits(draft.claim.commit for draft in elsewhere if draft.claim.commit)
    below = _find_reachable_below(git, past, lineage, elsewhere, present) if past.since else frozenset()
    for draft in drafts:
        commit = draft.claim.commit
        if commit is None:
            yield draft.claim
        elif not draft.adders:  # it stood below the walk, and is gone
            yield replace(draft.claim, is_here=commit in past.places or commit in present)
        elif commit in past.places:
            descends = any(lineage.is_ancestor(commit, adder) for adder in draft.adders)
            yield replace(draft.claim, is_ancestor=descends)
        else:
            yield replace(draft.claim, is_here=commit in present, is_ancestor=draft in below)


def _find_reachable_below(
    git: Git, past: WalkedHistory, lineage: Lineage, drafts: Sequence[_Draft], present: Collection[str]
) -> frozenset[_Draft]:
    """Find the drafts whose commit lies below the walk, and is an ancestor of a commit that added the line.

    Raises `GitFault` where that can't be told, because the history below is not all here.
    """
    asked: dict[frozenset[str], list[_Draft]] = {}
    for draft in drafts:
        if draft.claim.commit in present:
            ends = frozenset[str]().union(*map(lineage.find_unwalked_parents, draft.adders))
            asked.setdefault(ends, []).append(draft)
    if len(present) < len({draft.claim.commit for draft in drafts}):
        ancestry.list_commits_not_in(
            git, None, past.tip
        )  # what is not here is missing if all else is here, and unknown if not
    found: set[_Draft] = set()
    for ends, together in asked.items():
        for end in sorted(ends):
            outside = ancestry.find_unreachable_from(
                git, end, (draft.claim.commit for draft in together if draft.claim.commit)
            )
            if outside is None:
                raise make_incomplete_history_fault(
                    "Some commits of the history are missing or damaged here", "git fsck"
                )
            found.update(draft for draft in together if draft.claim.commit not in outside)
    return frozenset(found)
