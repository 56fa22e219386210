"""Parse any front matter into nodes with positions, from the events of libyaml.

YAML that a journal does not use (anchors, aliases, tags, directives, a second document, great depth) is an error at
its position, and is found before anything is built from it. The nodes are built with an explicit stack, so that
hostile depth cannot exhaust the interpreter's stack.

The parser gets the text from its very beginning, so that offsets, lines and columns apply to the file. The opening
fence is YAML's own mark for the beginning of a document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol, cast

import yaml

# Import the package before any module of it. `import_later` would import a module twice, with different classes.
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from apjournal.format.text.document import Document
from apjournal.format.text.text import ODD_BREAKS
from apjournal.format.yaml.nodes import MAX_DEPTH, Fault, MappingNode, Node, Scalar, SequenceNode, find_key_faults
from apjournal.model.finding import Finding, Span
from apjournal.patterns import make_pattern

MAX_EVENTS = 5000
_LONE_CR = make_pattern("\r(?!\n)")
NOT_YAML = make_pattern("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCUMENT_END = make_pattern(r"^\.\.\.(?=\s)", re.MULTILINE)
# If a quote or a bracket is not closed, the parser reports the end of the text. The beginning is more useful.
_OPENED = frozenset({"while scanning a quoted scalar", "while parsing a flow sequence", "while parsing a flow mapping"})
# libyaml from 0.2.6 on reads a line ahead, and may report excessive depth before it reports the first brackets.
_DEEPENED = frozenset({"while increasing flow level", "while increasing block level"})
_TOO_DEEP = f"Lists and mappings are nested more than {MAX_DEPTH} deep; quote the text"


class _Events(Protocol):
    def get_event(self) -> Any: ...


class PureParser(Reader, Scanner, Parser):
    """PyYAML's own parser, for systems without libyaml. It creates the same events, but is slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


PARSER: Callable[[str], _Events] = yaml.cyaml.CParser if yaml.__with_libyaml__ else PureParser  # type: ignore[attr-defined]
"""Creates events from a string, with libyaml or, if that is missing, with PyYAML's own parser."""


def parse_front_matter(document: Document) -> tuple[MappingNode | None, tuple[Finding, ...]]:
    """Return the mapping of the front matter (None if it is empty or faulty), and its faults."""
    try:
        root = build_nodes(document)
    except Fault as fault:
        return None, (fault.to_finding(),)
    return root, tuple(find_key_faults(root)) if root else ()


def build_nodes(document: Document) -> MappingNode | None:
    """Return the mapping of the front matter, or None if it is empty. Raise `Fault` if it cannot be parsed.

    Keys are not checked here. `read_fields` checks the mappings that it reads, and `find_key_faults` checks all others.
    """
    if document.front_start == document.front_end:
        return None
    text = document.text[: document.front_end]
    if "\r" in text or not text.isascii():
        text = _replace_odd_breaks(text)
    try:
        root = _build_tree(PARSER(text).get_event, may_be_marked="&" in text or "!" in text)
    except YAMLError as error:
        raise _make_syntax_fault(document, text, cast("MarkedYAMLError", error)) from None
    if type(root) is MappingNode:
        return root
    if root is None or root.is_null:
        return None
    message = "The front matter consists of keys and values; begin with a key such as goals:"
    raise Fault("not_a_mapping", message, root.span)


def _replace_odd_breaks(text: str) -> str:
    """Replace characters that end a line only for YAML with spaces, so that YAML counts lines as editors do."""
    for sign in ODD_BREAKS:
        text = text.replace(sign, " ")
    return _LONE_CR.sub(" ", text) if "\r" in text else text


def _build_tree(get_event: Callable[[], Any], may_be_marked: bool) -> Node | None:
    """Return the root of the nodes, or None without content. Raise `Fault` for YAML that a journal does not use.

    The stack contains the open collections. This loop runs a hundred times for every file, so it builds each node
    inline.
    """
    top: list[Node] = []
    append = top.append
    stack: list[SequenceNode | MappingNode] = []
    for _ in range(MAX_EVENTS):
        event = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            if may_be_marked and _is_marked(event):
                raise _make_unwanted_fault(event)
            first = event.start_mark
            end = event.end_mark.index
            append(Scalar(first.index, end, first.line + 1, first.column + 1, event.value, event.style or ""))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if len(stack) == MAX_DEPTH or (may_be_marked and _is_marked(event)):
                raise _make_unwanted_fault(event)
            make = MappingNode if kind is MappingStartEvent else SequenceNode
            first = event.start_mark
            node = make(first.index, first.index, first.line + 1, first.column + 1, bool(event.flow_style), [])
            append(node)
            append = node.children.append
            stack.append(node)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            stack.pop().end = event.end_mark.index
            append = stack[-1].children.append if stack else top.append
        elif event is None:
            return top[0] if top else None
        elif kind is AliasEvent or (kind is DocumentStartEvent and top):
            raise _make_unwanted_fault(event)
    message = f"The front matter has more than {MAX_EVENTS} parts; keep long texts below it"
    raise Fault("too_many", message, _get_span_of_event(event))


def _get_span_of_event(event: Any) -> Span:
    """Return the span of an event."""
    first = event.start_mark
    return Span(first.index, event.end_mark.index, first.line + 1, first.column + 1)


def _is_marked(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None


def _make_unwanted_fault(event: Any) -> Fault:
    """Return the fault for an event of YAML that a journal does not use."""
    span = _get_span_of_event(event)
    if type(event) is DocumentStartEvent:
        return Fault("documents", "A second YAML document begins here; remove it", span)
    if event.anchor is not None:
        return Fault("anchor", "YAML reads this as an anchor or an alias; quote the text", span)
    if event.tag is not None:
        return Fault("tag", "YAML reads this as a tag; quote the text", span)
    return Fault("depth", _TOO_DEEP, span)


def _make_syntax_fault(document: Document, text: str, error: MarkedYAMLError) -> Fault:
    """Return the fault for an error that the parser reported.

    The fault has apj's own text, because libyaml and PyYAML word errors differently.
    """
    odd = NOT_YAML.search(text)
    if odd:
        span = document.make_span(*odd.span())
        return Fault("control_character", f"YAML does not allow U+{ord(odd[0]):04X}; remove it", span)
    end = _DOCUMENT_END.search(text, document.front_start)
    if end:
        return Fault("documents", "A line of three dots ends the YAML here; remove it", document.make_span(*end.span()))
    at = cast("Any", error.problem_mark).index
    if error.context in _DEEPENED:
        return Fault("depth", _TOO_DEEP, document.make_span(at, at))
    message = "YAML cannot be read here; check the quotes, colons and indentation of this line and the one before"
    context = error.context_mark.index if error.context_mark else at
    if error.context in _OPENED:
        return Fault("yaml", message, document.make_span(context, context + 1), at)
    return Fault("yaml", message, document.make_span(at, at), context)
