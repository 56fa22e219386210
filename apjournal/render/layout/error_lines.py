"""Turn an error into lines: its positions, what is wrong, and what to do."""

from __future__ import annotations

from apjournal.errors import ApjError, BrokenFile
from apjournal.render.layout.text_width import clean_text


def list_error_lines(error: ApjError) -> list[str]:
    """Return a line for each position in a file, then what is wrong, then what to do."""
    lines = (
        [f"{finding.place}: {finding.message}" for finding in error.findings] if isinstance(error, BrokenFile) else []
    )
    return [clean_text(line) for line in (*lines, error.message, error.hint) if line]
