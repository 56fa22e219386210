"""Find the partners who have not accepted a change to the agreement yet."""

from __future__ import annotations

from apjournal.model.handle import Handle
from apjournal.model.views.status import AwaitedAcceptance, Waiting
from apjournal.session.workspace import Workspace


def find_waiting_acceptance(workspace: Workspace, me: Handle | None) -> Waiting | None:
    """Return the partners who have not accepted a proposed change to the agreement.

    Return None if there is no proposal, or if everyone has accepted it.
    """
    written = workspace.records.agreement()
    if written.until_signed is None:
        return None
    signatures, before = workspace.signatures, written.before
    missing = [partner for partner in signatures.present if not signatures.has_signed_these_terms(partner)]
    if not missing:
        return None
    return Waiting(
        mode=written.mode if written.mode is not before.mode else None,
        cadence=written.cadence if written.cadence is not before.cadence else None,
        by=tuple(partner.called for partner in signatures.present if partner not in missing),
        missing=tuple(partner.called for partner in missing if partner.partner != me),
        mine=any(partner.partner == me for partner in missing),
    )


def find_unsigned(workspace: Workspace, me: Handle | None) -> AwaitedAcceptance | None:
    """Return the partners who have not accepted a change to the agreement that was made without apj.

    Return None if there is no such change, or if everyone has accepted it.
    """
    asked = map(workspace.get_partner, (*((me,) if me else ()), *workspace.active_partners))
    missing = workspace.signatures.find_unsigned_after_manual_change(
        partner for partner in asked if partner.left is None
    )
    if not missing:
        return None
    return AwaitedAcceptance(
        missing=tuple(partner.called for partner in missing if partner.partner != me),
        mine=any(partner.partner == me for partner in missing),
    )
