"""What `verify` found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, aside

if TYPE_CHECKING:
    from datetime import datetime

    from apjournal.model.finding import Level
    from apjournal.model.handle import Handle


@dataclass(frozen=True, slots=True)
class HistoryFinding:
    """One thing in the history that breaks a rule, or raises a question (level warning).

    `partner` is whose folder it is about, `show` the plain git command with which anyone can see it. `closed_by` are
    the partners whose `settled` line closes it: any of them, or with `by_each` all.
    """

    code: str
    level: Level
    settled: bool
    partner: Handle | None
    commit: str | None
    path: str | None
    message: str
    show: str
    closed_by: tuple[Handle, ...] = aside(())
    by_each: bool = aside(False)
    at: datetime | None = aside()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyView(View):
    """The history against the rules. `ok` is None when it can't be told; `commits` counts those looked at."""

    ok: bool | None
    commits: int
    findings: tuple[HistoryFinding, ...]
