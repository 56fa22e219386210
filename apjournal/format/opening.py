"""The way from bytes to a reading that every file with front matter takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from apjournal.format.document import Document, split, split_text
from apjournal.format.fields import Found
from apjournal.format.header import newer_by_text
from apjournal.format.nodes import LIMITS, Fault, Mapping, build
from apjournal.format.reading import Reading
from apjournal.format.slips import slips
from apjournal.model.finding import Finding, Level

T = TypeVar("T")


def read(data: bytes, make: Callable[[Document, Mapping | None, Found], T]) -> Reading[T]:
    """Read a file: `make` gives the value of its nodes, and adds what it finds.

    Where the front matter is no YAML, its everyday breakages are mended in a copy, to find everything that a
    person has to know at once; the reading has no value then, as with any other error. In a file of a newer format
    nothing is found but that: what else is wrong with it is not for format 1 to judge. The limits hold all the same.
    """
    document, first = split(data)
    if document is None:
        return Reading(None, first)
    found = Found(document)
    if first:
        found += first
        if found.broken:
            return _broken(document, make)
    try:
        root = build(document)
    except Fault as fault:
        return _broken(document, make, [fault.finding()] if fault.code in LIMITS else [])
    value = make(document, root, found)
    if found.newer:
        return Reading(None if found.broken else value, _newer(found), document, newer=True)
    found[:0] = slips(document, root)  # first, so that their repairs are not left out for those of one end of a text
    if not found:
        return Reading(value, (), document)
    from apjournal.format.mending import in_order, without_overlaps  # of most files there is nothing to say

    return Reading(None if found.broken else value, in_order(without_overlaps(found)), document)


def _broken(
    document: Document, make: Callable[[Document, Mapping | None, Found], T], beyond: Sequence[Finding] = ()
) -> Reading[T]:
    """Read what can be read of a mended copy, for its findings alone; `beyond` is the limit that stands in the way."""
    newer = newer_by_text(document)
    if newer is not None:
        return Reading(None, (newer, *beyond), document, newer=True)
    from apjournal.format.repair import mend

    mended, readable = mend(document)
    found = Found(document)
    if readable is not None:
        copy, root = readable
        found = Found(copy)
        make(copy, root, found)
        found[:0] = slips(copy, root)
    _, first = split_text(mended.text)
    mended.mend([*(each for each in first if each.level is not Level.ERROR), *found])
    findings = mended.findings()
    return Reading(None, _newer(findings) if found.newer else findings, document, found.newer)


def _newer(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in found if each.code == "newer_format")
