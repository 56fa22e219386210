"""Find the partners who have not accepted the agreement of the newest commit."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.model.history import MissingAcceptance, WalkedHistory
from apjournal.session.history import History
from apjournal.session.signatures import Signatures
from apjournal.store.journal_paths import AGREEMENT, PARTNER


def find_unsigned(history: History, past: WalkedHistory) -> Iterator[MissingAcceptance]:
    """Yield each partner who has not accepted the agreement at the tip.

    Yield nothing unless a commit of `past` changed the agreement or a partner's file. Partners who left need not
    accept. A partner who never had a `partner.md`, because they write at a git host without apj, has no file in which
    to accept, so apj does not ask.
    """
    records = history.at(past.tip)
    signatures = Signatures(records, lambda: history, past if past.since is None else None)
    for partner in signatures.present if records.source.has(AGREEMENT) else ():
        own = past.list_touches(f"{partner.partner}/{PARTNER}")
        touches = past.list_touches(AGREEMENT) or own
        if not own and not records.source.has(f"{partner.partner}/{PARTNER}"):
            continue
        if touches and not signatures.has_signed_this_text(partner):
            yield MissingAcceptance(partner.partner, touches[0][0].id, signatures.get_signed_version(partner))
