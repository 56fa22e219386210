"""What `sync` and `commit` did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.views.base import Alarm, LocalEdit
    from apjournal.model.week_view import Change


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not committed, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Received:
    """A commit that a sync brought; `address` is the author's email address."""

    commit: str
    partner: Handle | None
    subject: str
    address: str = screen_only("")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncView(View):
    """What `sync` (and `commit`, the first half of it) did. `committed` is the commit made, if any."""

    committed: str | None
    files: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    fetched: bool = False
    merged: Literal["none", "ff", "merge"] = "none"
    pushed: bool = False
    received: tuple[Received, ...] = ()
    sent: int = 0
    alarms: tuple[Alarm, ...] = ()
    offline: bool = False
    notes: tuple[str, ...] = screen_only(())
    changes: tuple[Change, ...] = screen_only(())
    names: tuple[tuple[Handle, str], ...] = screen_only(())
    no_remote: bool = screen_only(False)
    next: str = screen_only("")
    local_edits: tuple[LocalEdit, ...] = screen_only(())
