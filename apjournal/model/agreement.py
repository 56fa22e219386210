"""How the partners work together, as `agreement.md` says."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Medium


class Mode(StrEnum):
    """The relationship between the partners, one of three."""

    TWO_SIDED = "two-sided"
    ONE_SIDED = "one-sided"
    PEER_SUPPORT = "peer-support"


class Role(StrEnum):
    """What a partner does in a week."""

    REPORTS = "reports"
    """The partner sets goals, and reports on them."""
    LISTENS = "listens"
    """The partner listens to the others in a one-sided journal, and sets no goals."""
    SUPPORTS = "supports"
    """Peer support: the partners tell each other how they are doing, ask for help and offer it.

    No report is due, and nothing is counted.
    """


class Cadence(StrEnum):
    """How often the partners talk."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


UNWRITTEN = "What we agreed: what stays between us, what we do when a week is missed, how blunt to be."
"""The body of a new agreement. It lists topics to talk about, on which nothing is agreed yet."""
NOTHING_WRITTEN = "Nothing else is written down yet."
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class CallTerms(Struct, frozen=True):
    """When and how the call takes place.

    `day` is the weekday, 0 for Monday to 6, and `minutes` is the length of the call.
    """

    day: int = 0
    time: time | None = None
    timezone: str | None = None
    minutes: int = 20
    medium: Medium | None = None


class Terms(Struct, frozen=True):
    """The terms that affect what is counted. None means that the value of the enclosing agreement applies."""

    mode: Mode | None = None
    cadence: Cadence | None = None
    day: int | None = None


class EarlierTerms(Struct, frozen=True):
    """The terms that applied up to the end of the week `until`."""

    until: IsoWeek
    terms: Terms


class Agreement(Struct, frozen=True):
    """The agreement. `until_signed` contains the former values while a change waits to be accepted.

    `unreadable` says whether `agreement.md` cannot be read. The other values are then the defaults, and nobody agreed
    on them.
    """

    mode: Mode = Mode.TWO_SIDED
    call: CallTerms = CallTerms()
    cadence: Cadence = Cadence.WEEKLY
    areas: tuple[str, ...] = ()
    started: date | None = None
    review_on: date | None = None
    listeners: tuple[Handle, ...] = ()
    until_signed: Terms | None = None
    earlier: tuple[EarlierTerms, ...] = ()
    alone: tuple[tuple[Handle, date], ...] = ()
    readiness: tuple[tuple[str, float], ...] = ()
    newer_format: int | None = None
    body: str = ""
    unreadable: bool = False

    @property
    def rules(self) -> tuple[str, ...]:
        """The lines of the body that the partners wrote themselves.

        There are none if the body is still the template's.
        """
        text = self.body.strip()
        return () if " ".join(text.split()) == UNWRITTEN else tuple(text.splitlines())

    def get_terms_in(self, week: IsoWeek) -> Agreement:
        """Return the agreement as it applies in `week`, so that counts of old weeks do not change."""
        for earlier in sorted(self.earlier, key=lambda earlier: earlier.until):
            if week <= earlier.until:
                return self.apply_terms(earlier.terms)
        return self

    def get_role(self, partner: Handle, week: IsoWeek) -> Role:
        """Return the role of `partner` in `week`."""
        mode = self.get_terms_in(week).mode
        if mode is Mode.PEER_SUPPORT:
            return Role.SUPPORTS
        return Role.LISTENS if mode is Mode.ONE_SIDED and partner in self.listeners else Role.REPORTS

    @property
    def before(self) -> Agreement:
        """The agreement with the former values from `until_signed`, or unchanged if no change waits for acceptance."""
        return self.apply_terms(self.until_signed) if self.until_signed else self

    def get_in_force(self, week: IsoWeek | None) -> Agreement:
        """Return the agreement as it applies now.

        The former values apply up to the end of `week`, the week in which the last partner accepted the change. If
        `week` is None, the former values still apply.
        """
        if self.until_signed is None:
            return self
        if week is None:
            return self.before
        return replace(self, earlier=(*self.earlier, EarlierTerms(week, self.until_signed)))

    def apply_terms(self, terms: Terms) -> Agreement:
        """Return this agreement with its own terms replaced by `terms`."""
        day = self.call.day if terms.day is None else terms.day
        return replace(
            self,
            mode=terms.mode or self.mode,
            cadence=terms.cadence or self.cadence,
            call=replace(self.call, day=day),
        )
