"""What a check reports about a file: a code, a position, a sentence and, if possible, a repair."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Level(StrEnum):
    """How much a finding matters. A file with an error cannot be read; warnings and hints never prevent that."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Span(Struct, frozen=True):
    """A position in a file: offsets into its text (`end` is exclusive), and line and column of the start, from 1.

    Offsets count the characters of the text after the byte order mark. Columns also count characters.
    """

    start: int
    end: int
    line: int
    column: int


Places = Mapping[tuple[str | int, ...], Span]
"""The positions of a file's values, by the names and numbers that lead to each: `("goals", 0, "obstacles", 1)`."""


class TextEdit(Struct, frozen=True):
    """Replace the characters from `start` to `end` with `text`. If both offsets are equal, this is an insertion."""

    start: int
    end: int
    text: str


class Finding(Struct, frozen=True):
    """One finding at one position of a file (`span` is None if no position is known).

    `fix` describes the repair, and `edits` make it. If there is no obvious repair, `fix` is None, `edits` is empty, and
    `message` says what to do.
    """

    code: str
    level: Level
    message: str
    span: Span | None = None
    fix: str | None = None
    edits: tuple[TextEdit, ...] = ()
    path: str = ""

    def set_path(self, path: str) -> Finding:
        """Return this finding for the file at `path`."""
        return replace(self, path=path)

    @property
    def place(self) -> str:
        """The position in the form that compilers use: `PATH:LINE:COLUMN`, or `PATH` without a position."""
        if self.span is None:
            return self.path
        return f"{self.path}:{self.span.line}:{self.span.column}"
