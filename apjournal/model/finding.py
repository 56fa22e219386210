"""What a check finds in a file: a code, a position, a sentence and, if there is one, a repair."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Level(StrEnum):
    """How much a finding matters: an error makes the file unreadable, the others never do."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Span(Struct, frozen=True):
    """A position in a file: offsets into its text (end exclusive) and, from 1, line and column of the start.

    Offsets count the characters of the text after the byte order mark. Columns count characters too.
    """

    start: int
    end: int
    line: int
    column: int


Places = Mapping[tuple[str | int, ...], Span]
"""Where the values of a file are, by the names and numbers that lead to them: `("goals", 0, "obstacles", 1)`."""


class TextEdit(Struct, frozen=True):
    """Replace the characters from `start` to `end` by `text` (an insertion when both are equal)."""

    start: int
    end: int
    text: str


class Finding(Struct, frozen=True):
    """One finding at one position of one file.

    `fix` describes the repair, and `edits` make it. Both are empty if there is no obvious repair, and then `message`
    says what to do.
    """

    code: str
    level: Level
    message: str
    span: Span | None = None
    fix: str | None = None
    edits: tuple[TextEdit, ...] = ()
    path: str = ""

    def set_path(self, path: str) -> Finding:
        """Return the same finding for the file at `path`."""
        return replace(self, path=path)

    @property
    def place(self) -> str:
        """The position in the form of compilers: `PATH:LINE:COLUMN`."""
        if self.span is None:
            return self.path
        return f"{self.path}:{self.span.line}:{self.span.column}"
