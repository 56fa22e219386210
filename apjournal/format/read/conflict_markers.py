"""Find the conflict markers that a merge or a stash of plain git left around two versions of some lines."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span

_BEGIN, _BASE, _MIDDLE, _END = "<" * 7, "|" * 7, "=" * 7, ">" * 7


def find_conflict_markers(data: bytes) -> Iterator[Finding]:
    """Yield an error for each conflict, at its first line. The message contains the line numbers of both versions."""
    if _BEGIN.encode() not in data:
        return
    offset, span = 0, None
    first = second = (0, 0)
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        sign = line.rstrip().partition(" ")[0]
        if sign == _BEGIN:
            span, first, second = Span(offset, offset + len(_BEGIN), number, 1), (number, 0), (0, 0)
        elif sign in {_BASE, _MIDDLE} and not first[1]:
            first = first[0], number
        if sign == _MIDDLE and not second[0]:
            second = number, 0
        elif sign == _END and span and second[0]:
            message = (
                f"Two versions of the same text are here: {_format_range(*first)} and "
                f"{_format_range(second[0], number)}. "
                "Keep one, or both, and remove the lines with <<<<<<<, ======= and >>>>>>>"
            )
            yield make_finding("conflict_marker", message, span)
            span = None
        offset += len(line) + 1


def _format_range(before: int, after: int) -> str:
    """Return a phrase for the lines between the line numbers `before` and `after`."""
    if after - before < 2:
        return "nothing"
    return f"line {before + 1}" if after - before == 2 else f"lines {before + 1} to {after - 1}"


class ConflictVersions(Struct, frozen=True):
    """The two versions of some lines of a file, each with the name in its marker."""

    names: tuple[str, str]
    texts: tuple[str, str]


def split_at_conflicts(data: bytes) -> tuple[str | ConflictVersions, ...]:
    """Return the pieces of a file's text in order: text outside conflicts, and the two versions in each conflict.

    If the last conflict is not closed, return the whole text as one piece.
    """
    found: list[str | ConflictVersions] = []
    plain: list[str] = []
    texts: tuple[list[str], ...] = ()
    side, first = 0, ""
    for line in data.decode("utf-8", "surrogateescape").splitlines(keepends=True):
        sign, _, name = line.rstrip().removeprefix("\ufeff").partition(" ")
        if sign == _BEGIN and not texts:
            texts, side, first = ([], [], []), 0, name
        elif texts and sign == _BASE and side == 0:
            side = 1
        elif texts and sign == _MIDDLE and side < 2:
            side = 2
        elif texts and sign == _END and side == 2:
            found += ["".join(plain), ConflictVersions((first, name), ("".join(texts[0]), "".join(texts[2])))]
            plain, texts = [], ()
        else:
            (texts[side] if texts else plain).append(line)
    if texts:
        return (data.decode("utf-8", "surrogateescape"),)
    return (*found, "".join(plain))
