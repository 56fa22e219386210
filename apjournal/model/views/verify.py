"""What `verify` found."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class HistoryFinding(Struct, frozen=True):
    """One thing in the history that breaks a rule, or raises a question (level warning).

    `partner` is the owner of the folder concerned, `show` the plain git command that shows it. `closed_by` are the
    partners whose `settled` line settles it: any of them, or with `by_each` each who has not written one yet. `talked`
    says who has settled it, and in which words.
    """

    code: str
    level: Level
    settled: bool
    partner: Handle | None
    commit: str | None
    path: str | None
    message: str
    show: str
    closed_by: Hidden[tuple[Handle, ...]] = ()
    by_each: Hidden[bool] = False
    talked: Hidden[tuple[tuple[Handle, str], ...]] = ()


class VerifyView(View, frozen=True, kw_only=True):
    """The history checked against the rules.

    `ok` is None if it cannot be determined. `commits` counts the commits checked. `reader` is who asked, if that is
    known. `settled_now` are the findings that this command has just settled.
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
