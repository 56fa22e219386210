"""A file that an editor has open: its text, and positions in the units of the protocol."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from functools import cached_property

from apjournal.format.read.week import read_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import ResultWords
from apjournal.model.week import Week
from apjournal.patterns import make_pattern
from apjournal.store.journal_paths import find_owner, parse_week_path

_BOM = "\ufeff"
_LINE_END = make_pattern(r"\r\n|\r|\n")
"""Matches what ends a line in the protocol.

In findings, only newlines end a line, so their offsets are used instead of their line numbers.
"""
_HALF_OF_PAIR = make_pattern("[\ud800-\udfff]")
_LAST_OF_PLANE = 0xFFFF


class Units(StrEnum):
    """The units in which an editor counts the characters of a line."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


Range = tuple[tuple[int, int], tuple[int, int]]
"""Two positions: lines and characters, both from 0. The end is exclusive."""


class Buffer:
    """The text of a file at `path`, relative to the root of its journal.

    `text` has no byte order mark, because the offsets of findings do not count it. Half of a surrogate pair, which no
    file contains, is replaced by the character that editors save.
    """

    def __init__(self, path: str, source: str, units: Units = Units.UTF16) -> None:
        self.path = path
        self.units = units
        self._bom = source.startswith(_BOM)
        self.text = _HALF_OF_PAIR.sub("\ufffd", source.removeprefix(_BOM))

    @property
    def data(self) -> bytes:
        """The bytes of a file with this text."""
        return (_BOM * self._bom + self.text).encode()

    @property
    def owner(self) -> Handle | None:
        """The partner in whose folder the file is, or None for a shared file."""
        return find_owner(self.path)

    @property
    def name(self) -> str:
        """The name of the file without its folder."""
        return self.path.rpartition("/")[2]

    @property
    def week(self) -> tuple[Handle, IsoWeek] | None:
        """The partner and the week of a week's file, or None for any other file."""
        return parse_week_path(self.path)

    @cached_property
    def _starts(self) -> list[int]:
        """The offsets at which lines begin."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and the character of an offset."""
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return line, self._count_units(before) + (1 if self._bom and line == 0 else 0)

    def get_range(self, start: int, end: int) -> Range:
        """Return the range between two offsets."""
        return self.locate(start), self.locate(end)

    def find_offset(self, line: int, character: int) -> int:
        """Return the offset of a position. A position beyond the end of its line or of the text means that end."""
        if line >= len(self._starts):
            return len(self.text)
        start, end = self.get_line(line)
        left = character - (1 if self._bom and line == 0 else 0)
        if self.text.isascii():
            return min(start + max(left, 0), end)
        for offset in range(start, end):
            left -= self._count_units(self.text[offset])
            if left < 0:
                return offset
        return end

    def get_line(self, line: int) -> tuple[int, int]:
        """Return the offsets of the start and the end of a line, without what ends it."""
        start = self._starts[line]
        ended = _LINE_END.search(self.text, start)
        return start, ended.start() if ended else len(self.text)

    def get_line_at(self, offset: int) -> tuple[int, int]:
        """Return the start and the end of the line that contains an offset."""
        return self.get_line(bisect_right(self._starts, offset) - 1)

    def _count_units(self, text: str) -> int:
        if text.isascii() or self.units is Units.UTF32:
            return len(text)
        if self.units is Units.UTF8:
            return len(text.encode())
        return len(text) + sum(ord(letter) > _LAST_OF_PLANE for letter in text)


def find_word(text: str, offset: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return a match of a pattern that contains an offset or ends at it, or None.

    Only the line of the offset is searched.
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = pattern.finditer(text, start, len(text) if end < 0 else end)
    return next((match for match in line if match.start() <= offset <= match.end()), None)


def read_buffer_week(buffer: Buffer, words: ResultWords) -> Week | None:
    """Return the week in a file, or None if the file is not a week or its text has errors.

    `words` are the user's own words for results.
    """
    return read_week(buffer.data, *buffer.week, words).value if buffer.week else None
