"""Who a partner is: `HANDLE/partner.md`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from apjournal.model.handle import Handle


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner. Every field but the handle may be missing: a folder with weeks is enough."""

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

    @property
    def called(self) -> str:
        """The name to say in a sentence: the first word of the name, else the handle."""
        words = (self.name or "").split()
        return words[0] if words else self.partner.capitalize()

    @property
    def addresses(self) -> frozenset[str]:
        """All addresses under which this partner commits, in lower case."""
        given = (self.email, *self.emails)
        return frozenset(address.lower() for address in given if address)
