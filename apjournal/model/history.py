"""The history of a journal as the rules see it: who wrote what when, what was kept, what was settled.

Nothing here depends on git. A commit is identified by its id, and a version of a file by the id of its text. Ancestry
determines the order: in a sequence of commits, parents come before children.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine, SettledLine


class PathTouch(Struct, frozen=True):
    """A path that a commit made different from all its parents: its text in each and after it (None: no file)."""

    path: str
    before: tuple[str | None, ...]
    after: str | None


class WrittenFolder(Struct, frozen=True):
    """What a commit wrote in one partner's folder.

    `by` is the partner whose address the author has at that commit: the folder's owner before any other, and None if
    the address belongs to nobody.
    """

    folder: Handle
    by: Handle | None
    paths: tuple[str, ...]

    @property
    def is_foreign(self) -> bool:
        """Whether another partner wrote the change."""
        return self.by is not None and self.by != self.folder


class Signer(Struct, frozen=True):
    """A partner and their known key."""

    partner: Handle
    key: str


class HistoryCommit(Struct, frozen=True):
    """One commit.

    `address` is its author's, in lower case, `authors` the partners who had it then, `at` the author's date.

    `signers` are those who may have signed it, with the keys known before it: one of each group must match. `signature`
    is the first line of its signature.
    """

    id: str
    parents: tuple[str, ...]
    address: str
    at: datetime | None
    touched: tuple[PathTouch, ...] = ()
    signature: str = ""
    authors: tuple[Handle, ...] = ()
    signers: tuple[tuple[Signer, ...], ...] = ()
    written: tuple[WrittenFolder, ...] = ()

    @property
    def author(self) -> Handle | None:
        """The partner who counts as its author. The owner of the folder that it changed comes first."""
        return next(iter(self.authors), None)

    @property
    def is_merge(self) -> bool:
        """Whether it has several parents."""
        return len(self.parents) > 1

    def find_writing_in(self, folder: Handle) -> WrittenFolder | None:
        """Return what it wrote in a partner's folder, if anything."""
        return next((written for written in self.written if written.folder == folder), None)


class WalkedHistory(Struct, frozen=True):
    """The commits that were walked, parents before children, up to `tip`.

    With `since`, they are only those that this commit does not have. `partners` are the owners of current and former
    folders. `places` has the index of each commit, `by_path` the commits that touched a path, newest first.
    """

    tip: str
    since: str | None
    commits: tuple[HistoryCommit, ...]
    partners: tuple[Handle, ...]
    places: Mapping[str, int]
    by_path: Mapping[str, tuple[tuple[HistoryCommit, PathTouch], ...]]

    @classmethod
    def build_history(
        cls, tip: str, commits: Sequence[HistoryCommit], partners: Sequence[Handle], since: str | None = None
    ) -> WalkedHistory:
        """Combine the commits of a walk."""
        touched: dict[str, list[tuple[HistoryCommit, PathTouch]]] = {}
        for commit in reversed(commits):
            for touch in commit.touched:
                touched.setdefault(touch.path, []).append((commit, touch))
        return cls(
            tip,
            since,
            tuple(commits),
            tuple(sorted(partners)),
            {commit.id: place for place, commit in enumerate(commits)},
            {path: tuple(found) for path, found in touched.items()},
        )

    def find_commit(self, oid: str) -> HistoryCommit | None:
        """Return the walked commit with that full id."""
        place = self.places.get(oid)
        return None if place is None else self.commits[place]

    def list_touches(self, path: str) -> tuple[tuple[HistoryCommit, PathTouch], ...]:
        """Return the commits that touched a path, newest first."""
        return self.by_path.get(path, ())

    @property
    def merges(self) -> tuple[HistoryCommit, ...]:
        """The merges, oldest first."""
        return tuple(commit for commit in self.commits if commit.is_merge)


class KeptClaim(Struct, frozen=True):
    """A line of a `kept.md` compared with history.

    `commit` is the one that it names or refers to (None: there can be none).

    `added_in` is the oldest commit that added it, `at` the time on it, otherwise that of this commit. `is_here`: the
    commit is in this clone. `is_ancestor`: it is an ancestor of a commit that added the line. `withdrawn_in`: the
    commit that removed the line.
    """

    keeper: Handle
    line: KeptLine
    added_in: str
    at: datetime | None
    commit: str | None
    is_here: bool
    is_ancestor: bool
    withdrawn_in: str | None = None

    @property
    def names_copy(self) -> bool:
        """Whether the line can refer to a copy."""
        return self.commit is not None and self.is_here and self.is_ancestor


class Settlement(Struct, frozen=True):
    """A line `settled COMMIT CODE` in the `kept.md` of `by`, who wrote it under an address of their own."""

    by: Handle
    line: SettledLine


class RevertingMerge(Struct, frozen=True):
    """A merge that returned a file of a partner's folder to an older text. `newer` is the commit of the newer one."""

    path: str
    folder: Handle
    commit: str
    newer: str


class QuarantinedPath(Struct, frozen=True):
    """A path that is quarantined, why, and the commit that wrote it.

    `harmful`: it could do harm if it were checked out.
    """

    path: str
    reason: str
    commit: str
    harmful: bool = True


class MissingAcceptance(Struct, frozen=True):
    """A partner who has not accepted the current agreement.

    `commit` wrote that text. `signed` is the version that they accepted (None: none).
    """

    partner: Handle
    commit: str
    signed: str | None


class Replaced(Struct, frozen=True):
    """Something that makes plain git show a different history than was committed: a replace ref or the file of grafts.

    `commit` is the object that is replaced, if one is named.
    """

    name: str
    commit: str | None


class Vanished(Struct, frozen=True):
    """Kept goals that `commit` removed from a week, by their text. Without any, it removed the whole file.

    `keepers` are those who had kept them.
    """

    partner: Handle
    path: str
    commit: str
    keepers: tuple[Handle, ...]
    goals: tuple[str, ...] = ()


class SignatureStatus(StrEnum):
    """How a commit is signed, compared with its author's known keys."""

    GOOD = "good"
    NONE = "none"
    OTHER_KEY = "other_key"
    BAD = "bad"


class SignedCommit(Struct, frozen=True):
    """A commit and its signature status.

    `partner` is the one whose key matches, otherwise the first who may have signed it.
    """

    commit: HistoryCommit
    partner: Handle
    seal: SignatureStatus
