"""The result of reading a file: its value, or why there is none, and all findings."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct, field

from apjournal.format.text.document import Document
from apjournal.model.finding import Finding, Level, Places

T = TypeVar("T")


class Reading(Struct, Generic[T], frozen=True):
    """The result of reading a file.

    `value` is None exactly when a finding is an error, or the file is `newer` than this apj can read.

    `newer`: the file has a format above 1. Its readable parts are shown, and it is never written. `places` are the
    positions of the values of a week.
    """

    value: T | None
    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    newer: bool = False
    places: Places = field(default_factory=dict)

    @property
    def broken(self) -> bool:
        """Whether the file could not be read."""
        return self.value is None

    @property
    def first_error(self) -> Finding:
        """The first error of a broken file, or that its format is newer. Raise `ValueError` for a valid file."""
        for finding in self.findings:
            if finding.level is Level.ERROR or (self.newer and self.broken):
                return finding
        raise ValueError("nothing is wrong with this file")
