"""The way from bytes to a reading that every file with front matter takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from apjournal.format.document import Document, split_document, split_text
from apjournal.format.fields import FieldFindings
from apjournal.format.header import find_newer_format
from apjournal.format.nodes import LIMITS, Fault, MappingNode, build_nodes
from apjournal.format.reading import Reading
from apjournal.format.slips import find_misread_values
from apjournal.model.finding import Finding, Level

T = TypeVar("T")


def read_file(data: bytes, make: Callable[[Document, MappingNode | None, FieldFindings], T]) -> Reading[T]:
    """Read a file: `make` gives the value of its nodes, and adds what it finds.

    Where the front matter is no YAML, its everyday breakages are mended in a copy, to find everything that a
    person has to know at once; the reading has no value then, as with any other error. In a file of a newer format
    nothing is found but that: what else is wrong with it is not for format 1 to judge. The limits hold all the same.
    """
    document, first = split_document(data)
    if document is None:
        return Reading(None, first)
    found = FieldFindings(document)
    if first:
        found += first
        if found.broken:
            return _read_broken(document, make)
    try:
        root = build_nodes(document)
    except Fault as fault:
        return _read_broken(document, make, [fault.to_finding()] if fault.code in LIMITS else [])
    value = make(document, root, found)
    if found.newer:
        return Reading(None if found.broken else value, _filter_newer_format(found), document, newer=True)
    found[:0] = find_misread_values(
        document, root
    )  # first, so that their repairs are not left out for those of one end of a text
    if not found:
        return Reading(value, (), document)
    from apjournal.format.mending import drop_overlapping, sort_findings  # of most files there is nothing to say

    return Reading(None if found.broken else value, sort_findings(drop_overlapping(found)), document)


def _read_broken(
    document: Document, make: Callable[[Document, MappingNode | None, FieldFindings], T], beyond: Sequence[Finding] = ()
) -> Reading[T]:
    """Read what can be read of a mended copy, for its findings alone; `beyond` is the limit that stands in the way."""
    newer = find_newer_format(document)
    if newer is not None:
        return Reading(None, (newer, *beyond), document, newer=True)
    from apjournal.format.repair import repair_front_matter

    mended, readable = repair_front_matter(document)
    found = FieldFindings(document)
    if readable is not None:
        copy, root = readable
        found = FieldFindings(copy)
        make(copy, root, found)
        found[:0] = find_misread_values(copy, root)
    _, first = split_text(mended.text)
    mended.apply_repairs([*(each for each in first if each.level is not Level.ERROR), *found])
    findings = mended.list_findings()
    return Reading(None, _filter_newer_format(findings) if found.newer else findings, document, found.newer)


def _filter_newer_format(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in found if each.code == "newer_format")
