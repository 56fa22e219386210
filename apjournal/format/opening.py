"""The way from bytes to a reading that every file with front matter takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from apjournal.format.document import Document, split, split_text
from apjournal.format.fields import Found
from apjournal.format.nodes import Fault, Mapping, build
from apjournal.format.reading import Reading
from apjournal.format.slips import slips
from apjournal.model.finding import Level

T = TypeVar("T")


def read(data: bytes, make: Callable[[Document, Mapping | None, Found], T]) -> Reading[T]:
    """Read a file: `make` gives the value of its nodes, and adds what it finds.

    Where the front matter is no YAML, its everyday breakages are mended in a copy, to find everything that a
    person has to know at once; the reading has no value then, as with any other error.
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
    except Fault:
        return _broken(document, make)
    value = make(document, root, found)
    found += slips(document, root)
    if not found:
        return Reading(value, (), document)
    from apjournal.format.mending import in_order, without_overlaps  # of most files there is nothing to say

    return Reading(None if found.broken else value, in_order(without_overlaps(found)), document, found.newer)


def _broken(document: Document, make: Callable[[Document, Mapping | None, Found], T]) -> Reading[T]:
    """Read what can be read of a mended copy, for its findings alone."""
    from apjournal.format.repair import mend

    mended, readable = mend(document)
    found = Found(document)
    if readable is not None:
        copy, root = readable
        found = Found(copy)
        make(copy, root, found)
        found += slips(copy, root)
    _, first = split_text(mended.text)
    mended.mend([*(each for each in first if each.level is not Level.ERROR), *found])
    return Reading(None, mended.findings(), document, found.newer)
