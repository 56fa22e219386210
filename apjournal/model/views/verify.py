"""The view of `verify`."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class ForeignWrite(Struct, frozen=True):
    """A commit with an email address of `by` that changed files in a folder of somebody else.

    `files` is the number of files, and the finding's path is the first of them.
    """

    by: Handle
    files: int


class EvilMerge(Struct, frozen=True):
    """A merge by `by` after which the file contains text that none of the merged versions had."""

    by: Handle


class RevertedText(Struct, frozen=True):
    """A merge that returned the file to its text from before the commit `newer`.

    `by` is the merge's author, or None if nobody lists the author's email address (`address`).
    """

    by: Handle | None
    address: str
    newer: str


class UnknownAuthor(Struct, frozen=True):
    """Commits that changed the folder, with an email address that nobody lists. `commits` is their number.

    `is_mine` says whether the reader owns the folder.
    """

    address: str
    commits: int
    is_mine: bool


class QuarantinedFile(Struct, frozen=True):
    """A quarantined path. `reason` says why it is quarantined."""

    reason: str


class ReplacedObject(Struct, frozen=True):
    """A commit that plain git replaces in this clone by another object.

    If the finding has no commit, plain git replaces the parents of commits.
    """


class MissingCopy(Struct, frozen=True):
    """A kept line with a commit that is not in this clone."""

    line: str


class ForgedCopy(Struct, frozen=True):
    """A kept line with a commit that was not in the history when the line was added."""

    line: str


class WithdrawnLines(Struct, frozen=True):
    """Kept lines that were removed. `named_copy` says whether they identified a copy."""

    lines: tuple[str, ...]
    named_copy: bool = True


class RemovedGoals(Struct, frozen=True):
    """Kept goals that were removed without a reason. `goals` contains their text."""

    goals: tuple[str, ...]


class DeletedWeeks(Struct, frozen=True):
    """Missing weeks that `keepers` kept.

    `weeks` is the number of weeks, and the finding's path is the first of them.
    """

    weeks: int
    keepers: tuple[Handle, ...]


class RemovedByStranger(Struct, frozen=True):
    """Kept goals, or a whole week if `goals` is empty, removed by somebody whose email address nobody lists.

    `is_mine` says whether the reader owns the week.
    """

    goals: tuple[str, ...]
    keepers: tuple[Handle, ...]
    address: str
    is_mine: bool


class BadSignature(Struct, frozen=True):
    """A signature that is not valid for the author.

    If `other_key` is true, the signature is valid, but its key is not one of the author's. Otherwise, it does not
    match the commit.
    """

    other_key: bool


class UnsignedCommits(Struct, frozen=True):
    """Unsigned commits by a partner whose key is known. `commits` is their number."""

    commits: int


class UnacceptedAgreement(Struct, frozen=True):
    """The missing acceptance of the current agreement by a partner.

    `other_text` says whether the partner accepted another version of its text.
    """

    other_text: bool


class SettledByOther(Struct, frozen=True):
    """A `settled` line by somebody who may not settle the finding. Only the partners in `whose` may."""

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
"""The facts in a finding besides code, commit and path. `render/screens/verify.py` has a sentence for each class."""


class HistoryFinding(Struct, frozen=True):
    """A fact in the history that breaks a rule, or that raises a question (level warning).

    - `partner`: the owner of the folder concerned.
    - `show`: the plain git command that shows the fact.
    - `on`: the date of the commit.
    - `closed_by`: the partners whose `settled` line settles the finding. A line by one of them is enough, unless
      `by_each` is set. Then each of them must write a line, and `closed_by` contains those who have not yet.
    - `talked`: the words of each partner who wrote a line.
    - `names`: how sentences call the partners.
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
    names: Hidden[tuple[tuple[Handle, str], ...]] = ()

    def get_name(self, partner: Handle) -> str:
        """Return how sentences call a partner, even one whose folder no longer exists."""
        return dict(self.names).get(partner) or partner.capitalize()

    @property
    def owner_name(self) -> str:
        """How sentences call the owner of the folder concerned, or "" if the finding is about no folder."""
        return self.get_name(self.partner) if self.partner else ""


class VerifyView(View, frozen=True, kw_only=True):
    """The history checked against the rules.

    - `ok`: None if the result cannot be determined.
    - `commits`: the number of commits checked.
    - `reader`: the partner who runs the command, or None if unknown.
    - `settled_now`: the findings that this command has just settled.
    """

    ok: bool | None
    commits: int
    findings: tuple[HistoryFinding, ...]
    reader: Hidden[Handle | None] = None
    settled_now: Hidden[tuple[HistoryFinding, ...]] = ()
    next: Hidden[str] = ""

    @property
    def mine(self) -> tuple[HistoryFinding, ...]:
        """The open findings that the reader can settle."""
        return tuple(filter(self.is_mine, self.findings))

    def is_mine(self, one: HistoryFinding) -> bool:
        """Whether a finding is open, and the reader can resolve it."""
        return not one.settled and bool(one.commit) and self.reader in one.closed_by
