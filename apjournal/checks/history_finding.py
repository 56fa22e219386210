"""How findings about a history are built and worded: a commit, a date, a file, a command, and no more than is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apjournal.model.codes import HISTORY_CODES
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.history import HistoryCommit, WalkedHistory
from apjournal.model.views.verify import HistoryFinding

_SHOWN = 3
"""How many of several lines or goals a sentence quotes."""
_BY_EACH = frozenset({"goal_removed", "week_deleted"})
"""What each keeper of a copy closes for themselves. All else is closed by one of those who can."""


def make_history_finding(
    code: str,
    message: str,
    show: str,
    *,
    partner: Handle | None,
    commit: HistoryCommit | str | None,
    path: str | None = None,
    closed_by: Sequence[Handle] = (),
) -> HistoryFinding:
    """Return a finding with the level listed for its code. Raise KeyError for an unknown code."""
    return HistoryFinding(
        code=code,
        level=HISTORY_CODES[code].level,
        settled=False,
        partner=partner,
        commit=commit.id if isinstance(commit, HistoryCommit) else commit,
        path=path,
        message=message,
        show=show,
        closed_by=tuple(closed_by),
        by_each=code in _BY_EACH,
    )


def commit_label(past: WalkedHistory, oid: str) -> str:
    """Return a commit with the date that its author gives it: `5f2c81d of 2026-11-23`."""
    commit = past.find_commit(oid)
    return f"{oid:.7} of {commit.at.date().isoformat()}" if commit and commit.at else f"{oid:.7}"


def format_show_command(past: WalkedHistory, oid: str, path: str) -> str:
    """Return the command that shows what a commit did to a path. For a merge, compare with each of its sides."""
    commit = past.find_commit(oid)
    sides = "-m " if commit is not None and commit.is_merge else ""
    return f"git show {sides}{abbreviate_id(oid)} -- {quote_pathspec(path)}"


def abbreviate_id(oid: str) -> str:
    """Abbreviate a commit id to ten digits, unique even in a large repository."""
    return oid[:10]


def quote_some(texts: Sequence[str]) -> str:
    """Quote a few texts: `“a”, “b” and 3 more`."""
    quoted = ", ".join(f"“{text}”" for text in texts[:_SHOWN])
    rest = len(texts) - _SHOWN
    return f"{quoted} and {rest} more" if rest > 0 else quoted


def who_can_close(author: Handle | None, wanted: Iterable[Handle], partners: Sequence[Handle]) -> tuple[Handle, ...]:
    """Return who can settle a finding: those `wanted` who are here and not its author, otherwise anybody else."""
    able = tuple(partner for partner in dict.fromkeys(wanted) if partner in partners and partner != author)
    return able or tuple(partner for partner in partners if partner != author)


def was_it(folder: Handle, me: Handle | None) -> str:
    """Ask the owner of a folder whether an address that wrote in it is theirs. Tell everybody else who can answer."""
    if me != folder:
        return f"{folder} can say who that was."
    return f"If that was you, add the address to emails in {folder}/partner.md."
