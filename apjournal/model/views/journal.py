"""Views of the journal itself: what `init`, `join` and `demo` created, the invitation, and leaving."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.model.agreement import Cadence, Mode
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View
from apjournal.model.views.sync import Note


class BeginView(View, frozen=True, kw_only=True):
    """What `init`, `join` and `demo` created, and what to do next, line by line."""

    path: str
    partner: Handle | None
    shared: str | None
    commit: str | None
    next: tuple[str, ...]
    lines: Hidden[tuple[str, ...]] = ()
    notes: Hidden[tuple[Note, ...]] = ()


class InviteView(View, frozen=True, kw_only=True):
    """What to send to a new partner: the URL of the shared journal, and the `join` command that contains it.

    - `page`: the journal's page in a browser (None for a folder).
    - `local`: whether the URL is a path, which only some machines can reach.
    - `week`: the first week that the new partner would write.
    - `own_page`: the page in the reader's folder at the host, with links for writing there (None without one).
    - `mode`, `cadence`: what the partners do, and how often.
    """

    partner: Handle | None
    url: str
    command: str
    page: str | None
    week: IsoWeek
    local: Hidden[bool] = False
    first: Hidden[str] = ""
    own_page: Hidden[str | None] = None
    mode: Hidden[Mode] = Mode.TWO_SIDED
    cadence: Hidden[Cadence] = Cadence.WEEKLY


class WhatStays(Struct, frozen=True):
    """What another partner keeps of the leaving partner: how many copies, and the commit of the newest one, or None."""

    partner: Handle
    copies: int
    newest: str | None
    name: Hidden[str] = ""


class LeaveView(View, frozen=True, kw_only=True):
    """The result of leaving: the date, where the leaving partner's record was written, and what the others keep.

    `since` and `until` are the first and last week of the record. `commit` is None if the partner had already left.
    """

    partner: Handle
    left: date
    record: str
    weeks: int
    since: IsoWeek | None
    until: IsoWeek | None
    keeps: tuple[WhatStays, ...]
    commit: str | None
    shared: Hidden[bool] = False
    next: Hidden[str] = ""
