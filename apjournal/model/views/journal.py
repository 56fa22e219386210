"""Views of the journal: what `init`, `join` and `demo` made, the invitation, and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginView(View):
    """What `init`, `join` and `demo` made, and what to do next, line by line."""

    path: str
    partner: Handle | None
    shared: str | None
    commit: str | None
    next: tuple[str, ...]
    lines: tuple[str, ...] = screen_only(())


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteView(View):
    """What to send: the URL that the journal is shared through and the `join` command with it.

    `page` is where a browser shows it, None for a folder. `local`: the URL is a path, which only some machines reach.
    `week` is the one that they would write first.
    """

    partner: Handle | None
    url: str
    command: str
    page: str | None
    week: IsoWeek
    local: bool = screen_only(False)


@dataclass(frozen=True, slots=True)
class WhatStays:
    """What another partner has of mine: the copies kept, and the newest commit among them."""

    partner: Handle
    copies: int
    newest: str | None
    name: str = screen_only("")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveView(View):
    """The end of my part: since when, where my record was written, and what the others keep.

    `commit` is None when my part had ended before.
    """

    partner: Handle
    left: date
    record: str
    weeks: int
    since: IsoWeek | None
    until: IsoWeek | None
    keeps: tuple[WhatStays, ...]
    commit: str | None
    shared: bool = screen_only(False)
    next: str = screen_only("")
