"""What `verify` found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.finding import Level
    from apjournal.model.handle import Handle


@dataclass(frozen=True, slots=True)
class HistoryFinding:
    """One thing in the history that breaks a rule, or raises a question (level warning).

    `partner` is whose folder it is about, `show` the plain git command with which anyone can see it. `closed_by` are
    the partners whose `settled` line closes it: any of them, or with `by_each` each who has not written one yet.
    `talked` says who has settled it, and in which words.
    """

    code: str
    level: Level
    settled: bool
    partner: Handle | None
    commit: str | None
    path: str | None
    message: str
    show: str
    closed_by: tuple[Handle, ...] = screen_only(())
    by_each: bool = screen_only(False)
    talked: tuple[tuple[Handle, str], ...] = screen_only(())


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyView(View):
    """The history against the rules. `ok` is None when it can't be told; `commits` counts those looked at.

    `reader` is who looks, where that is known. `settled_now` are the findings that this command has just settled.
    """

    ok: bool | None
    commits: int
    findings: tuple[HistoryFinding, ...]
    reader: Handle | None = screen_only()
    settled_now: tuple[HistoryFinding, ...] = screen_only(())
    next: str = screen_only("")

    @property
    def mine(self) -> tuple[HistoryFinding, ...]:
        """The findings that the reader can settle."""
        return tuple(one for one in self.findings if not one.settled and one.commit and self.reader in one.closed_by)
