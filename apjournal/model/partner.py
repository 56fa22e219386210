"""Who a partner is, as `HANDLE/partner.md` says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from apjournal.model.handle import Handle


class Partner(Struct, frozen=True):
    """A partner. Every field except the handle may be missing, because a folder with weeks is enough to be a partner.

    `known_as` is the name for a partner who shares a first name with others (None if the first name is unique).
    """

    partner: Handle
    name: str | None = None
    email: str | None = None
    emails: tuple[str, ...] = ()
    timezone: str | None = None
    keeps: tuple[Handle, ...] | None = None
    asks: tuple[str, ...] = ()
    signing_key: str | None = None
    agreed: str | None = None
    agreed_on: date | None = None
    page: bool = False
    left: date | None = None
    body: str = ""
    known_as: str | None = None
    calendar: bool = False

    @property
    def called(self) -> str:
        """The partner's name in a sentence: `known_as`, the first word of the name, or the capitalised handle."""
        words = (self.name or "").split()
        return self.known_as or (words[0] if words else self.partner.capitalize())

    def has_name_of(self, other: Partner) -> bool:
        """Whether this partner and the other one have the same name, ignoring case and spaces."""
        return bool(self.name) and _fold_name(self.name) == _fold_name(other.name)

    @property
    def addresses(self) -> frozenset[str]:
        """All email addresses with which this partner commits, in lowercase."""
        given = (self.email, *self.emails)
        return frozenset(address.lower() for address in given if address)


def make_name_unique(partner: Partner, everybody: Iterable[Partner]) -> Partner:
    """Return `partner` with a name in `known_as` that no other partner has.

    `known_as` stays empty unless others have the same first name. Then it is the whole name, with the handle if
    needed.
    """
    same = [
        one
        for one in everybody
        if one.partner != partner.partner and _fold_name(one.called) == _fold_name(partner.called)
    ]
    if not same or not partner.name:
        return partner
    whole = " ".join(partner.name.split())
    is_shared = whole == partner.called or any(one.has_name_of(partner) for one in same)
    return replace(partner, known_as=f"{whole} ({partner.partner})" if is_shared else whole)


def _fold_name(name: str | None) -> str:
    return " ".join((name or "").split()).casefold()
