"""Rules about kept copies: the commit exists, it existed when the copy was kept, and the line was not removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apjournal.checks.history_finding import (
    abbreviate_id,
    format_show_command,
    make_history_finding,
    who_can_close,
)
from apjournal.model.handle import Handle
from apjournal.model.history import KeptClaim, Vanished, WalkedHistory
from apjournal.model.views.verify import (
    DeletedWeeks,
    ForgedCopy,
    HistoryFinding,
    MissingCopy,
    RemovedByStranger,
    RemovedGoals,
    WithdrawnLines,
)


def find_missing_copies(
    past: WalkedHistory, claims: Iterable[KeptClaim], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Yield a finding for each kept line whose commit is not in this clone. The history must be complete."""
    for claim in claims:
        if not claim.is_here and claim.withdrawn_in is None:
            show = f"git show {abbreviate_id(claim.commit or '')}"
            yield _make_line_finding("kept_missing", MissingCopy(_get_text(claim)), past, claim, partners, show)


def find_forged_copies(
    past: WalkedHistory, claims: Iterable[KeptClaim], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Yield a finding for each kept line whose commit was not in the history when the line was added."""
    for claim in claims:
        if claim.is_here and not claim.is_ancestor and claim.withdrawn_in is None:
            commit = abbreviate_id(claim.commit or "")
            show = f"git merge-base --is-ancestor {commit} {abbreviate_id(claim.added_in)}; echo $?"
            yield _make_line_finding("kept_forged", ForgedCopy(_get_text(claim)), past, claim, partners, show)


def find_withdrawn_copies(
    past: WalkedHistory, claims: Iterable[KeptClaim], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Yield findings about kept lines that were removed: one for all lines about one partner that one commit removed.

    A line that never identified a copy is only a warning, because no copy was lost with it.
    """
    found: dict[tuple[Handle, str, Handle], list[str]] = {}
    for claim in claims:
        if claim.withdrawn_in is not None and not claim.names_copy:
            yield _make_slip_finding(past, claim)
        elif claim.withdrawn_in is not None:
            found.setdefault((claim.keeper, claim.withdrawn_in, claim.line.partner), []).append(_get_text(claim))
    for (keeper, commit, partner), lines in found.items():
        path = f"{keeper}/kept.md"
        yield make_history_finding(
            "kept_withdrawn",
            WithdrawnLines(tuple(lines)),
            format_show_command(past, commit, path),
            partner=keeper,
            commit=past.find_commit(commit) or commit,
            path=path,
            closed_by=who_can_close(keeper, [partner], partners),
        )


def _make_slip_finding(past: WalkedHistory, claim: KeptClaim) -> HistoryFinding:
    path, commit = f"{claim.keeper}/kept.md", claim.withdrawn_in or past.tip
    return make_history_finding(
        "kept_slip",
        WithdrawnLines((_get_text(claim),), named_copy=False),
        format_show_command(past, commit, path),
        partner=claim.keeper,
        commit=past.find_commit(commit) or commit,
        path=path,
    )


def find_vanished(
    past: WalkedHistory, found: Iterable[Vanished], partners: Sequence[Handle], me: Handle | None
) -> Iterator[HistoryFinding]:
    """Yield findings about kept goals and weeks that vanished (`goal_removed`, `week_deleted`, `unknown_author`)."""
    deleted: dict[tuple[Handle, str], list[Vanished]] = {}
    for one in found:
        if _is_strangers(past, one):
            yield _make_stranger_finding(past, one, partners, me)
            continue
        if not one.goals:
            deleted.setdefault((one.partner, one.commit), []).append(one)
            continue
        yield make_history_finding(
            "goal_removed",
            RemovedGoals(one.goals),
            format_show_command(past, one.commit, one.path),
            partner=one.partner,
            commit=past.find_commit(one.commit) or one.commit,
            path=one.path,
            closed_by=who_can_close(one.partner, one.keepers, partners),
        )
    for (partner, commit), weeks in deleted.items():
        path = weeks[0].path
        keepers = tuple(sorted({keeper for week in weeks for keeper in week.keepers}))
        yield make_history_finding(
            "week_deleted",
            DeletedWeeks(len(weeks), keepers),
            format_show_command(past, commit, path),
            partner=partner,
            commit=past.find_commit(commit) or commit,
            path=path,
            closed_by=who_can_close(partner, keepers, partners),
        )


def _is_strangers(past: WalkedHistory, one: Vanished) -> bool:
    """Whether nobody lists the email address of the commit that removed the goals or the week."""
    commit = past.find_commit(one.commit)
    return commit is not None and commit.has_written(one.partner, None)


def _make_stranger_finding(
    past: WalkedHistory, one: Vanished, partners: Sequence[Handle], me: Handle | None
) -> HistoryFinding:
    commit = past.commits[past.places[one.commit]]
    return make_history_finding(
        "unknown_author",
        RemovedByStranger(one.goals, tuple(sorted(one.keepers)), commit.address, is_mine=one.partner == me),
        format_show_command(past, one.commit, one.path),
        partner=one.partner,
        commit=commit,
        path=one.path,
        closed_by=(one.partner,) if one.partner in partners else (),
    )


def _make_line_finding(
    code: str,
    fact: MissingCopy | ForgedCopy,
    past: WalkedHistory,
    claim: KeptClaim,
    partners: Sequence[Handle],
    show: str,
) -> HistoryFinding:
    path = f"{claim.keeper}/kept.md"
    return make_history_finding(
        code,
        fact,
        show,
        partner=claim.keeper,
        commit=past.find_commit(claim.added_in) or claim.added_in,
        path=path,
        closed_by=who_can_close(claim.keeper, [claim.line.partner], partners),
    )


def _get_text(claim: KeptClaim) -> str:
    """Return a line of a `kept.md` without the hyphen of its list item."""
    return str(claim.line)[2:]
