"""How the partners work together, who has signed it, and what is proposed."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.model.agreement import Agreement, Cadence, Mode
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class LineChange(Struct, frozen=True):
    """A line of the agreement that reads differently; None where there was none, or is none any more."""

    before: str | None
    after: str | None


class Signing(Struct, frozen=True):
    """How a partner's signature stands. `signed`: under the text as it is now, save what apj itself notes in it.

    `changes`: what reads differently since the text that was signed; None when that was never done, or can't be told.
    """

    partner: Handle
    signed: bool
    agreed_on: date | None
    changes: tuple[LineChange, ...] | None
    name: Hidden[str] = ""
    version: Hidden[str | None] = None


class Proposed(Struct, frozen=True):
    """What will hold when all have signed, or after the present week when all have."""

    mode: Mode
    cadence: Cadence


class GoesOn(Struct, frozen=True):
    """Somebody who goes on while another partner is silent, and since when."""

    partner: Handle
    since: date


class AgreeView(View, frozen=True, kw_only=True):
    """The agreement: what is in force this week, what is to follow it, and how each signature stands.

    `until`: all have signed what is proposed, and what is in force now ends with this week; None while it waits.
    `changes` are those that I had not signed when the command began (None: I had signed nothing, or it can't be told);
    `signed`: the command has signed for me. `version` is the text's id in git.
    """

    partner: Handle | None
    version: str
    mode: Mode
    cadence: Cadence
    until: IsoWeek | None
    proposed: Proposed | None
    alone: tuple[GoesOn, ...]
    changes: tuple[LineChange, ...] | None
    partners: tuple[Signing, ...]
    signed: bool
    commit: str | None
    agreement: Hidden[Agreement | None] = None
    lines: Hidden[tuple[str, ...]] = ()
    next: Hidden[str] = ""
