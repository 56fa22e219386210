"""Read front matter that consists of plain lines.

The result is the same as that of the YAML parser, at a fraction of the cost. Nearly all files use nothing but this
part of YAML: block style, with one key or one item on each line, no comments, no escapes in quotes, and only words in
brackets. `parser.py` reads everything else. The tests compare the results of both on every kind of file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from apjournal.format.text.document import Document
from apjournal.format.yaml.nodes import MAX_DEPTH, Fault, MappingNode, Node, Scalar, SequenceNode
from apjournal.patterns import make_pattern

_Collection: TypeAlias = SequenceNode | MappingNode

_MOST_LINES = 500
"""The greatest number of lines that this module reads. A longer file may exceed the limit on the number of nodes."""
# A plain text does not begin with a character that has a special meaning. It contains no control character, no key (a
# colon before a space) and no comment.
_FIRST = r"(?![\s\-?:,\[\]{}#&*!|>'\"%@`])"
_INSIDE = r"[^:#\x00-\x1f\x7f-\x9f]"
_PLAIN = rf"{_FIRST}{_INSIDE}+(?:(?::(?=[^ \n])|(?<! )#){_INSIDE}*)*(?<! )"
_QUOTED = r"'[^'\x00-\x1f\x7f-\x9f]*'|\"[^\"\\\x00-\x1f\x7f-\x9f]*\""
_WORDS_IN_BRACKETS = r"\[\w[\w-]*(?:, \w[\w-]*)*\]"
_ODD = "\u2028\u2029\ufeff\ufffe\uffff"
"""Characters above Latin-1 that YAML does not allow in a line."""
_QUOTES = ("'", '"')
# No part can match in two ways, so the time of a failed match is linear in the length of the line. Possessive
# quantifiers would also do, but Python 3.11.2 gets them wrong in groups, and then accepts `a: b ` and `[a`.
_LINE = make_pattern(
    rf"^( *)((?:-(?: +|$))?)(?:(\w[\w -]{{0,60}})(?<! )(:(?: +|$)))?((?:{_PLAIN}|{_QUOTED}|{_WORDS_IN_BRACKETS})?)$",
    re.MULTILINE,
)


def read_nodes(document: Document) -> MappingNode | None:
    """Return the mapping of the front matter, or None if it is empty. Raise `Fault` if it cannot be parsed."""
    root = read_plain_lines(document)
    if root is None:
        from apjournal.format.yaml.parser import build_nodes  # importing PyYAML takes longer than reading many weeks

        root = build_nodes(document)
    return root


def read_nodes_if_valid(document: Document) -> MappingNode | None:
    """Return the mapping of the front matter, or None if it is empty or cannot be parsed."""
    try:
        return read_nodes(document)
    except Fault:
        return None


def read_plain_lines(document: Document) -> MappingNode | None:
    """Return the mapping of the front matter, or None if it does not consist of plain lines."""
    text, start = document.text, document.front_start
    if not text.isascii() and any(sign in text for sign in _ODD):
        return None
    lines = _LINE.findall(text, start, max(start, document.front_end - 1))
    if len(lines) > _MOST_LINES:
        return None
    # The mapping becomes the child of this sequence.
    outermost = SequenceNode(start, start, 0, 0, False, [Scalar(start, start, 0, 0, "")])
    stack: list[_Collection] = [outermost]
    end = _add_lines(lines, stack, start, text.count("\n", 0, start) + 1)
    for node in stack:
        node.end = end
    root = outermost.children[0]
    return root if end == document.front_end and type(root) is MappingNode else None


def _add_lines(lines: Sequence[Sequence[str]], stack: list[_Collection], at: int, first: int) -> int:
    """Add the nodes of all lines to the open collections in `stack`.

    `at` is the offset of the first line, and `first` its number. Return the offset after the last line, or -1 if a line
    does not fit.
    """
    top = stack[-1]
    is_open = True  # the last value is still empty, so the next line may begin a collection
    for number, (indent, hyphen, key, colon, words) in enumerate(lines, first):
        before = at - 1
        start = at + len(indent)
        if hyphen or key:
            kind = SequenceNode if hyphen else MappingNode
            column = start - before
            if column != top.column:
                top = _find_collection(stack, kind, start, number, column, is_open)
            if type(top) is not kind or column != top.column:
                return -1
            if hyphen:
                end = start + 1
                start += len(hyphen)
                if key:
                    opened = MappingNode(start, start, number, start - before, False, [])
                    top.children.append(opened)
                    stack.append(opened)
                    top = opened
            if key:
                end = start + len(key)
                top.children.append(Scalar(start, end, number, start - before, key))
                start = end + len(colon)
                end += 1
            is_open = not words
            if is_open:
                top.children.append(Scalar(end, end, number, end - before, ""))
            else:
                top.children.append(_make_value(words, start, number, start - before))
        elif words:
            return -1
        at = start + len(words) + 1
    return at


def _make_value(words: str, start: int, line: int, column: int) -> Node:
    sign = words[0]
    end = start + len(words)
    if sign in _QUOTES:
        return Scalar(start, end, line, column, words[1:-1], sign)
    if sign != "[":
        return Scalar(start, end, line, column, words)
    sequence = SequenceNode(start, end, line, column, True, [])
    at = 1
    for word in words[1:-1].split(", "):
        sequence.children.append(Scalar(start + at, start + at + len(word), line, column + at, word))
        at += len(word) + 2
    return sequence


def _find_collection(
    stack: list[_Collection], kind: type[_Collection], start: int, number: int, column: int, is_open: bool
) -> _Collection:
    """Return the collection to which a line in `column` may belong: a new one, or one that contains the last value.

    The caller checks whether the line really fits the collection.
    """
    top = stack[-1]
    if column > top.column and is_open and len(stack) < MAX_DEPTH:
        opened = kind(start, start, number, column, False, [])
        top.children[-1] = opened
        stack.append(opened)
        return opened
    while column < stack[-1].column:
        stack.pop().end = start
    return stack[-1]
