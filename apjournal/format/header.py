"""The keys that every file may begin with: its format, and what its path says already."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from datetime import date

from apjournal.format.document import Document
from apjournal.format.fields import FieldFindings, read_integer
from apjournal.format.nodes import Node
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding
from apjournal.model.isoweek import IsoWeek

FORMAT = 1
"""The format that this apj reads and writes; files of it stay readable for ever."""
_LATEST = 999
_AROUND = " \t\r\n\"'[]“”„‘’«»"  # quotes, and the brackets of a link between notes
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_WEEK = re.compile(r"(?:week\s+)?(?:(\d{4})[-\s_]?)?W?(\d{1,2})(?!\d)", re.IGNORECASE)
_FIRST_KEY = re.compile(r"^( *)[^\s#]", re.MULTILINE)
_VERSION = re.compile(
    r"""^( *)(?:\{ *)?["']?apj["']?[ \t]*:[ \t]+["']?(\d{1,3})["']?(?=[ \t]*(?:$|[,}\r]|[ \t]\#))""",
    re.MULTILINE | re.IGNORECASE,
)


def check_header(values: Table[str, Node], said_by_path: Table[str, object], found: FieldFindings) -> None:
    """Compare `apj`, and each key of `said_by_path`, where the file has them."""
    node = values.get("apj")
    if node is not None:
        version = read_integer(node, found, "apj", 1, _LATEST)
        if version is not None and version > FORMAT:
            found.newer = True
            found.add_finding("newer_format", _explain_newer_format(version), node)
    for key, said in said_by_path.items():
        node = values.get(key)
        if node is None or node.nothing:
            continue
        written = found.get_source(node).strip(_AROUND)
        if _is_other_than(written, said):
            # Words beside the value would be lost with a repair, so those are left to a person.
            instead = str(said) if written.isascii() and " " not in written and "\n" not in written else None
            message = f'The file says {key} "{written}", but its path says {said}; apj uses the path'
            found.add_finding("path", message, node, instead)


def _is_other_than(written: str, said: object) -> bool:
    """Whether a value says another partner or week than `said`; 48, W48, 2026-48 and a day in it are 2026-W48."""
    if not isinstance(said, IsoWeek):
        return written.casefold() != str(said)
    day = _DAY.match(written)
    if day:
        try:
            return IsoWeek.of(date.fromisoformat(day[0])) != said
        except ValueError:
            return True
    week = _WEEK.match(written)
    return week is None or int(week[2]) != said.number or (week[1] is not None and int(week[1]) != said.year)


def find_newer_format(document: Document) -> Finding | None:
    """Look for an `apj` above 1 in the lines of front matter that format 1 can't read: a later one may allow more.

    It is a key of the first level when its line is indented as the first one is.
    """
    first = _FIRST_KEY.search(document.text, document.front_start, document.front_end)
    for match in _VERSION.finditer(document.text, document.front_start, document.front_end):
        version = int(match[2])
        if first and match[1] == first[1] and version > FORMAT:
            return make_finding("newer_format", _explain_newer_format(version), document.make_span(*match.span(2)))
    return None


def _explain_newer_format(version: int) -> str:
    return f"This file has format {version}; this apj reads format {FORMAT}, and leaves the file as it is"
