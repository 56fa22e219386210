"""Rules about signatures of partners whose key is known, and about who has accepted the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apjournal.checks.history_finding import (
    abbreviate_id,
    format_show_command,
    make_history_finding,
    who_can_close,
)
from apjournal.model.handle import Handle
from apjournal.model.history import HistoryCommit, MissingAcceptance, SignatureStatus, SignedCommit, WalkedHistory
from apjournal.model.views.verify import BadSignature, HistoryFinding, UnacceptedAgreement, UnsignedCommits

AGREEMENT = "agreement.md"


def find_bad_signatures(
    past: WalkedHistory, seals: Iterable[SignedCommit], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Find commits whose signature does not match, or whose key is not known for their author."""
    for one in seals:
        if one.seal not in {SignatureStatus.BAD, SignatureStatus.OTHER_KEY}:
            continue
        yield make_history_finding(
            "signature_bad",
            BadSignature(other_key=one.seal is SignatureStatus.OTHER_KEY),
            _show_signature(one.commit),
            partner=one.partner,
            commit=one.commit,
            closed_by=who_can_close(one.partner, [], partners),
        )


def find_unsigned_commits(past: WalkedHistory, seals: Iterable[SignedCommit]) -> Iterator[HistoryFinding]:
    """Find unsigned commits by partners whose key is known. Ask once for each partner, at the first such commit."""
    found: dict[Handle, list[HistoryCommit]] = {}
    for one in seals:
        if one.seal is SignatureStatus.NONE:
            found.setdefault(one.partner, []).append(one.commit)
    for author, commits in found.items():
        yield make_history_finding(
            "unsigned",
            UnsignedCommits(len(commits)),
            _show_signature(commits[0]),
            partner=author,
            commit=commits[0],
        )


def find_unsigned_agreement(past: WalkedHistory, found: Iterable[MissingAcceptance]) -> Iterator[HistoryFinding]:
    """Return a finding for each partner who has not accepted the current agreement."""
    for one in found:
        yield make_history_finding(
            "agreement_unsigned",
            UnacceptedAgreement(other_text=bool(one.signed)),
            format_show_command(past, one.commit, AGREEMENT),
            partner=one.partner,
            commit=past.find_commit(one.commit) or one.commit,
            path=AGREEMENT,
        )


def _show_signature(commit: HistoryCommit) -> str:
    return f"git log --show-signature -1 {abbreviate_id(commit.id)}"
