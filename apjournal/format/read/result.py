"""The result of reading a file: its value, or None, and all findings."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct, field

from apjournal.format.text.document import Document
from apjournal.format.text.text_map import TextMap
from apjournal.model.finding import Finding, Level, Places

T = TypeVar("T")


class Reading(Struct, Generic[T], frozen=True):
    """The result of reading a file.

    `value` is None if a finding is an error, or if this version of apj cannot read the file's `newer` format, and never
    otherwise. `newer` says whether the file has a format above 1. apj shows what it can read of such a file, and never
    writes it. `places` are the positions of the values. If the file was typed in another form that has only one
    meaning, such as with a dash for `---`, `meant` is the reading of what the file means. It has the same value, and a
    document to edit. `origins` maps offsets in that document to offsets in this one.
    """

    value: T | None
    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    newer: bool = False
    places: Places = field(default_factory=dict)
    meant: Reading[T] | None = None
    origins: TextMap = TextMap()

    @property
    def broken(self) -> bool:
        """Whether the file could not be read, so that it has no value."""
        return self.value is None

    @property
    def first_error(self) -> Finding:
        """The first error of a broken file, or the finding that its format is newer.

        Raise `ValueError` for a valid file.
        """
        for finding in self.findings:
            if finding.level is Level.ERROR or (self.newer and self.broken):
                return finding
        raise ValueError("nothing is wrong with this file")
