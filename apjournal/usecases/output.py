"""Writing a result to a file that the user named."""

from __future__ import annotations

from pathlib import Path

from apjournal.errors import GitFault


def write(path: Path, text: str) -> None:
    """Write text as UTF-8; `GitFault` when the file system refuses."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise GitFault(f"{path} can't be written: {error.strerror}.", "Name another file with -o.") from error
