"""Read the text in an editor as a week."""

from __future__ import annotations

from apjournal.format.read.week import read_week
from apjournal.lsp.buffer import Buffer
from apjournal.model.week import Week


def read_buffer_week(buffer: Buffer) -> Week | None:
    """Return the week that a text describes, or None if the file is not a week or the text has errors."""
    return read_week(buffer.data, *buffer.week).value if buffer.week else None
