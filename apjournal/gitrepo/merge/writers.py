"""Who changed which partner's folder. Only its owner may.

A commit counts as changing a path only if it differs from *all* its parents there, so a merge of other people's commits
changes nothing. A change is foreign if its author's address belongs to another partner. An unknown address is a
question, and changes nothing in my folder until the answer is yes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Commit, CommitSource, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import Difference, Entry, make_entry
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.store.journal_reader import Records

_MOST_LEFT_OUT = 100
"""How many commits of one path are looked through for the last one that another device of mine could know."""


class AuthorStatus(StrEnum):
    """Whose address the author of a commit in a partner's folder has."""

    OWN = "own"
    FOREIGN = "foreign_write"
    UNKNOWN = "unknown_author"
    UNSIGNED = "unsigned"
    """Mine by its address, where I sign and it does not bear my signature."""


class FolderWrite(Struct, frozen=True):
    """What one commit wrote in one partner's folder: each path with its new entry (None: removed).

    `by` is the partner whose address the author has, `address` that address as written. `before` are the entries in its
    first parent.
    """

    commit: str
    folder: Handle
    author_status: AuthorStatus
    by: Handle | None
    address: str
    paths: Mapping[str, Entry | None]
    before: Mapping[str, Entry | None] = field(default_factory=dict)

    @property
    def show(self) -> str:
        """The plain git command that shows the change."""
        return f"git show {self.commit[:7]} -- {quote_pathspec(self.folder)}"


class Writers(Struct, frozen=True):
    """Who I am, the changes that arrived (`list_folder_writes`, newest first), and each partner's addresses."""

    me: Handle
    written: Sequence[FolderWrite]
    addresses: Mapping[Handle, Collection[str]]


def list_folder_writes(
    git: Git, objects: Objects, since: str | None, until: str, *, addresses: Mapping[Handle, Collection[str]]
) -> tuple[FolderWrite, ...]:
    """List who wrote in the partners' folders in the commits of `until` that are not in `since`, newest first.

    `addresses` are each partner's addresses in lower case. Its keys are the folders to check. My addresses must come
    from my own side: nobody else decides which ones are mine.
    """
    logged = [
        (
            log.commit,
            {touched.path: (make_entry(*touched.before[0]), make_entry(*touched.after)) for touched in log.touched},
        )
        for log in ancestry.log_raw(git, until, since=since)
    ]
    commits = objects.read_commits(commit for commit, _ in logged)
    found = []
    for commit, written in logged:
        address = commits[commit].author_email
        for folder in addresses:
            inside = {path: both for path, both in written.items() if path.partition("/")[0] == folder}
            if inside:
                before, after = ({path: both[side] for path, both in inside.items()} for side in (0, 1))
                found.append(
                    FolderWrite(commit, folder, *classify_author(address, folder, addresses), address, after, before)
                )
    return tuple(found)


def classify_author(
    address: str, folder: Handle, addresses: Mapping[Handle, Collection[str]]
) -> tuple[AuthorStatus, Handle | None]:
    """Return whose email address this is in a folder. The claim of the folder's owner comes first."""
    wanted = address.lower()
    if wanted in addresses[folder]:
        return AuthorStatus.OWN, folder
    for partner, known in addresses.items():
        if wanted in known:
            return AuthorStatus.FOREIGN, partner
    return AuthorStatus.UNKNOWN, None


def is_undone(writing: FolderWrite, written: Sequence[FolderWrite]) -> bool:
    """Whether the author of a foreign write undid it before sharing.

    `written` are all writes that arrived, newest first. Those under an unknown address may be by the same person or by
    another. What others wrote in the meantime does not matter, unless it continues from the undone text.
    """

    def ends_as_before(path: str, *authors: Handle | None) -> bool:
        over = [one for one in reversed(written) if path in one.paths]
        before = [one.before.get(path) for one in over if one.by in authors]
        after = [one.paths[path] for one in over if one.by in authors]
        own = {text for place, text in enumerate(after) if text is not None and text not in before[: place + 1]}
        return Counter(before) == Counter(after) and not any(
            one.before.get(path) in own for one in over if one.by not in authors
        )

    return any(
        all(ends_as_before(path, *authors) for path in writing.paths) for authors in ((writing.by,), (writing.by, None))
    )


def find_last_owner_versions(
    me: Handle, written: Sequence[FolderWrite], arrived: Iterable[Difference], brought_back: Collection[str] = ()
) -> Mapping[str, Entry | None]:
    """Find the paths of my folder whose text on the remote may not be mine, each as I last wrote it.

    `written` are all writes that arrived, newest first, `arrived` the paths that they changed since the merge base,
    `brought_back` the paths to which a merge of theirs gave an older text.
    """
    found: dict[str, Entry | None] = {}
    for difference in arrived:
        path = difference.path
        left = [(writing.author_status, writing.paths[path]) for writing in written if path in writing.paths]
        mine = [entry for standing, entry in left if standing is AuthorStatus.OWN]
        is_hers = len(mine) < len(left) or path in brought_back
        if path.partition("/")[0] == me and is_hers and difference.after not in mine:
            found[path] = mine[0] if mine else difference.before
    return found


def find_reverted_by_partner_merge(
    git: Git,
    objects: Objects,
    since: str,
    until: str,
    *,
    who: Writers,
    arrived: Iterable[Difference],
) -> frozenset[str]:
    """Find the paths of my folder whose text was chosen by another partner's merge.

    Nobody wrote that text in the commits of `until` that are not in `since`: it is older. Of several merges that chose
    it, the newest counts. A merge of mine is my own decision on another device. The other arguments are those of
    `list_folder_writes` and `find_last_owner_versions`.
    """
    wrote = {(path, left) for writing in who.written for path, left in writing.paths.items()}
    asked = [one for one in arrived if one.folder == who.me and (one.path, one.after) not in wrote]
    if not asked:
        return frozenset()
    merges = _Merges(git, objects, since, _list_merges(git, objects, since, until), who.me, who.addresses[who.me])
    return frozenset(one.path for one in asked if merges.is_decided_for_me(one.path, one.after))


class DivergentEdit(Struct, frozen=True):
    """A path of my folder that I wrote on two devices: the text here, the other one, and the one before both.

    None: no file. `commit` wrote the other text, and `arrived` is the one of the two that the server has.
    """

    path: str
    commit: str
    base: Entry | None
    mine: Entry
    theirs: Entry | None
    arrived: Entry | None


def find_divergent_own_edits(
    git: Git, objects: Objects, since: str, until: str, who: Writers
) -> tuple[DivergentEdit, ...]:
    """Find what I changed on two devices where another partner's merge chose one of the texts.

    That is not for them to decide. `since` is the commit here, `until` the one that arrived. The other arguments are as
    in `find_reverted_by_partner_merge`.
    """
    newest: dict[str, tuple[str, Entry | None]] = {}
    for writing in who.written:
        if writing.folder == who.me and writing.author_status is AuthorStatus.OWN:
            for path, left in writing.paths.items():
                newest.setdefault(path, (writing.commit, left))
    asked = []
    for path, (commit, theirs) in newest.items():
        mine, arrived = _find_entry_at(objects, since, path), _find_entry_at(objects, until, path)
        if mine and theirs and mine != theirs and arrived in {mine, theirs}:
            asked.append(DivergentEdit(path, commit, None, mine, theirs, arrived))
    if not asked:
        return ()
    merges = _Merges(git, objects, since, _list_merges(git, objects, since, until), who.me, who.addresses[who.me])
    found = []
    for one in asked:
        if merges.is_decided_for_me(one.path, one.arrived):
            here = ancestry.find_newest_change(git, since, one.path) or since
            base = ancestry.find_merge_base(git, here, one.commit)
            if base != here:  # else what is there goes on from what is here
                found.append(replace(one, base=_find_entry_at(objects, base, one.path) if base else None))
    return tuple(found)


def _list_merges(git: Git, objects: Objects, since: str, until: str) -> list[Commit]:
    """Return the merges among the commits of `until` that are not in `since`, newest first."""
    commits = objects.read_commits(ancestry.list_commits_not_in(git, since, until))
    return [commit for commit in reversed(commits.values()) if len(commit.parents) > 1]


def find_edits_left_out(
    git: Git, objects: Objects, since: str, until: str, who: Writers, arrived: Iterable[Difference]
) -> tuple[DivergentEdit, ...]:
    """Find what I committed here and my other device left out, which could not know it as mine.

    What that device wrote later goes on from the version it took as my last one, so that one is the base. The rest is
    as for `find_divergent_own_edits`.
    """
    asked = []
    for path in (one.path for one in arrived if one.folder == who.me):
        mine, theirs = _find_entry_at(objects, since, path), _find_entry_at(objects, until, path)
        if mine and mine != theirs:
            asked.append(DivergentEdit(path, until, None, mine, theirs, theirs))
    if not asked:
        return ()
    merges = _Merges(git, objects, since, _list_merges(git, objects, since, until), who.me, who.addresses[who.me])
    known = merges.read_addresses_known_to(until)
    found = []
    for one in asked:
        merge = merges.find_unaware_merge(one.path, known)
        if merge is not None:
            base = merges.find_version_known_to(merge.id, one.path)
            found.append(replace(one, commit=merge.id, base=base))
    return tuple(found)


class _Merges:
    """What arrived in merges, seen from the commit `since` here: by my `addresses`, or by somebody else."""

    def __init__(
        self, git: Git, objects: Objects, since: str, merges: Sequence[Commit], me: Handle, addresses: Collection[str]
    ) -> None:
        self.git = git
        self.objects = objects
        self.since = since
        self.merges = merges
        self.me = me
        self.addresses = addresses

    @cached_property
    def _made_here(self) -> frozenset[str]:
        return ancestry.list_commits_made_here(self.git)

    def is_decided_for_me(self, path: str, left: Entry | None) -> bool:
        """Whether the newest merge that has the text `left`, and of which a parent has another, is not my decision."""

        def has_it(commit: str) -> bool:
            return _find_entry_at(self.objects, commit, path) == left

        chose = (merge for merge in self.merges if has_it(merge.id) and not all(map(has_it, merge.parents)))
        merge = next(chose, None)
        return merge is not None and merge.author_email.lower() not in self.addresses

    def find_unaware_merge(self, path: str, known: Collection[str]) -> Commit | None:
        """Return the newest merge of mine with another text than one of its parents, if it left out what is mine.

        My other device quarantined what I committed here, under an address that it did not know then, and that is not
        among those `known` by now.
        """
        if not self._made_here:
            return None
        for merge in self.merges:
            left = _find_entry_at(self.objects, merge.id, path)
            others = {_find_entry_at(self.objects, parent, path) for parent in merge.parents} - {left}
            if others and merge.author_email.lower() in self.addresses:
                return merge if self._was_unaware_of_me(merge, path, known) else None
        return None

    def _was_unaware_of_me(self, merge: Commit, path: str, known: Collection[str]) -> bool:
        here = self.objects.read_commit(ancestry.find_newest_change(self.git, self._find_shared(merge.id), path) or "")
        if here is None or here.id not in self._made_here:
            return False
        known_then = self.read_addresses_known_to(merge.id)
        merged_as, wrote_as = (commit.author_email.lower() for commit in (merge, here))
        return merged_as in known_then and wrote_as not in {*known_then, *known}

    def find_version_known_to(self, merge: str, path: str) -> Entry | None:
        """Return the newest version of a path here whose author the merge could know as me."""
        known = self.read_addresses_known_to(merge)
        commits = self.objects.read_commits(
            ancestry.list_newest_changes(self.git, self._find_shared(merge), path, _MOST_LEFT_OUT)
        ).values()
        as_me = (commit.id for commit in commits if commit.author_email.lower() in known)
        last = next(as_me, None)
        return _find_entry_at(self.objects, last, path) if last else None

    def _find_shared(self, merge: str) -> str:
        """Return the newest commit of mine that the merge had: what I wrote here after it is none of its decisions."""
        return ancestry.find_merge_base(self.git, self.since, merge) or self.since

    def read_addresses_known_to(self, merge: str) -> frozenset[str]:
        """Return my addresses by my `partner.md` of a commit."""
        return Records(CommitSource(self.objects, merge)).partner(self.me).addresses


def _find_entry_at(objects: Objects, commit: str, path: str) -> Entry | None:
    found = objects.find_entry(commit, path)
    return Entry(found.mode, found.oid) if found else None


def find_unchanged_owner_versions(written: Sequence[FolderWrite], here: Iterable[Difference]) -> frozenset[str]:
    """Find the paths in others' folders whose text here is the last one of their owners.

    `written` are the writes that are here and not on the server, newest first, `here` the paths that they changed.
    """
    newest = {path: one for one in reversed(written) for path in one.paths}
    return frozenset(
        change.path
        for change in here
        if (one := newest.get(change.path))
        and one.author_status is AuthorStatus.OWN
        and one.paths[change.path] == change.after
    )
