"""Rules of kept copies: what was kept is there, was there when it was kept, and stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apjournal.checks.history_finding import (
    abbreviate_id,
    commit_label,
    format_show_command,
    make_history_finding,
    quote_some,
    was_it,
    who_can_close,
)
from apjournal.model.handle import Handle
from apjournal.model.history import KeptClaim, Vanished, WalkedHistory
from apjournal.model.views.verify import HistoryFinding


def find_missing_copies(
    past: WalkedHistory, claims: Iterable[KeptClaim], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Find kept lines whose commit is not here although the history is complete."""
    for claim in claims:
        if not claim.is_here and claim.gone_in is None:
            yield _make_line_finding(
                "kept_missing",
                past,
                claim,
                partners,
                "a commit that is neither in the history nor in this clone",
                f"git show {abbreviate_id(claim.commit or '')}",
            )


def find_forged_copies(
    past: WalkedHistory, claims: Iterable[KeptClaim], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Find kept lines whose commit was not yet part of the history in which the line was added."""
    for claim in claims:
        if claim.is_here and not claim.is_ancestor and claim.gone_in is None:
            commit = abbreviate_id(claim.commit or "")
            yield _make_line_finding(
                "kept_forged",
                past,
                claim,
                partners,
                "a commit that was not in the history then",
                f"git merge-base --is-ancestor {commit} {abbreviate_id(claim.added_in)}; echo $?",
            )


def find_withdrawn_copies(
    past: WalkedHistory, claims: Iterable[KeptClaim], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Find kept lines that were withdrawn, those that one commit took of one partner together.

    One that never named a copy is a note: no copy went with it.
    """
    found: dict[tuple[Handle, str, Handle], list[str]] = {}
    for claim in claims:
        if claim.gone_in is not None and not claim.names_copy:
            yield _of_slip(past, claim)
        elif claim.gone_in is not None:
            found.setdefault((claim.keeper, claim.gone_in, claim.line.partner), []).append(str(claim.line)[2:])
    for (keeper, commit, partner), lines in found.items():
        path = f"{keeper}/kept.md"
        many = f"A line of {path} is" if len(lines) == 1 else f"{len(lines)} lines of {path} are"
        yield make_history_finding(
            "kept_withdrawn",
            f"{many} no longer there since {commit_label(past, commit)}: {quote_some(lines)}.",
            format_show_command(past, commit, path),
            partner=keeper,
            commit=commit,
            path=path,
            closed_by=who_can_close(keeper, [partner], partners),
        )


def _of_slip(past: WalkedHistory, claim: KeptClaim) -> HistoryFinding:
    path, commit = f"{claim.keeper}/kept.md", claim.gone_in or past.tip
    line = str(claim.line)[2:]
    return make_history_finding(
        "kept_slip",
        f"A line of {path} that named no copy was removed in {commit_label(past, commit)}: {quote_some([line])}.",
        format_show_command(past, commit, path),
        partner=claim.keeper,
        commit=commit,
        path=path,
    )


def find_vanished(
    past: WalkedHistory, found: Iterable[Vanished], partners: Sequence[Handle], me: Handle | None
) -> Iterator[HistoryFinding]:
    """Find kept goals and weeks that are gone (`goal_removed`, `week_deleted`)."""
    deleted: dict[tuple[Handle, str], list[Vanished]] = {}
    for one in found:
        if _is_strangers(past, one):
            yield _make_stranger_finding(past, one, partners, me)
            continue
        if not one.goals:
            deleted.setdefault((one.partner, one.commit), []).append(one)
            continue
        many = "A kept goal was" if len(one.goals) == 1 else f"{len(one.goals)} kept goals were"
        yield make_history_finding(
            "goal_removed",
            f"{many} removed from {one.path} in {commit_label(past, one.commit)}, without a reason: "
            f"{quote_some(one.goals)}.",
            format_show_command(past, one.commit, one.path),
            partner=one.partner,
            commit=one.commit,
            path=one.path,
            closed_by=who_can_close(one.partner, one.keepers, partners),
        )
    for (partner, commit), weeks in deleted.items():
        path = weeks[0].path
        more = f" and {len(weeks) - 1} more" if len(weeks) > 1 else ""
        keepers = {keeper for week in weeks for keeper in week.keepers}
        yield make_history_finding(
            "week_deleted",
            f"{path}{more}, of which {' and '.join(sorted(keepers))} kept a copy, has been missing since "
            f"{commit_label(past, commit)}.",
            format_show_command(past, commit, path),
            partner=partner,
            commit=commit,
            path=path,
            closed_by=who_can_close(partner, sorted(keepers), partners),
        )


def _is_strangers(past: WalkedHistory, one: Vanished) -> bool:
    """Whether an unknown address removed what is gone. Then the owner is not to blame."""
    commit = past.find_commit(one.commit)
    written = commit.find_writing_in(one.partner) if commit else None
    return written is not None and written.by is None


def _make_stranger_finding(
    past: WalkedHistory, one: Vanished, partners: Sequence[Handle], me: Handle | None
) -> HistoryFinding:
    what = quote_some(one.goals) if one.goals else one.path
    address = past.commits[past.places[one.commit]].address
    return make_history_finding(
        "unknown_author",
        f"{what}, of which {' and '.join(sorted(one.keepers))} kept a copy, was removed as {address or 'nobody'}, "
        f"in {commit_label(past, one.commit)}. {was_it(one.partner, me)}",
        format_show_command(past, one.commit, one.path),
        partner=one.partner,
        commit=one.commit,
        path=one.path,
        closed_by=(one.partner,) if one.partner in partners else (),
    )


def _make_line_finding(
    code: str, past: WalkedHistory, claim: KeptClaim, partners: Sequence[Handle], what: str, command: str
) -> HistoryFinding:
    path = f"{claim.keeper}/kept.md"
    return make_history_finding(
        code,
        f"{path} names {what}: “{str(claim.line)[2:]}”, added in {commit_label(past, claim.added_in)}.",
        command,
        partner=claim.keeper,
        commit=claim.added_in,
        path=path,
        closed_by=who_can_close(claim.keeper, [claim.line.partner], partners),
    )
