"""Kept copies: the lines of `HANDLE/kept.md`, and the copies that they are about.

A `KeptLine` is a line as written, a `KeptCopy` is the copy that the line is about, and a `CopyWithWeeks` is a copy
with its weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week


class KeptLine(Struct, frozen=True):
    """A line `- WEEK PARTNER COMMIT TIME`. A line typed by hand may omit the commit and the time."""

    week: IsoWeek
    partner: Handle
    commit: str | None = None
    at: datetime | None = None

    def __str__(self) -> str:
        """Return the line as in the file, without its newline. The time is rounded down to the minute."""
        words = [f"- {self.week} {self.partner}"]
        if self.commit:
            words.append(self.commit)
        if self.at:
            words.append(self.at.isoformat(timespec="minutes"))
        return " ".join(words)


class SettledLine(Struct, frozen=True):
    """A line `- settled COMMIT CODE TIME WORDS`, about a finding that the partners have talked about.

    The time and the words may be missing.
    """

    commit: str
    code: str
    at: datetime | None = None
    words: str = ""

    def __str__(self) -> str:
        """Return the line as in the file, without its newline."""
        at = self.at.isoformat(timespec="minutes") if self.at else ""
        return " ".join(filter(None, ("- settled", self.commit, self.code, at, self.words)))


class KeptFile(Struct, frozen=True):
    """One `kept.md`, with its lines in the order of the file, which is oldest first."""

    lines: tuple[KeptLine, ...] = ()
    settled: tuple[SettledLine, ...] = ()


class KeptCopy(Struct, frozen=True):
    """A copy that `keeper` kept of a partner's folder: its commit, and the time (None if the line has no time).

    `week` is the partner's newest week at that time.
    """

    keeper: Handle
    partner: Handle
    week: IsoWeek
    commit: str
    at: datetime | None


class CopyWithWeeks(KeptCopy, frozen=True):
    """A kept copy with those of the requested weeks that could be read in its commit."""

    weeks: Mapping[IsoWeek, Week]
