"""Files that an editor has open, with a cursor where their text has a `|`."""

from __future__ import annotations

from apjournal.lsp.buffer import Buffer

CURSOR = "|"
WEEK = "ana/2026-W48.md"


def split_at_cursor(marked: str) -> tuple[str, int]:
    """Return a text without its `|`, and the offset of the `|`."""
    before, mark, after = marked.partition(CURSOR)
    assert mark, marked
    return before + after, len(before)


def open_at_cursor(marked: str, path: str = WEEK) -> tuple[Buffer, int]:
    """Return a file that an editor has open, and the offset of the cursor in it."""
    text, offset = split_at_cursor(marked)
    return Buffer(path, text), offset


def in_front(marked: str) -> str:
    """Return a week's text with `marked` as its front matter."""
    return f"---\n{marked}\n---\n"
