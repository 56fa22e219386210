"""An error as lines: its positions, what is wrong, and what to do."""

from __future__ import annotations

from apjournal.errors import ApjError, BrokenFile
from apjournal.render.layout.text_width import clean_text


def list_error_lines(error: ApjError) -> list[str]:
    """Return the lines for each position in a file, followed by what is wrong and what to do."""
    lines = (
        [f"{finding.place}: {finding.message}" for finding in error.findings] if isinstance(error, BrokenFile) else []
    )
    return [clean_text(line) for line in (*lines, error.message, error.hint) if line]
