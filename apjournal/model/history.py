"""The history of a journal for the rules: who changed what and when, what was kept, and what was settled.

Nothing here depends on git. A commit is identified by its id, and a version of a file by the id of its text. Ancestry
decides the order: in a sequence of commits, parents come before children.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine, SettledLine


class PathTouch(Struct, frozen=True):
    """A path whose text after a commit differs from its text in every parent.

    - `before`: the id of the text in each parent, and `after`: the id of the text in the commit. An id is None if
      there is no file.
    - `generated`: whether sync generated all these versions, so that the path contains nothing that its owner wrote.
    """

    path: str
    before: tuple[str | None, ...]
    after: str | None
    generated: bool = False


class WrittenFolder(Struct, frozen=True):
    """The changes that a commit made in one partner's folder.

    `by` is the partner who lists the author's email address as of that commit, or None if nobody lists it. If several
    partners list the address, `by` is the folder's owner if they are among them.
    """

    folder: Handle
    by: Handle | None
    paths: tuple[str, ...]


class Signer(Struct, frozen=True):
    """A partner and their known key."""

    partner: Handle
    key: str


class HistoryCommit(Struct, frozen=True):
    """One commit.

    - `address`: the author's email address in lowercase.
    - `authors`: the partners who listed that address at that time.
    - `at`: the author's date (None if it is not valid).
    - `signers`: groups of partners who may have signed the commit, with the keys known before it. In each group, one
      key must match.
    - `signature`: the first line of the signature ("" if the commit is not signed).
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
        """The partner who counts as the author, or None.

        If several partners list the email address, this is the owner of the folder that the commit changed.
        """
        return next(iter(self.authors), None)

    @property
    def is_merge(self) -> bool:
        """Whether the commit has several parents."""
        return len(self.parents) > 1

    def has_written(self, folder: Handle, by: Handle | None) -> bool:
        """Whether the commit changed a partner's folder, and `by` is its author there (None if unknown)."""
        return any(written.folder == folder and written.by == by for written in self.written)


class WalkedHistory(Struct, frozen=True):
    """The commits that were walked, parents before children, up to `tip`.

    - `since`: if it is set, only the commits that are not in its history were walked.
    - `partners`: the owners of current and former folders.
    - `places`: the index of each commit, by id.
    - `by_path`: the commits that changed each path, newest first.
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
        """Return the history that consists of these commits, and the indexes into it."""
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
        """Return the walked commit with the full id `oid`, or None."""
        place = self.places.get(oid)
        return None if place is None else self.commits[place]

    def list_touches(self, path: str) -> tuple[tuple[HistoryCommit, PathTouch], ...]:
        """Return the commits that changed a path, each with the change, newest first."""
        return self.by_path.get(path, ())

    @property
    def merges(self) -> tuple[HistoryCommit, ...]:
        """The merge commits, oldest first."""
        return tuple(commit for commit in self.commits if commit.is_merge)


class KeptClaim(Struct, frozen=True):
    """A line of a `kept.md` compared with the history.

    - `commit`: the commit that the line contains or means (None if no commit fits).
    - `added_in`: the oldest commit that added the line.
    - `at`: the time in the line, or the date of `added_in` if the line has no time.
    - `is_here`: whether `commit` is in this clone.
    - `is_ancestor`: whether `commit` is an ancestor of a commit that added the line.
    - `withdrawn_in`: the commit that removed the line (None if the line still exists).
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
        """Whether the line identifies a copy that may really have been kept."""
        return self.commit is not None and self.is_here and self.is_ancestor


class Settlement(Struct, frozen=True):
    """A line `settled COMMIT CODE` in the `kept.md` of `by`, written with an email address that `by` lists.

    `added_in` contains the commits by `by` that added the line.
    """

    by: Handle
    line: SettledLine
    added_in: tuple[str, ...] = ()


class RevertingMerge(Struct, frozen=True):
    """A merge that returned a file in a partner's folder to an older version.

    `newer` is the commit that wrote the newer version.
    """

    path: str
    folder: Handle
    commit: str
    newer: str


class QuarantinedPath(Struct, frozen=True):
    """A quarantined path, the reason, and the commit that wrote the path.

    `harmful` says whether checking out the path could do harm.
    """

    path: str
    reason: str
    commit: str
    harmful: bool = True


class MissingAcceptance(Struct, frozen=True):
    """A partner who has not accepted the current agreement.

    `commit` wrote the current text. `signed` is the version that the partner accepted (None if they have accepted
    none).
    """

    partner: Handle
    commit: str
    signed: str | None


class Replaced(Struct, frozen=True):
    """Something that makes plain git show another history than the committed one: a replace ref, or the grafts file.

    `commit` is the object that is replaced, or None for the grafts file.
    """

    name: str
    commit: str | None


class Vanished(Struct, frozen=True):
    """Kept goals, by their text, that `commit` removed from a week.

    If `goals` is empty, the commit removed the whole file. `keepers` are the partners who had kept the goals.
    """

    partner: Handle
    path: str
    commit: str
    keepers: tuple[Handle, ...]
    goals: tuple[str, ...] = ()


class SignatureStatus(StrEnum):
    """The status of a commit's signature, compared with its author's known keys."""

    GOOD = "good"
    NONE = "none"
    OTHER_KEY = "other_key"
    BAD = "bad"


class SignedCommit(Struct, frozen=True):
    """A commit and its signature status. `partner` is the one whose key matches.

    If no key matches, `partner` is the first partner who may have signed the commit.
    """

    commit: HistoryCommit
    partner: Handle
    seal: SignatureStatus
