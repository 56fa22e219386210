"""Make findings about a history, and decide who can settle each of them and which are settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from apjournal.model.codes import HISTORY_CODES
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.history import HistoryCommit, Settlement, WalkedHistory
from apjournal.model.views.verify import HistoryFact, HistoryFinding, SettledByOther

_BY_EACH = frozenset({"goal_removed", "week_deleted"})
"""The codes of findings that each keeper of a copy must settle.

For any other finding, one partner who can settle it is enough.
"""


def make_history_finding(
    code: str,
    fact: HistoryFact,
    show: str,
    *,
    partner: Handle | None,
    commit: HistoryCommit | str | None,
    path: str | None = None,
    closed_by: Sequence[Handle] = (),
) -> HistoryFinding:
    """Return a finding with the level listed for its code. Raise `KeyError` for an unknown code.

    If the commit was not walked, pass its id. Its date is then unknown.
    """
    return HistoryFinding(
        code=code,
        level=HISTORY_CODES[code].level,
        settled=False,
        partner=partner,
        commit=commit.id if isinstance(commit, HistoryCommit) else commit,
        path=path,
        fact=fact,
        show=show,
        on=commit.at.date() if isinstance(commit, HistoryCommit) and commit.at else None,
        closed_by=tuple(closed_by),
        by_each=code in _BY_EACH,
    )


def format_show_command(past: WalkedHistory, oid: str, path: str) -> str:
    """Return the git command that shows how a commit changed a path.

    For a merge, the command compares it with each parent.
    """
    commit = past.find_commit(oid)
    sides = "-m " if commit is not None and commit.is_merge else ""
    return f"git show {sides}{abbreviate_id(oid)} -- {quote_pathspec(path)}"


def abbreviate_id(oid: str) -> str:
    """Return the first ten digits of a commit id, which are unique even in a large repository."""
    return oid[:10]


def who_can_close(author: Handle | None, wanted: Iterable[Handle], partners: Sequence[Handle]) -> tuple[Handle, ...]:
    """Return the partners who can settle a finding: those in `wanted` who have not left, except the author.

    If there are none, return all other partners.
    """
    able = tuple(partner for partner in dict.fromkeys(wanted) if partner in partners and partner != author)
    return able or tuple(partner for partner in partners if partner != author)


def close_settled(findings: Iterable[HistoryFinding], lines: Sequence[Settlement]) -> tuple[HistoryFinding, ...]:
    """Return the findings. Those that the partners concerned have settled with `lines` are marked as settled."""
    return tuple(_mark_settled(one, lines) for one in findings)


def find_lines_without_effect(
    findings: Sequence[HistoryFinding], lines: Iterable[Settlement]
) -> Iterator[HistoryFinding]:
    """Yield a finding for each `settled` line about a finding that its writer cannot settle."""
    for line in lines:
        meant = [one for one in findings if _is_meant(one, line) and (one.closed_by or one.level is Level.ERROR)]
        if meant and all(line.by not in one.closed_by for one in meant):
            path = f"{line.by}/kept.md"
            yield make_history_finding(
                "settled",
                SettledByOther(meant[0].code, line.line.commit, meant[0].closed_by),
                f"git log -p -S'settled {line.line.commit}' -- {quote_pathspec(path)}",
                partner=line.by,
                commit=meant[0].commit,
                path=path,
            )


def _mark_settled(one: HistoryFinding, lines: Sequence[Settlement]) -> HistoryFinding:
    talked = {line.by: line.line.words for line in lines if _is_meant(one, line) and line.by in one.closed_by}
    waiting = tuple(handle for handle in one.closed_by if handle not in talked)
    closed_by = waiting if one.by_each else one.closed_by
    is_closed = bool(talked) and not (one.by_each and waiting)
    all_talked = (*one.talked, *talked.items())
    return replace(one, settled=one.settled or is_closed, closed_by=closed_by, talked=all_talked)


def _is_meant(one: HistoryFinding, line: Settlement) -> bool:
    return one.code == line.line.code and (one.commit or "").startswith(line.line.commit)
