"""The front matter as nodes: each value with its position, and every scalar as typed.

No value is converted, so nothing is guessed: `No`, `10:30` and `1e3` stay as they are. `parser.py` builds the nodes of
any YAML, and `plain_lines.py` those of most files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeAlias, cast

from msgspec import Struct

from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span

MAX_DEPTH = 12
LIMITS = frozenset({"depth", "too_many"})
"""The codes of faults that report an exceeded limit. The limits apply to files in any format."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class _Placed(Struct, eq=False, gc=False):
    """The base of all nodes, with their position. No two nodes are equal.

    `start` is the offset of the first character, and `end` the offset after the last one. In a block collection, `end`
    is after the comments that follow it. `line` and `column` are those of the first character, from 1.
    """

    start: int
    end: int
    line: int
    column: int

    @property
    def span(self) -> Span:
        """The position of the node."""
        return Span(self.start, self.end, self.line, self.column)


class Scalar(_Placed, eq=False, gc=False):
    """A string.

    `value` is the string as typed, with quotes removed and escapes replaced. `sign` is the character with which the
    scalar begins if it is not plain: `'`, `"`, `|` or `>`. It is empty for a plain scalar.
    """

    value: str
    sign: str = ""

    @property
    def is_null(self) -> bool:
        """Whether the scalar is a null value: empty, or an unquoted `~` or `null`."""
        value = self.value
        return not value or (value in NULLS and not self.sign) or value.isspace()


class _Collection(_Placed, eq=False, gc=False):
    """The base of lists and mappings. `flow` says whether the collection is written in brackets or braces."""

    flow: bool
    children: list[Node]

    is_null: ClassVar[bool] = False


class SequenceNode(_Collection, eq=False, gc=False):
    """A list. Its `children` are the items."""


class MappingNode(_Collection, eq=False, gc=False):
    """A mapping. Its `children` are keys and values in turn, in the order of the file."""

    @property
    def pairs(self) -> list[tuple[Scalar, Node]]:
        """The keys with their values.

        All keys are strings unless `find_key_faults` has found a fault in the mapping.
        """
        return list(zip(cast("list[Scalar]", self.children[::2]), self.children[1::2], strict=True))


Node: TypeAlias = Scalar | SequenceNode | MappingNode


class Fault(Exception):
    """The reason why front matter cannot be parsed into nodes: a code, a sentence and a position.

    `other` is another offset where the cause may be, such as the start or the end of the item that YAML was reading.
    """

    def __init__(self, code: str, message: str, span: Span, other: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.other = span.start if other is None else other

    def to_finding(self) -> Finding:
        """Return the fault as a finding without a repair."""
        return make_finding(self.code, self.message, self.span)


def find_content_end(node: Node) -> int:
    """Return the offset after the last character of the node's own text.

    A block collection ends with its last child.
    """
    while not isinstance(node, Scalar) and not node.flow and node.children:
        node = node.children[-1]
    return node.end


def find_key_faults(root: Node) -> Iterator[Finding]:
    """Yield findings about keys that are not text, and about repeated keys, anywhere in `root`."""
    nodes: list[Node] = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, SequenceNode):
            nodes += reversed(node.children)
        elif isinstance(node, MappingNode):
            seen: dict[str, Scalar] = {}
            for key in node.children[::2]:
                if not isinstance(key, Scalar):
                    yield make_complex_key_finding(key)
                elif (before := seen.setdefault(key.value, key)) is not key:
                    yield make_duplicate_key_finding(before, key)
            nodes += reversed(node.children[1::2])


def make_complex_key_finding(key: Node) -> Finding:
    """Return a finding about a list or a mapping in place of a key."""
    return make_finding("complex_key", "A list or a mapping cannot be a key here; quote the text", key.span)


def make_duplicate_key_finding(before: Scalar, key: Scalar) -> Finding:
    """Return the finding for a repeated key."""
    message = f'"{key.value}" appears twice, on lines {before.line} and {key.line}; remove one'
    return make_finding("duplicate_key", message, key.span)
