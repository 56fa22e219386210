"""Find out who changed which partner's folder. Only its owner may change a folder.

A commit counts as changing a path only if it differs from *all* its parents at that path, so a merge of other people's
commits changes nothing. A change is foreign if its author's email address belongs to another partner. If the address is
unknown, apj asks me about it, and until I confirm it, the commit changes nothing in my folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct, field

from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Commit, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import Difference, FileEntry, find_entry, list_differences
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec


class AuthorStatus(StrEnum):
    """Whether the author of a commit may change a partner's folder, judged by the email address of the commit."""

    OWN = "own"
    FOREIGN = "foreign_write"
    UNKNOWN = "unknown_author"
    UNSIGNED = "unsigned"
    """The author used my email address but did not sign the commit, although I sign my commits."""


class FolderWrite(Struct, frozen=True):
    """The changes of one commit in one partner's folder: each path with its new entry (None if removed).

    - `address`: the author's email address as written in the commit.
    - `by`: the partner to whom the address belongs, or None.
    - `before`: the entries of these paths in the commit's first parent.
    """

    commit: str
    folder: Handle
    author_status: AuthorStatus
    by: Handle | None
    address: str
    paths: Mapping[str, FileEntry | None]
    before: Mapping[str, FileEntry | None] = field(default_factory=dict)

    @property
    def show(self) -> str:
        """The plain git command that shows the change."""
        return f"git show {self.commit[:7]} -- {quote_pathspec(self.folder)}"


class Writers(Struct, frozen=True):
    """Who I am, what others wrote, and which email addresses belong to each partner.

    - `made_here`: a function that returns the commits made in this clone. It is called only if one of my merges is in
      doubt.
    - `unsigned`: the commits in my name that do not count because I sign my commits.
    - `chosen`: what the merges among these commits chose (`list_choices`).
    """

    me: Handle
    written: Sequence[FolderWrite]
    addresses: Mapping[Handle, frozenset[str]]
    made_here: Callable[[], Collection[str]] = frozenset
    unsigned: frozenset[str] = frozenset()
    chosen: Sequence[FolderWrite] = ()


def list_folder_writes(
    git: Git, objects: Objects, since: str | None, until: str, *, addresses: Mapping[Handle, Collection[str]]
) -> tuple[FolderWrite, ...]:
    """List the changes in partners' folders made by commits of `until` that are not in `since`, newest first.

    `addresses` maps each folder to check to its owner's email addresses in lowercase. My addresses must come from my
    own side, because nobody else decides which addresses are mine.
    """
    logged = tuple(ancestry.list_new_changes(git, objects, since, until))
    commits = objects.read_commits(log.commit for log in logged)
    found = []
    for log in logged:
        address = commits[log.commit].author_email
        for folder in addresses:
            inside = [change for change in log.touched if change.path.partition("/")[0] == folder]
            if inside:
                before = {change.path: change.before[0] for change in inside}
                after = {change.path: change.after for change in inside}
                by = classify_author(address, folder, addresses)
                found.append(FolderWrite(log.commit, folder, *by, address, after, before))
    return tuple(found)


def list_choices(git: Git, objects: Objects, merges: Iterable[Commit], me: Handle) -> tuple[FolderWrite, ...]:
    """List my merges that dropped one of two versions of a path in my folder, each with these paths.

    Such a merge has the text of a parent, so `list_folder_writes` does not list it. A merge drops nothing if only one
    side changed the path.
    """
    found = []
    for merge in merges:
        dropped = dict(_find_dropped(git, objects, merge, me))
        if dropped:
            left = {path: find_entry(objects, merge.id, path) for path in dropped}
            found.append(FolderWrite(merge.id, me, AuthorStatus.OWN, me, merge.author_email, left, dropped))
    return tuple(found)


def _find_dropped(git: Git, objects: Objects, merge: Commit, me: Handle) -> Iterator[tuple[str, FileEntry | None]]:
    """Yield each path in my folder for which `merge` chose one parent's text, with the text that it dropped."""
    for parent in merge.parents:
        others = [one for one in merge.parents if one != parent]
        for change in list_differences(objects, parent, merge.id):
            sides = [other for other in others if find_entry(objects, other, change.path) == change.after]
            bases = [base for other in sides if (base := ancestry.find_merge_base(git, parent, other))]
            if change.folder == me and any(find_entry(objects, base, change.path) != change.before for base in bases):
                yield change.path, change.before


def classify_author(
    address: str, folder: Handle, addresses: Mapping[Handle, Collection[str]]
) -> tuple[AuthorStatus, Handle | None]:
    """Return whether the owner of an email address may change a folder, and the partner to whom the address belongs.

    If several partners list the address, the folder's owner comes first.
    """
    wanted = address.lower()
    if wanted in addresses[folder]:
        return AuthorStatus.OWN, folder
    for partner, known in addresses.items():
        if wanted in known:
            return AuthorStatus.FOREIGN, partner
    return AuthorStatus.UNKNOWN, None


def is_undone(writing: FolderWrite, written: Sequence[FolderWrite]) -> bool:
    """Whether the author of a foreign change undid it before sharing it.

    `written` contains all changes that arrived, newest first. Changes from unknown addresses may be by one person or by
    several. Changes by others in between do not matter, unless they are based on the undone text.
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
) -> Mapping[str, FileEntry | None]:
    """Return the paths of my folder for which the server may not have my last version, each with that version.

    `written` contains all changes that arrived, newest first. `arrived` contains the differences since the merge base.
    `brought_back` contains the paths that a merge by others returned to an older version.
    """
    found: dict[str, FileEntry | None] = {}
    for difference in arrived:
        path = difference.path
        left = [(writing.author_status, writing.paths[path]) for writing in written if path in writing.paths]
        mine = [entry for standing, entry in left if standing is AuthorStatus.OWN]
        is_hers = len(mine) < len(left) or path in brought_back
        is_mine_newest = bool(left) and left[0][0] is AuthorStatus.OWN
        if path.partition("/")[0] == me and is_hers and not (is_mine_newest and difference.after in mine):
            found[path] = mine[0] if mine else difference.before
    return found


def find_unchanged_owner_versions(written: Sequence[FolderWrite], here: Iterable[Difference]) -> frozenset[str]:
    """Return the paths in others' folders whose text here is the owner's newest version.

    `written` contains the changes that are here but not on the server, newest first. `here` contains the differences
    that they made.
    """
    newest = {path: one for one in reversed(written) for path in one.paths}
    return frozenset(
        change.path
        for change in here
        if (one := newest.get(change.path))
        and one.author_status is AuthorStatus.OWN
        and one.paths[change.path] == change.after
    )
