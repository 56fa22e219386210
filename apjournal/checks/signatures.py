"""Rules about signatures of partners whose key is known, and about who has accepted the agreement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from apjournal.checks.history_finding import (
    abbreviate_id,
    format_show_command,
    make_history_finding,
    who_can_close,
)
from apjournal.model.handle import Handle
from apjournal.model.history import (
    HistoryCommit,
    MissingAcceptance,
    Settlement,
    SignatureStatus,
    SignedCommit,
    WalkedHistory,
)
from apjournal.model.views.verify import BadSignature, HistoryFinding, UnacceptedAgreement, UnsignedCommits

AGREEMENT = "agreement.md"
UNSIGNED = "unsigned"


def find_bad_signatures(
    past: WalkedHistory, seals: Iterable[SignedCommit], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Yield a finding for each commit whose signature does not match, or has a key that is not known for its author."""
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


def filter_settled(lines: Iterable[Settlement], seals: Sequence[SignedCommit]) -> Iterator[Settlement]:
    """Yield the `settled` lines that count.

    If a partner's key was known, their line must be signed, because anybody can type their email address. An answer
    about unsigned commits must always be signed.
    """
    doubtful = {one.commit.id for one in seals if one.seal is not SignatureStatus.GOOD}
    signed = {one.commit.id for one in seals} - doubtful
    for one in lines:
        if signed.intersection(one.added_in) or (one.line.code != UNSIGNED and not doubtful.issuperset(one.added_in)):
            yield one


def find_unsigned_commits(
    seals: Iterable[SignedCommit], settled: Iterable[Settlement], collect_ancestors: Callable[[str], Collection[str]]
) -> Iterator[HistoryFinding]:
    """Yield one finding for each partner whose key is known and who made unsigned commits, at the newest of them.

    An answer in `settled` covers its commit and the ancestors of that commit. `collect_ancestors` returns a commit
    with its ancestors.
    """
    answers = [(one.by, one.line.commit) for one in settled if one.line.code == UNSIGNED]
    found: dict[Handle, list[HistoryCommit]] = {}
    for one in seals:
        if one.seal is SignatureStatus.NONE:
            found.setdefault(one.partner, []).append(one.commit)
    for author, commits in found.items():
        own = [said for by, said in answers if by == author]
        answered = [(one, collect_ancestors(one.id)) for one in commits if any(map(one.id.startswith, own))]
        together: dict[HistoryCommit | None, list[HistoryCommit]] = {}
        for commit in commits:
            covering = next((one for one, covered in answered if commit.id in covered), None)
            together.setdefault(covering, []).append(commit)
        for covering, covered in together.items():
            newest = covering or covered[-1]
            fact, show = UnsignedCommits(len(covered)), _show_signature(newest)
            yield make_history_finding(UNSIGNED, fact, show, partner=author, commit=newest, closed_by=(author,))


def find_unsigned_agreement(past: WalkedHistory, found: Iterable[MissingAcceptance]) -> Iterator[HistoryFinding]:
    """Yield a finding for each partner who has not accepted the current agreement."""
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
