"""The result of reading a file: its value, if any, and all findings."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct, field

from apjournal.format.text.document import Document
from apjournal.format.text.text_map import TextMap
from apjournal.model.finding import Finding, Level, Places

T = TypeVar("T")


class Reading(Struct, Generic[T], frozen=True):
    """The result of reading a file.

    - `value`: None if a finding is an error, or if this version of apj cannot read the file's newer format.
    - `newer`: whether the file has a format above 1. apj shows what it can read of such a file, and never writes it.
    - `places`: the positions of the values.
    - `meant`: the reading of what the file means, if it was typed in another form with only one meaning, for example
      with a dash for `---`. It has the same value, and a document that can be edited.
    - `origins`: maps offsets in the document of `meant` to offsets in this document.
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
        """The first error in a file that could not be read, or the finding that its format is newer.

        Raise `ValueError` for a valid file.
        """
        for finding in self.findings:
            if finding.level is Level.ERROR or (self.newer and self.broken):
                return finding
        raise ValueError("nothing is wrong with this file")
