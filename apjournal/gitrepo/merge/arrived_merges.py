"""Examine the merges that arrived: which of them chose between versions of my files.

Other partners' merges may have chosen an older version of a file in my folder. My own devices' merges may have left out
text that the device did not know as mine. Such a merge has the version of one of its parents at each path, so no log of
changes lists it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from apjournal.gitrepo.commit_source import CommitSource
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite, Writers
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Commit, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import Difference, FileEntry, find_entry
from apjournal.store.journal_reader import Records

_MOST_LEFT_OUT = 100
"""The number of commits of one path that are searched for the last one that my other device could have known."""


class DivergentEdit(Struct, frozen=True):
    """A path of my folder that I edited on two devices, with the text on this device, the other, and the one before.

    Each text is None if there is no file. `commit` wrote the other text. `arrived` is the text that the server has. It
    differs from the other text if somebody else overwrote that text there.
    """

    path: str
    commit: str
    base: FileEntry | None
    mine: FileEntry
    theirs: FileEntry | None
    arrived: FileEntry | None


class ArrivedMerges:
    """The merges that arrived, and what they decided about my folder.

    `since` is my newest commit in this clone, and `until` the newest commit that arrived.
    """

    def __init__(self, git: Git, objects: Objects, since: str, until: str, who: Writers) -> None:
        self.git = git
        self.objects = objects
        self.since = since
        self.until = until
        self.who = who

    def find_reverted_paths(self, arrived: Iterable[Difference]) -> frozenset[str]:
        """Return the paths of my folder for which another partner's merge chose an older version.

        A version is older if no commit of `until` that is not in `since` wrote it. If several merges chose it, the
        newest of them counts. If I made the merge on another device, the choice was mine, and the path is left out.
        `arrived` contains the differences that arrived.
        """
        wrote = {(path, left) for writing in self.who.written for path, left in writing.paths.items()}
        asked = [one for one in arrived if one.folder == self.who.me and (one.path, one.after) not in wrote]
        return frozenset(one.path for one in asked if self._is_decided_for_me(one.path, one.after))

    def find_divergent_edits(self) -> tuple[DivergentEdit, ...]:
        """Return the paths that I edited on two devices and for which another partner's merge chose one of my versions.

        If somebody else overwrote that version later, the result still contains the other device's version.
        """
        found = []
        shared = self._find_shared(self.until)
        for path, (commit, theirs) in self._last_writes.items():
            mine, arrived = self._find_entry(self.since, path), self._find_entry(self.until, path)
            if not mine or not theirs or mine == theirs:
                continue
            is_older = arrived not in {mine, theirs, None} and arrived == self._find_entry(shared, path)
            is_overwritten = arrived not in {mine, theirs} and not is_older
            tip = shared if is_older else self.since
            if self._is_joined_for_me(path, tip, commit) if is_overwritten else self._is_decided_for_me(path, arrived):
                here = self._find_newest_change(tip, path)
                base = ancestry.find_merge_base(self.git, here, commit)
                if base != here:  # otherwise the other text is based on the one here
                    before = self._find_entry(base, path) if base else None
                    left = theirs if is_overwritten else arrived
                    found.append(DivergentEdit(path, commit, before, mine, theirs, left))
        return tuple(found)

    def find_paths_set_back(self, base: str, arrived: Iterable[Difference]) -> tuple[Difference, ...]:
        """Return the paths that I changed on another device and that somebody else then set back to the text in `base`.

        `base` is the merge base, and `arrived` contains the differences from it, among which these paths are missing.
        """
        changed = {one.path for one in arrived}
        found = []
        for path, (commit, theirs) in self._last_writes.items():
            before = self._find_entry(base, path)
            if path not in changed and theirs != before:
                known = self._find_newest_change(base, path)
                if ancestry.is_ancestor(self.git, known, commit):
                    found.append(Difference(path, before, before))
        return tuple(found)

    def find_edits_left_out(self, arrived: Iterable[Difference]) -> tuple[DivergentEdit, ...]:
        """Return text that I committed here and that my other device left out, as it did not know my email address.

        That device continued from the version that it considered my last one, so that version is the base. `arrived`
        contains the differences that arrived.
        """
        found = []
        for path in (one.path for one in arrived if one.folder == self.who.me):
            mine, theirs = self._find_entry(self.since, path), self._find_entry(self.until, path)
            merge = self._find_unaware_merge(path) if mine and mine != theirs else None
            if mine and merge:
                base = self._find_version_known_to(merge.id, path)
                found.append(DivergentEdit(path, merge.id, base, mine, theirs, theirs))
        return tuple(found)

    def apply_my_choices(self, counted: Mapping[str, FileEntry | None]) -> Mapping[str, FileEntry | None]:
        """Return `counted` (my last version of each path) with the versions that my own merges chose.

        A version of one parent that my merge chose counts as if I had written it, until I write or choose another.
        Paths for which the server already has the version that counts are left out.
        """
        found = {path: self._find_last_decision(path, last) for path, last in counted.items()}
        return {path: last for path, last in found.items() if last != self._find_entry(self.until, path)}

    def _find_last_decision(self, path: str, last: FileEntry | None) -> FileEntry | None:
        """Return the version of a path that I wrote or chose last. If I chose none, return `last`.

        If my merge chose a side with somebody else's text, my last text on that side counts.
        """
        wrote = {one.commit: one.paths[path] for one in self.who.written if self._is_mine(one) and path in one.paths}
        chose = {merge.id: merge for merge in self._merges if merge.id in self._mine and self._is_choice(merge, path)}
        if not chose:
            return last
        side = self.until
        while decision := self._find_newest({*wrote, *chose}, side):
            if decision in wrote:
                return wrote[decision]
            left = self._find_entry(decision, path)
            side = next(parent for parent in chose[decision].parents if self._find_entry(parent, path) == left)
        return self._find_entry(self._find_shared(side), path)

    def _is_choice(self, merge: Commit, path: str) -> bool:
        """Whether the parents of a merge differ at a path, and the merge has the version of one of them."""
        versions = {self._find_entry(parent, path) for parent in merge.parents}
        return len(versions) > 1 and self._find_entry(merge.id, path) in versions

    def _find_newest(self, commits: Collection[str], tip: str) -> str | None:
        """Return the newest of `commits` among `tip` and its ancestors, or None."""
        within = (one for one in self._arrived if one in commits)
        return next((one for one in within if ancestry.is_ancestor(self.git, one, tip)), None)

    @cached_property
    def _arrived(self) -> tuple[str, ...]:
        """The commits of `until` that are not in `since`, newest first."""
        return ancestry.list_commits_not_in(self.git, self.since, self.until)[::-1]

    @cached_property
    def _merges(self) -> tuple[Commit, ...]:
        """The merges among the commits that arrived, newest first."""
        commits = self.objects.read_commits(self._arrived)
        return tuple(commit for commit in commits.values() if len(commit.parents) > 1)

    @cached_property
    def _mine(self) -> frozenset[str]:
        """The merges among them that I made: with my email address and, if I sign, with my signature."""
        mine = [merge for merge in self._merges if merge.author_email.lower() in self.who.addresses[self.who.me]]
        return frozenset(merge.id for merge in mine) - self.who.unsigned

    def _is_decided_for_me(self, path: str, left: FileEntry | None) -> bool:
        """Whether somebody else chose the version `left` of a path.

        The newest merge that chose `left` over another version counts. If my own merge had already chosen `left` over
        that same version, the decision is mine.
        """
        chose = self._list_choosing_merges(path, left)
        if not chose or chose[0].id in self._mine:
            return False
        against = [parent for parent in chose[0].parents if self._find_entry(parent, path) != left]
        newest = {ancestry.find_newest_change(self.objects, parent, path) for parent in against} - {None}
        earlier = (merge for merge in chose if merge.id in self._mine)
        return not any(self._contains(merge.id, newest, chose[0].id) for merge in earlier)

    def _list_choosing_merges(self, path: str, left: FileEntry | None) -> list[Commit]:
        """Return the merges that chose the version `left` of a path over that of another parent."""

        def has_it(commit: str) -> bool:
            return self._find_entry(commit, path) == left

        return [merge for merge in self._merges if has_it(merge.id) and not all(map(has_it, merge.parents))]

    def _contains(self, merge: str, commits: Collection[str | None], later: str) -> bool:
        """Whether `merge` is an ancestor of the merge `later` and contains all the commits."""
        pairs = ((merge, later), *((commit, merge) for commit in commits if commit))
        return all(ancestry.is_ancestor(self.git, older, newer) is True for older, newer in pairs)

    def _is_joined_for_me(self, path: str, tip: str, commit: str) -> bool:
        """Whether others' merges, but none of mine, contain both `commit` and my newest change of a path in `tip`."""
        both = (self._find_newest_change(tip, path), commit) if self._merges else ()
        joined = [
            merge.id for merge in self._merges if all(ancestry.is_ancestor(self.git, one, merge.id) for one in both)
        ]
        return bool(joined) and self._mine.isdisjoint(joined)

    def _find_newest_change(self, tip: str, path: str) -> str:
        return ancestry.find_newest_change(self.objects, tip, path) or tip

    @cached_property
    def _last_writes(self) -> Mapping[str, tuple[str, FileEntry | None]]:
        """For each path of my folder that I wrote in the commits that arrived: the newest such commit, and its text."""
        newest: dict[str, tuple[str, FileEntry | None]] = {}
        for writing in filter(self._is_mine, self.who.written):
            for path, left in writing.paths.items():
                newest.setdefault(path, (writing.commit, left))
        return newest

    def _is_mine(self, writing: FolderWrite) -> bool:
        return writing.folder == self.who.me and writing.author_status is AuthorStatus.OWN

    def _find_unaware_merge(self, path: str) -> Commit | None:
        """Return my newest merge that left out my text although one of its parents contains it, or None.

        My other device quarantined the text that I committed here, because it did not know my email address. It still
        does not know it, or learned it from this clone.
        """
        for merge in self._merges:
            others = {self._find_entry(parent, path) for parent in merge.parents} - {self._find_entry(merge.id, path)}
            if others and merge.id in self._mine and self._was_unaware_of_me(merge, path):
                return merge  # a later merge of that device may know my address, and repeat what this one left out
        return None

    def _was_unaware_of_me(self, merge: Commit, path: str) -> bool:
        newest = ancestry.find_newest_change(self.objects, self._find_shared(merge.id), path)
        here = self.objects.read_commit(newest) if newest and newest in self.who.made_here() else None
        if here is None:
            return False
        then = self._read_addresses_known_to(merge.id)
        merged_as, wrote_as = (commit.author_email.lower() for commit in (merge, here))
        return merged_as in then and wrote_as not in then | self._learned_elsewhere

    @cached_property
    def _learned_elsewhere(self) -> frozenset[str]:
        """My addresses that arrived and that this clone did not list itself."""
        return self._read_addresses_known_to(self.until) - self._read_addresses_known_to(self.since)

    def _find_version_known_to(self, merge: str, path: str) -> FileEntry | None:
        """Return the newest version of a path in this clone that the device which made `merge` recognised as mine."""
        known = self._read_addresses_known_to(merge)
        commits = self.objects.read_commits(
            ancestry.list_newest_changes(self.git, self._find_shared(merge), path, _MOST_LEFT_OUT)
        ).values()
        as_me = (commit.id for commit in commits if commit.author_email.lower() in known)
        last = next(as_me, None)
        return self._find_entry(last, path) if last else None

    def _find_shared(self, merge: str) -> str:
        """Return my newest commit that `merge` contains.

        The merge decided nothing about text that I wrote in this clone later.
        """
        return ancestry.find_merge_base(self.git, self.since, merge) or self.since

    def _read_addresses_known_to(self, merge: str) -> frozenset[str]:
        return Records(CommitSource(self.objects, merge)).partner(self.who.me).addresses

    def _find_entry(self, commit: str, path: str) -> FileEntry | None:
        return find_entry(self.objects, commit, path)
