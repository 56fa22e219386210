"""The view of `agree`: how the partners work together, who has accepted the agreement, and what is proposed."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.model.agreement import Agreement, Cadence, Mode
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class LineChange(Struct, frozen=True):
    """A line of the agreement that changed. `before` is None for an added line, `after` is None for a removed line."""

    before: str | None
    after: str | None


class Signing(Struct, frozen=True):
    """Whether a partner has accepted the agreement.

    `signed` says whether they accepted the current version, apart from what apj itself wrote into it. `changes` are the
    changes since the version that they accepted (None if they never accepted one, or the changes cannot be determined).
    """

    partner: Handle
    signed: bool
    agreed_on: date | None
    changes: tuple[LineChange, ...] | None
    name: Hidden[str] = ""
    version: Hidden[str | None] = None


class Proposed(Struct, frozen=True):
    """The proposed terms.

    They apply once everyone has accepted them. If everyone already has, they apply after the current week.
    """

    mode: Mode
    cadence: Cadence


class GoesOn(Struct, frozen=True):
    """A partner who continues while another is silent, and since when."""

    partner: Handle
    since: date


class AgreeView(View, frozen=True, kw_only=True):
    """The agreement: what applies this week, what will follow, and who has accepted it.

    - `until`: the last week of the current terms once everyone has accepted the proposal (None until then).
    - `changes`: the changes that the reader had not accepted when the command began (None if they had accepted nothing,
      or the changes cannot be determined).
    - `signed`: whether the command has accepted the agreement for the reader.
    - `version`: git's id of the text.
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

    @property
    def is_accepted(self) -> bool:
        """Whether the reader has accepted the current version."""
        return any(one.signed and not one.changes for one in self.partners if one.partner == self.partner)
