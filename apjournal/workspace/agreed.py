"""Which terms are in force: a change through apj waits until all partners who have not left have signed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from apjournal.model.agreement import Agreement, EarlierTerms
from apjournal.model.isoweek import IsoWeek
from apjournal.store.layout import AGREEMENT
from apjournal.store.records import Records


def in_force(records: Records) -> Agreement:
    """Give the agreement with the terms that count.

    While `until_signed` holds former values, these count until the `agreed` of every partner names the new text, and
    through the week of the last `agreed_on`; from then on the new ones.
    """
    agreement = records.agreement()
    former = agreement.until_signed
    if former is None:
        return agreement
    from apjournal.gitrepo.objects import blob_id  # of hot commands, hardly one comes here

    data = records.source.read(AGREEMENT) or b""
    partners = [records.partner(handle) for handle in records.partners()]
    signing = [partner for partner in partners if partner.left is None]
    if any(partner.agreed != blob_id(data) for partner in signing):
        return agreement.under(former)
    last = max((partner.agreed_on for partner in signing if partner.agreed_on), default=date.min)
    if last == date.min:
        return agreement
    return replace(agreement, earlier=(*agreement.earlier, EarlierTerms(IsoWeek.of(last), former)))
