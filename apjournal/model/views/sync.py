"""What `sync` and `commit` did."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import Alarm, LocalEdit, View
from apjournal.model.week_view import Change


class Skipped(Struct, frozen=True):
    """A file that was not committed, and why."""

    path: str
    reason: str


class Received(Struct, frozen=True):
    """A commit that a sync brought. `address` is the author's email address."""

    commit: str
    partner: Handle | None
    subject: str
    address: Hidden[str] = ""


class SyncView(View, frozen=True, kw_only=True):
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
    notes: Hidden[tuple[str, ...]] = ()
    changes: Hidden[tuple[Change, ...]] = ()
    names: Hidden[tuple[tuple[Handle, str], ...]] = ()
    no_remote: Hidden[bool] = False
    next: Hidden[str] = ""
    local_edits: Hidden[tuple[LocalEdit, ...]] = ()
