"""The way from bytes to a reading that every file with front matter takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from apjournal.format.document import Document, split
from apjournal.format.fields import Found
from apjournal.format.nodes import Fault, Mapping, build
from apjournal.format.reading import Reading

T = TypeVar("T")


def read(data: bytes, make: Callable[[Document, Mapping | None, Found], T]) -> Reading[T]:
    """Read a file: `make` gives the value of its nodes, and adds what it finds.

    Where the front matter is no YAML, its everyday breakages are mended in a copy, to find everything that a
    person has to know at once; the reading has no value then, as with any other error.
    """
    document, found = split(data)
    if document is None:
        return Reading(None, found)
    notes = Found(document)
    notes += found
    value = None
    if not notes.broken:
        try:
            value = make(document, build(document), notes)
        except Fault as fault:
            notes.append(fault.finding())
    return Reading(value, tuple(notes), document, notes.newer)
