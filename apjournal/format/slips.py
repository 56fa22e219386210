"""What reads, but not as it was meant: a text cut off at a `#`, quotes that became part of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apjournal.format.document import Document
from apjournal.format.fields import without_typographic
from apjournal.format.nodes import Mapping, Node, Scalar, Sequence
from apjournal.format.places import span_of
from apjournal.format.quoting import quoted
from apjournal.model.codes import finding
from apjournal.model.finding import Finding, TextEdit

_TAG = re.compile(r"[ \t]+#\w[^\n\r]*")
_QUOTES = frozenset("“”„‘’‚«»‹›")


def slips(document: Document, root: Mapping | None) -> Iterator[Finding]:
    """Find them; a file without the signs in question is not looked at any further."""
    front = document.front
    has_tag = " #" in front or "\t#" in front
    if root is None or not (has_tag or (not front.isascii() and not _QUOTES.isdisjoint(front))):
        return
    for scalar, in_list in _block_values(root):
        if scalar.sign:
            continue
        tag = _TAG.match(document.text, scalar.end) if has_tag and (in_list or scalar.value) else None
        inner = without_typographic(scalar.value)
        if tag:
            yield _cut_off(document, scalar, tag)
        elif inner is not None:
            message = "The quotes here are typographic, so that they are part of the text"
            edit = TextEdit(scalar.start, scalar.end, quoted(inner))
            yield finding("typographic_quotes", message, scalar.span, f"writes {edit.text}", [edit])


def _block_values(root: Mapping) -> Iterator[tuple[Scalar, bool]]:
    """Give all values outside brackets, and whether each is an item of a list."""
    nodes: list[tuple[Node, bool]] = [(root, False)]
    while nodes:
        node, in_list = nodes.pop()
        if isinstance(node, Scalar):
            yield node, in_list
        elif not node.flow and isinstance(node, Sequence):
            nodes += ((child, True) for child in reversed(node.children))
        elif not node.flow:
            nodes += ((child, False) for child in reversed(node.children[1::2]))


def _cut_off(document: Document, scalar: Scalar, tag: re.Match[str]) -> Finding:
    words = document.text[scalar.start : tag.end()].strip()
    start = tag.end() - len(document.text[scalar.start : tag.end()].lstrip())
    edit = TextEdit(start, tag.start() + len(tag[0].rstrip()), quoted(words))
    message = f'YAML takes "{tag[0].strip()}" for a comment, and the text ends before it; quote it'
    span = span_of(document.text, edit.start, edit.end)
    return finding("hash", message, span, f"writes {edit.text}", [edit])
