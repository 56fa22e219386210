"""A finding: what a check reports about a file. It has a code, a position, a sentence and, if possible, a repair."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Level(StrEnum):
    """How serious a finding is. A file with an error cannot be read. Warnings and hints do not prevent reading it."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Span(Struct, frozen=True):
    """A position in a file: offsets into its text (`end` is exclusive), and line and column of the start, from 1.

    Offsets count the characters of the text after the byte order mark. Columns count characters too.
    """

    start: int
    end: int
    line: int
    column: int


Places = Mapping[tuple[str | int, ...], Span]
"""The positions of a file's values, by the keys and indexes that lead to each: `("goals", 0, "obstacles", 1)`."""


class TextEdit(Struct, frozen=True):
    """An edit that replaces the characters from `start` to `end` with `text`.

    If both offsets are equal, it inserts `text`.
    """

    start: int
    end: int
    text: str


class Finding(Struct, frozen=True):
    """A finding at one position of a file (`span` is None if there is no position).

    `fix` describes the repair, and `edits` make it. If there is no obvious repair, `fix` is None, `edits` is empty,
    and `message` says what to do.
    """

    code: str
    level: Level
    message: str
    span: Span | None = None
    fix: str | None = None
    edits: tuple[TextEdit, ...] = ()
    path: str = ""

    def set_path(self, path: str) -> Finding:
        """Return this finding with the path of its file."""
        return replace(self, path=path)

    @property
    def place(self) -> str:
        """The position in the form that compilers use: `PATH:LINE:COLUMN`, or `PATH` if there is none."""
        if self.span is None:
            return self.path
        return f"{self.path}:{self.span.line}:{self.span.column}"
