"""Find valid YAML with an unintended meaning: text cut off at a `#`, and quotes that became part of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as List

from apjournal.format.text.document import Document
from apjournal.format.text.text import make_span_in
from apjournal.format.yaml.fields import TRUTHS, make_canonical, quote_source, remove_typographic_quotes
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode, find_content_end
from apjournal.format.yaml.quoting import quote_text
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit
from apjournal.patterns import make_pattern

TYPOGRAPHIC = "These quotes are typographic; YAML needs straight ones"

_PARTED = "These quotes are typographic; with straight ones, the comma between them is part of the text"
_LINE_ENDS = make_pattern(r"[ \t\r]*\n\s*")
_TAG = make_pattern(r"[ \t]+#\w[^\n\r]*")
# The value of each of these is a word, a number or a day, so a comment after it is not part of it.
_WORDS = frozenset((
    "apj", "partner", "week", "away", "call", "medium", "minutes", "date", "kind", "plan", "foreseen", "confidence",
    "decision", "carried_from", "every", "result", "mode", "cadence", "started", "review_on", "day", "time", "timezone",
    "until", "email", "agreed", "agreed_on", "page", "calendar", "left",
))  # fmt: skip
_QUOTES = frozenset("“”„‘’‚«»‹›")
# `’tis late, the boys’` may be two goals, so single quotes join nothing.
_DOUBLE = _QUOTES - frozenset("‘’‚")


def find_misread_values(document: Document, root: MappingNode | None) -> Iterator[Finding]:
    """Yield findings about misread values, without looking at files that have neither typographic quotes nor ` #`."""
    front = document.front
    has_tag = " #" in front or "\t#" in front
    has_quote = not front.isascii() and any(sign in front for sign in _QUOTES)
    if root is None or not (has_tag or has_quote):
        return
    nodes: list[tuple[Node, bool]] = [(root, False)]
    while nodes:
        node, may_be_cut = nodes.pop()
        if isinstance(node, Scalar):
            yield from _check_scalar(document, node, has_tag and may_be_cut and not node.sign)
        elif node.flow:
            for group in _list_groups(document, node):
                parted, others = _find_split_texts(document, group)
                yield from parted
                nodes += ((child, False) for child in reversed(others))
        elif isinstance(node, SequenceNode):
            nodes += ((child, True) for child in reversed(node.children))
        else:
            pairs = zip(node.children[::2], node.children[1::2], strict=True)
            nodes += reversed([(value, not value.is_null and _has_text(key)) for key, value in pairs])


def _has_text(key: Node) -> bool:
    """Whether the value of a key is free text, of which a comment may be a part."""
    return not isinstance(key, Scalar) or make_canonical(key.value) not in _WORDS


def _check_scalar(document: Document, scalar: Scalar, may_be_cut: bool) -> Iterator[Finding]:
    tag = _TAG.match(document.text, scalar.end) if may_be_cut else None
    inner = None if scalar.sign else remove_typographic_quotes(scalar.value)
    if tag:
        yield _make_cut_off_finding(document, scalar, tag)
    elif inner is not None:
        yield _make_quotes_finding(document, scalar.start, scalar.end, inner, TYPOGRAPHIC)


def _make_quotes_finding(document: Document, start: int, end: int, inner: str, message: str) -> Finding:
    """Return a finding about typographic quotes around `inner`. If it is a yes or no, the repair only removes them."""
    edit = TextEdit(start, end, inner if inner.lower() in TRUTHS else quote_text(inner))
    return make_finding("typographic_quotes", message, document.make_span(start, end), f"writes {edit.text}", [edit])


def _list_groups(document: Document, node: SequenceNode | MappingNode) -> Iterator[list[Node]]:
    """Yield each group of nodes that may have been one string: list items, or a value and keys without values."""
    if isinstance(node, SequenceNode):
        yield node.children
        return
    group: list[Node] = []
    for key, value in zip(node.children[::2], node.children[1::2], strict=True):
        if has_only_key(document, key, value):
            group.append(key)
        else:
            yield group
            group = [value]
    yield group


def has_only_key(document: Document, key: Node, value: Node) -> bool:
    """Whether a key in braces has neither a value nor a colon, so that it may be the end of a string with a comma."""
    return value.start == value.end and not document.text[key.end : value.end].strip()


def _find_split_texts(document: Document, group: List[Node]) -> tuple[list[Finding], list[Node]]:
    """Return findings for quoted strings that were split at commas, and the nodes that are not part of one."""
    found: list[Finding] = []
    others: list[Node] = []
    at = 0
    while at < len(group):
        start = group[at].start
        for last in range(at + 1, len(group)) if document.text[start] in _DOUBLE else ():
            end = find_content_end(group[last])
            inner = remove_typographic_quotes(document.text[start:end])
            if inner is not None and "\n" not in inner:
                found.append(_make_quotes_finding(document, start, end, inner, _PARTED))
                at = last
                break
        else:
            others.append(group[at])
        at += 1
    return found, others


def _make_cut_off_finding(document: Document, scalar: Scalar, tag: re.Match[str]) -> Finding:
    words = _LINE_ENDS.sub(" ", document.text[scalar.start : tag.end()].strip())
    start = tag.end() - len(document.text[scalar.start : tag.end()].lstrip())
    edit = TextEdit(start, tag.start() + len(tag[0].rstrip()), quote_source(words))
    message = f'YAML reads "{tag[0].strip()}" as a comment, so the text ends before it; quote it'
    span = make_span_in(document.text, edit.start, edit.end)
    return make_finding("hash", message, span, f"writes {edit.text}", [edit])
