"""The keys that every file may begin with: its format, and what its path says already."""

from __future__ import annotations

from collections.abc import Mapping as Table

from apjournal.format.fields import Found, text, whole
from apjournal.format.nodes import Node

FORMAT = 1
"""The format that this apj reads and writes; files of it stay readable for ever."""
_LATEST = 999


def check_header(values: Table[str, Node], said_by_path: Table[str, object], found: Found) -> None:
    """Compare `apj`, and each key of `said_by_path`, where the file has them."""
    node = values.get("apj")
    if node is not None:
        version = whole(node, found, "apj", 1, _LATEST)
        if version is not None and version > FORMAT:
            found.newer = True
            message = f"This file has format {version}; this apj reads format {FORMAT}, and leaves the file as it is"
            found.say("newer_format", message, node)
    for key, said in said_by_path.items():
        written = text(values.get(key), found, key) if key in values else None
        if written is not None and written != str(said):
            found.say("path", f'The file says {key} "{written}", and its path says {said}', values[key], str(said))
