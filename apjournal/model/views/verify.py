"""What `verify` found."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class ForeignWrite(Struct, frozen=True):
    """The commit changed that many files under the address of `by`, the first of them at `path`."""

    by: Handle
    files: int


class EvilMerge(Struct, frozen=True):
    """After a merge by `by` the file matches neither side."""

    by: Handle


class RevertedText(Struct, frozen=True):
    """A merge returned the file to its text from before `newer`. `by` is None if the address belongs to nobody."""

    by: Handle | None
    address: str
    newer: str


class UnknownAuthor(Struct, frozen=True):
    """An address that nobody lists changed the folder in that many commits. `is_mine`: the reader owns the folder."""

    address: str
    commits: int
    is_mine: bool


class QuarantinedFile(Struct, frozen=True):
    """The path is quarantined, and why."""

    reason: str


class ReplacedObject(Struct, frozen=True):
    """In this clone, plain git shows another object for the commit (without a commit: other parents)."""


class MissingCopy(Struct, frozen=True):
    """A kept line names a commit that is not here."""

    line: str


class ForgedCopy(Struct, frozen=True):
    """A kept line names a commit that was not in the history when it was added."""

    line: str


class WithdrawnLines(Struct, frozen=True):
    """Kept lines were removed. `named_copy`: they named a copy."""

    lines: tuple[str, ...]
    named_copy: bool = True


class RemovedGoals(Struct, frozen=True):
    """Kept goals were removed without a reason."""

    goals: tuple[str, ...]


class DeletedWeeks(Struct, frozen=True):
    """That many weeks that `keepers` kept are missing, the first of them at `path`."""

    weeks: int
    keepers: tuple[Handle, ...]


class RemovedByStranger(Struct, frozen=True):
    """An address that nobody lists removed kept goals or, without any, the week. `is_mine`: the reader owns it."""

    goals: tuple[str, ...]
    keepers: tuple[Handle, ...]
    address: str
    is_mine: bool


class BadSignature(Struct, frozen=True):
    """The signature does not match the commit or, with `other_key`, is by a key that is not known for its author."""

    other_key: bool


class UnsignedCommits(Struct, frozen=True):
    """That many commits of a partner with a known key are not signed."""

    commits: int


class UnacceptedAgreement(Struct, frozen=True):
    """The partner has not accepted the current agreement. `other_text`: they accepted another text of it."""

    other_text: bool


class SettledByOther(Struct, frozen=True):
    """A `settled` line is for a finding that only `whose` can settle."""

    code: str
    commit: str
    whose: tuple[Handle, ...]


HistoryFact = (
    ForeignWrite
    | EvilMerge
    | RevertedText
    | UnknownAuthor
    | QuarantinedFile
    | ReplacedObject
    | MissingCopy
    | ForgedCopy
    | WithdrawnLines
    | RemovedGoals
    | DeletedWeeks
    | RemovedByStranger
    | BadSignature
    | UnsignedCommits
    | UnacceptedAgreement
    | SettledByOther
)
"""What a finding says besides its code, commit and path; `render/verify.py` has a sentence for each."""


class HistoryFinding(Struct, frozen=True):
    """A fact in the history that breaks a rule, or raises a question (level warning).

    `partner` is the owner of the folder concerned, `show` the plain git command that shows it. `on` is the date of the
    commit. `closed_by` are the partners whose `settled` line settles it: any of them, or with `by_each` each who has
    not written one yet. `talked` says who has settled it, and in which words.
    """

    code: str
    level: Level
    settled: bool
    partner: Handle | None
    commit: str | None
    path: str | None
    fact: HistoryFact
    show: str
    on: Hidden[date | None] = None
    closed_by: Hidden[tuple[Handle, ...]] = ()
    by_each: Hidden[bool] = False
    talked: Hidden[tuple[tuple[Handle, str], ...]] = ()


class VerifyView(View, frozen=True, kw_only=True):
    """The history checked against the rules.

    `ok` is None if it cannot be determined. `commits` counts the commits checked. `reader` is who asked, if known.
    `settled_now` are the findings that this command has just settled.
    """

    ok: bool | None
    commits: int
    findings: tuple[HistoryFinding, ...]
    reader: Hidden[Handle | None] = None
    settled_now: Hidden[tuple[HistoryFinding, ...]] = ()
    next: Hidden[str] = ""

    @property
    def mine(self) -> tuple[HistoryFinding, ...]:
        """The findings that the reader can settle."""
        return tuple(one for one in self.findings if not one.settled and one.commit and self.reader in one.closed_by)
