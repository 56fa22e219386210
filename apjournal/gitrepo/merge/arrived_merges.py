"""Merges by others that chose a text in my folder, and merges by my devices that did not know all of my text.

A merge that takes one side does not differ from all its parents, so no log of changes shows it.
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
"""How many commits of one path are searched for the last commit that my other device could have known."""


class DivergentEdit(Struct, frozen=True):
    """A path of my folder that I wrote on two devices: the text here, the other text, and the text before both.

    None means no file. `commit` wrote the other text. `arrived` is the text that the server has.
    """

    path: str
    commit: str
    base: FileEntry | None
    mine: FileEntry
    theirs: FileEntry | None
    arrived: FileEntry | None


class ArrivedMerges:
    """The decisions about my folder in received merges.

    `since` is my commit, `until` the commit that arrived.
    """

    def __init__(self, git: Git, objects: Objects, since: str, until: str, who: Writers) -> None:
        self.git = git
        self.objects = objects
        self.since = since
        self.until = until
        self.who = who

    def find_reverted_paths(self, arrived: Iterable[Difference]) -> frozenset[str]:
        """Find the paths of my folder whose text was chosen by another partner's merge.

        That text is older: no commit of `until` that is not in `since` wrote it. Of several merges that chose it, the
        newest counts. A merge that I made is my own decision on another device. `arrived` are the differences that
        arrived.
        """
        wrote = {(path, left) for writing in self.who.written for path, left in writing.paths.items()}
        asked = [one for one in arrived if one.folder == self.who.me and (one.path, one.after) not in wrote]
        return frozenset(one.path for one in asked if self._is_decided_for_me(one.path, one.after))

    def find_divergent_edits(self) -> tuple[DivergentEdit, ...]:
        """Find the paths that I changed on two devices and for which another partner's merge chose one of my texts."""
        newest: dict[str, tuple[str, FileEntry | None]] = {}
        for writing in self.who.written:
            if self._is_mine(writing):
                for path, left in writing.paths.items():
                    newest.setdefault(path, (writing.commit, left))
        found = []
        for path, (commit, theirs) in newest.items():
            mine, arrived = self._find_entry(self.since, path), self._find_entry(self.until, path)
            is_apart = mine and theirs and mine != theirs and arrived in {mine, theirs}
            if mine and theirs and arrived and is_apart and self._is_decided_for_me(path, arrived):
                here = ancestry.find_newest_change(self.objects, self.since, path) or self.since
                base = ancestry.find_merge_base(self.git, here, commit)
                if base != here:  # else what is there goes on from what is here
                    before = self._find_entry(base, path) if base else None
                    found.append(DivergentEdit(path, commit, before, mine, theirs, arrived))
        return tuple(found)

    def find_edits_left_out(self, arrived: Iterable[Difference]) -> tuple[DivergentEdit, ...]:
        """Find text that I committed here and that my other device left out, because it did not know my email address.

        That device continued from the version that it treated as my last one, so that version is the base. `arrived`
        are the differences that arrived.
        """
        found = []
        for path in (one.path for one in arrived if one.folder == self.who.me):
            mine, theirs = self._find_entry(self.since, path), self._find_entry(self.until, path)
            merge = self._find_unaware_merge(path) if mine and mine != theirs else None
            if mine and merge:
                base = self._find_version_known_to(merge.id, path)
                found.append(DivergentEdit(path, merge.id, base, mine, theirs, theirs))
        return tuple(found)

    def find_versions_on_my_side(self, counted: Mapping[str, FileEntry | None]) -> Mapping[str, FileEntry | None]:
        """Return `counted` (my last text of each path) with the choices of my own later merges.

        If such a merge chose the side with somebody else's text, my last text on that side counts.
        """
        return {path: self._find_version_on_side(path, last) for path, last in counted.items()}

    def _find_version_on_side(self, path: str, last: FileEntry | None) -> FileEntry | None:
        left = self._find_entry(self.until, path)
        chose = self._list_choosing_merges(path, left)
        if not chose or not self._is_my_address(chose[0]):
            return last
        parents = chose[0].parents
        side = next((parent for parent in parents if self._find_entry(parent, path) == left), parents[0])
        mine = [one for one in self.who.written if self._is_mine(one) and path in one.paths]
        newest = next((one for one in mine if ancestry.is_ancestor(self.git, one.commit, side)), None)
        return newest.paths[path] if newest else self._find_entry(self._find_shared(side), path)

    @cached_property
    def _merges(self) -> tuple[Commit, ...]:
        """The merges among the commits of `until` that are not in `since`, newest first."""
        commits = self.objects.read_commits(ancestry.list_commits_not_in(self.git, self.since, self.until))
        return tuple(commit for commit in reversed(commits.values()) if len(commit.parents) > 1)

    def _is_decided_for_me(self, path: str, left: FileEntry | None) -> bool:
        """Whether somebody else decided a path, in the newest merge that has `left` and a parent with another text.

        If my own merge had already chosen the same text over that other text, the decision is mine.
        """
        chose = self._list_choosing_merges(path, left)
        if not chose or self._is_my_address(chose[0]):
            return False
        against = [parent for parent in chose[0].parents if self._find_entry(parent, path) != left]
        newest = {ancestry.find_newest_change(self.objects, parent, path) for parent in against} - {None}
        earlier = (merge for merge in chose if self._is_my_address(merge))
        return not any(self._contains(merge.id, newest, chose[0].id) for merge in earlier)

    def _list_choosing_merges(self, path: str, left: FileEntry | None) -> list[Commit]:
        """Return the merges that have `left` and a parent with another text."""

        def has_it(commit: str) -> bool:
            return self._find_entry(commit, path) == left

        return [merge for merge in self._merges if has_it(merge.id) and not all(map(has_it, merge.parents))]

    def _contains(self, merge: str, commits: Collection[str | None], later: str) -> bool:
        """Whether a merge is an ancestor of a later merge and contains all the commits."""
        pairs = ((merge, later), *((commit, merge) for commit in commits if commit))
        return all(ancestry.is_ancestor(self.git, older, newer) is True for older, newer in pairs)

    def _is_mine(self, writing: FolderWrite) -> bool:
        return writing.folder == self.who.me and writing.author_status is AuthorStatus.OWN

    def _is_my_address(self, commit: Commit) -> bool:
        return commit.author_email.lower() in self.who.addresses[self.who.me]

    def _find_unaware_merge(self, path: str) -> Commit | None:
        """Return my newest merge that left out my text although one of its parents contains that text.

        None without one. My other device quarantined what I committed here, because it did not know my email address,
        and does not know it now.
        """
        for merge in self._merges:
            others = {self._find_entry(parent, path) for parent in merge.parents} - {self._find_entry(merge.id, path)}
            if others and self._is_my_address(merge):
                return merge if self._was_unaware_of_me(merge, path) else None
        return None

    def _was_unaware_of_me(self, merge: Commit, path: str) -> bool:
        newest = ancestry.find_newest_change(self.objects, self._find_shared(merge.id), path)
        here = self.objects.read_commit(newest) if newest and newest in self.who.made_here() else None
        if here is None:
            return False
        then, now = map(self._read_addresses_known_to, (merge.id, self.until))
        merged_as, wrote_as = (commit.author_email.lower() for commit in (merge, here))
        return merged_as in then and wrote_as not in then | now

    def _find_version_known_to(self, merge: str, path: str) -> FileEntry | None:
        """Return the newest version of a path here whose author the merging device recognised as me."""
        known = self._read_addresses_known_to(merge)
        commits = self.objects.read_commits(
            ancestry.list_newest_changes(self.git, self._find_shared(merge), path, _MOST_LEFT_OUT)
        ).values()
        as_me = (commit.id for commit in commits if commit.author_email.lower() in known)
        last = next(as_me, None)
        return self._find_entry(last, path) if last else None

    def _find_shared(self, merge: str) -> str:
        """Return my newest commit that the merge contained.

        The merge did not decide about text that I wrote here later.
        """
        return ancestry.find_merge_base(self.git, self.since, merge) or self.since

    def _read_addresses_known_to(self, merge: str) -> frozenset[str]:
        return Records(CommitSource(self.objects, merge)).partner(self.who.me).addresses

    def _find_entry(self, commit: str, path: str) -> FileEntry | None:
        return find_entry(self.objects, commit, path)
