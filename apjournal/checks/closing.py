"""Settling findings, by a `settled` line of the partner concerned and never of the author."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from apjournal.model.history import Settlement
from apjournal.model.views.verify import HistoryFinding


def close_settled(findings: Iterable[HistoryFinding], lines: Sequence[Settlement]) -> tuple[HistoryFinding, ...]:
    """Return the findings, marking those that the partners concerned have settled with `lines`."""
    return tuple(_settled(one, lines) for one in findings)


def _settled(one: HistoryFinding, lines: Sequence[Settlement]) -> HistoryFinding:
    talked = {line.by: line.line.words for line in lines if _is_meant(one, line) and line.by in one.closed_by}
    waiting = tuple(handle for handle in one.closed_by if handle not in talked)
    closed_by = waiting if one.by_each else one.closed_by
    is_closed = bool(talked) and not (one.by_each and waiting)
    all_talked = (*one.talked, *talked.items())
    return replace(one, settled=one.settled or is_closed, closed_by=closed_by, talked=all_talked)


def _is_meant(one: HistoryFinding, line: Settlement) -> bool:
    return one.code == line.line.code and (one.commit or "").startswith(line.line.commit)
