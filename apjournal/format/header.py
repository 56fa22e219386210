"""The keys that every file may begin with: its format, and what its path says already."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table

from apjournal.format.document import Document
from apjournal.format.fields import Found, text, whole
from apjournal.format.nodes import Node
from apjournal.model.codes import finding
from apjournal.model.finding import Finding

FORMAT = 1
"""The format that this apj reads and writes; files of it stay readable for ever."""
_LATEST = 999
_FIRST_KEY = re.compile(r"^( *)[^\s#]", re.MULTILINE)
_VERSION = re.compile(
    r"""^( *)(?:\{ *)?["']?apj["']?[ \t]*:[ \t]+["']?(\d{1,3})["']?(?=[ \t]*(?:$|[,}\r]|[ \t]\#))""",
    re.MULTILINE | re.IGNORECASE,
)


def check_header(values: Table[str, Node], said_by_path: Table[str, object], found: Found) -> None:
    """Compare `apj`, and each key of `said_by_path`, where the file has them."""
    node = values.get("apj")
    if node is not None:
        version = whole(node, found, "apj", 1, _LATEST)
        if version is not None and version > FORMAT:
            found.newer = True
            found.say("newer_format", _newer(version), node)
    for key, said in said_by_path.items():
        written = text(values.get(key), found, key) if key in values else None
        if written is not None and written != str(said):
            found.say("path", f'The file says {key} "{written}", and its path says {said}', values[key], str(said))


def newer_by_text(document: Document) -> Finding | None:
    """Look for an `apj` above 1 in the lines of front matter that format 1 can't read: a later one may allow more.

    It is a key of the first level when its line is indented as the first one is.
    """
    first = _FIRST_KEY.search(document.text, document.front_start, document.front_end)
    for match in _VERSION.finditer(document.text, document.front_start, document.front_end):
        version = int(match[2])
        if first and match[1] == first[1] and version > FORMAT:
            return finding("newer_format", _newer(version), document.span(*match.span(2)))
    return None


def _newer(version: int) -> str:
    return f"This file has format {version}; this apj reads format {FORMAT}, and leaves the file as it is"
