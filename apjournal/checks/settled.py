"""Closing findings: by a `settled` line of whom it concerns, and never of its author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from apjournal.checks.said import finding
from apjournal.model.history import Settlement
from apjournal.model.typed import pathspec
from apjournal.model.views.verify import HistoryFinding


def settle(findings: Iterable[HistoryFinding], lines: Sequence[Settlement]) -> tuple[HistoryFinding, ...]:
    """Close what was talked about."""
    return tuple(replace(one, settled=_is_closed(one, lines)) for one in findings)


def without_effect(findings: Sequence[HistoryFinding], lines: Iterable[Settlement]) -> Iterator[HistoryFinding]:
    """Say which lines are meant for a finding that their writer can't close."""
    for line in lines:
        meant = [one for one in findings if _is_meant(one, line)]
        if meant and all(line.by not in one.closed_by for one in meant):
            path = f"{line.by}/kept.md"
            whose = " or ".join(meant[0].closed_by) or "nobody"
            yield finding(
                "settled",
                f"{path} settles {meant[0].code} of {line.line.commit:.7}, which {whose} can close.",
                f"git log -p -S'settled {line.line.commit}' -- {pathspec(path)}",
                partner=line.by,
                commit=meant[0].commit,
                path=path,
            )


def _is_closed(one: HistoryFinding, lines: Sequence[Settlement]) -> bool:
    by = {line.by for line in lines if _is_meant(one, line)}
    closing = by.intersection(one.closed_by)
    return len(closing) == len(one.closed_by) > 0 if one.by_each else bool(closing)


def _is_meant(one: HistoryFinding, line: Settlement) -> bool:
    return one.code == line.line.code and (one.commit or "").startswith(line.line.commit)
