"""Find a byte order mark at the beginning of a file. Some editors on Windows write it, and some tools reject it."""

from __future__ import annotations

from codecs import BOM_UTF8

from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span


def find_byte_order_mark(data: bytes) -> tuple[Finding, ...]:
    """Return a hint at the first line if a file begins with a byte order mark.

    The mark is not part of the file's text, so the repair has no edits. `remove_byte_order_mark` makes it.
    """
    if not data.startswith(BOM_UTF8):
        return ()
    message = "This file begins with an invisible byte order mark, which some tools treat as text"
    return (make_finding("byte_order_mark", message, Span(0, 0, 1, 1), "removes it"),)


def remove_byte_order_mark(data: bytes) -> bytes:
    """Return a file without a byte order mark at its beginning. No other byte changes."""
    return data.removeprefix(BOM_UTF8)
