"""Settling findings, by a `settled` line of the partner concerned and never of the author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from apjournal.checks.history_finding import make_history_finding
from apjournal.model.finding import Level
from apjournal.model.hints import quote_pathspec
from apjournal.model.history import Settlement
from apjournal.model.views.verify import HistoryFinding, SettledByOther


def close_settled(findings: Iterable[HistoryFinding], lines: Sequence[Settlement]) -> tuple[HistoryFinding, ...]:
    """Return the findings, marking those that the partners concerned have settled with `lines`."""
    return tuple(_settled(one, lines) for one in findings)


def find_without_effect(findings: Sequence[HistoryFinding], lines: Iterable[Settlement]) -> Iterator[HistoryFinding]:
    """Return the lines that are meant for a finding that their writer cannot close."""
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


def _settled(one: HistoryFinding, lines: Sequence[Settlement]) -> HistoryFinding:
    talked = {line.by: line.line.words for line in lines if _is_meant(one, line) and line.by in one.closed_by}
    waiting = tuple(handle for handle in one.closed_by if handle not in talked)
    closed_by = waiting if one.by_each else one.closed_by
    is_closed = bool(talked) and not (one.by_each and waiting)
    all_talked = (*one.talked, *talked.items())
    return replace(one, settled=one.settled or is_closed, closed_by=closed_by, talked=all_talked)


def _is_meant(one: HistoryFinding, line: Settlement) -> bool:
    return one.code == line.line.code and (one.commit or "").startswith(line.line.commit)
