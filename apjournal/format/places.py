"""Lines and columns of offsets in a text; a line ends with a newline and with nothing else."""

from __future__ import annotations

from apjournal.model.finding import Span

BLANKS = " \t\r"
"""What a line may end with and still be called the same line; the `\\r` belongs to a CR LF."""


def make_span_in(text: str, start: int, end: int) -> Span:
    """Return the span from `start` to `end`, with the line and column of its start, from 1."""
    begin = text.rfind("\n", 0, start) + 1
    return Span(start, end, text.count("\n", 0, start) + 1, start - begin + 1)


def find_line_end(text: str, start: int) -> int:
    """Return the offset of the newline that ends the line of `start`, or the end of the text."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def find_first_line(text: str) -> tuple[int, int]:
    """Return the start and end of the first line that is not empty."""
    inner = len(text) - len(text.lstrip(" \t\r\n"))
    return text.rfind("\n", 0, inner) + 1, find_line_end(text, inner)
