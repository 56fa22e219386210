"""Which terms are in force: a change through apj waits until all partners who have not left have signed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from apjournal.model.agreement import Agreement, EarlierTerms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.store.layout import AGREEMENT, PARTNER
from apjournal.store.records import Records

if TYPE_CHECKING:
    from apjournal.workspace.history import History

VERSIONS = 50
"""How many versions of a partner's file are looked at for the one that first says yes."""

Signed = Callable[[Partner], str | None]
"""Gives the id of the text that a partner has signed; None for none."""


def in_force(records: Records, signed: Signed) -> Agreement:
    """Give the agreement with the terms that count.

    While `until_signed` holds former values, these count until the `agreed` of every partner names the new text, and
    through the week of the last `agreed_on`; from then on the new ones.
    """
    agreement = records.agreement()
    former = agreement.until_signed
    if former is None:
        return agreement
    week = settled_in(records, signed)
    if week is None:
        return agreement.under(former)
    return replace(agreement, earlier=(*agreement.earlier, EarlierTerms(week, former)))


def settled_in(records: Records, signed: Signed) -> IsoWeek | None:
    """Give the week in which the last partner signed the text as it is; None while one has not, or says no date."""
    signing = present(records)
    if any(not names(records, signed(partner)) for partner in signing):
        return None
    days = [partner.agreed_on for partner in signing if partner.agreed_on]
    return IsoWeek.of(max(days)) if days else None


def present(records: Records) -> tuple[Partner, ...]:
    """Give the partners who have not left: they sign."""
    partners = (records.partner(handle) for handle in records.partners())
    return tuple(partner for partner in partners if partner.left is None)


def names(records: Records, version: str | None) -> bool:
    """Whether this id is that of the agreement as it is."""
    return version is not None and version == text_id(records, len(version))


def text_id(records: Records, width: int = 40) -> str:
    """Give git's id of the agreement as it is."""
    from apjournal.gitrepo.objects import blob_id  # of hot commands, hardly one comes here

    return blob_id(records.source.read(AGREEMENT) or b"", width)


def signed_version(partner: Partner, records: Records, history: Callable[[], History | None]) -> str | None:
    """Give the id of the agreement that a partner has signed; a yes by hand means the text as of its commit.

    `history` is asked for such a yes alone. None for no signature, or when it can't be told.
    """
    from apjournal.format.partner import AGREED

    if partner.agreed != AGREED:
        return partner.agreed
    past = history()
    return _meant_by_hand(partner, records, past) if past is not None and past.head is not None else None


def _meant_by_hand(partner: Partner, records: Records, history: History) -> str | None:
    """Find the oldest commit that says yes with this date; none has said so yet where it was typed just now."""
    from apjournal.gitrepo import ancestry

    said = (partner.agreed, partner.agreed_on)
    first = None
    path = f"{partner.partner}/{PARTNER}"
    for commit in ancestry.newest_changes(history.git, history.head or "", path, VERSIONS):
        then = history.at(commit).partner(Handle(partner.partner))
        if (then.agreed, then.agreed_on) != said:
            break
        first = commit
    if first is None:
        return text_id(records, len(history.head or ""))
    entry = history.objects.entry(first, AGREEMENT)
    return entry.oid if entry else None
