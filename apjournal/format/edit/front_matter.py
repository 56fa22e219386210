"""Edit front matter by the positions of its nodes, so that every other byte is unchanged.

apj never rewrites a person's whole file. An edit is a `TextEdit` computed from the positions, in block or flow style,
with the file's own indent and newline. New items and keys go after the line of the *last child*, because YAML counts
the comments that follow a block collection as part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from apjournal.errors import ApjError
from apjournal.format.read.result import Reading
from apjournal.format.text.document import Document, encode_document
from apjournal.format.text.text import apply_text_edits
from apjournal.format.yaml.emit import (
    Indent,
    Value,
    is_block,
    write_block_lines,
    write_flow_items,
    write_in_flow,
    write_inline,
)
from apjournal.format.yaml.fields import make_canonical
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode
from apjournal.format.yaml.plain_lines import read_nodes
from apjournal.model.finding import TextEdit
from apjournal.model.hints import make_broken_file
from apjournal.patterns import make_pattern

T = TypeVar("T")

_BEFORE_COMMENT = make_pattern(r" {2,}(?=#)")

Edits: TypeAlias = list[TextEdit]
Pair: TypeAlias = tuple[Scalar, Node]


class EditRefused(ApjError):
    """Nothing was written, because the edited text would not have the intended meaning (exit code 3)."""

    exit_code = 3


class UnsafeEdit(EditRefused):
    """An edit of the file at `path` would not have the intended result, or would also change other parts."""

    def __init__(self, path: str) -> None:
        message = f"apj cannot make this change to {path} safely, so the file is unchanged."
        super().__init__(message, "Make the change by hand.")


class NewerFormat(EditRefused):
    """The file at `path` has a newer format than this version of apj can write."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} has a newer format than this version of apj can write.", "Update apj.")


def require_editable(reading: Reading[T], path: str) -> tuple[T, Document]:
    """Return the value and the document of the file at `path`, if apj can edit the file.

    Raise `NewerFormat` if its format is newer, and `BrokenFile`, with its errors and a hint, if it cannot be read.
    """
    require_known(reading, path)
    reading = reading.meant or reading
    if reading.value is None or reading.document is None:
        raise make_broken_file(path, reading.findings)
    return reading.value, reading.document


def require_known(reading: Reading[T], path: str) -> None:
    """Raise `NewerFormat` if the file at `path` has a newer format, because apj never writes such a file."""
    if reading.newer:
        raise NewerFormat(path)


def apply_edits(document: Document, edits: Edits, path: str) -> bytes:
    """Return the bytes of the document with `edits` applied.

    Raise `UnsafeEdit` if the edits overlap or do not fit the text, or the result is not valid Unicode.
    """
    try:
        return encode_document(document, apply_text_edits(document.text, edits))
    except ValueError:
        raise UnsafeEdit(path) from None


class Front(Struct, frozen=True):
    """The front matter of a document, and methods that return edits of it. No method changes anything.

    `root` is None if the front matter is empty or missing.
    """

    document: Document
    root: MappingNode | None
    indent: Indent

    @classmethod
    def open_front(cls, document: Document) -> Front:
        """Return the front matter of a document that can be read without an error."""
        root = read_nodes(document)
        return cls(document, root, _detect_indent(root))

    def find_key(self, name: str) -> Pair | None:
        """Return the key with a canonical name, however it is spelled, and its value, or None if there is none."""
        return find_pair(self.root, name) if self.root else None

    def set_key(self, mapping: MappingNode | None, key: str, value: Value, found: Pair | None) -> Edits:
        """Return edits that set a key of `mapping`: in place if it was `found`, otherwise as a new last `key`.

        If `mapping` is None because the front matter is empty or missing, the edits create it.
        """
        if mapping is None:
            return [self.write_first_keys({key: value})]
        if found is None:
            return self.add_keys(mapping, {key: value})
        place, node = found
        if mapping.flow or (is_block(value) and isinstance(node, SequenceNode | MappingNode) and node.flow):
            return [self._replace_in_place(node, write_in_flow(value))]
        if is_block(value) or _is_block_node(node):
            return self._replace_under_key(place, node, value)
        return [self._replace_in_place(node, write_inline(value))]

    def set_item(self, sequence: SequenceNode, index: int, value: Value) -> Edits:
        """Return edits that replace the item at `index` with `value`."""
        node = sequence.children[index]
        if sequence.flow:
            return [self._replace_in_place(node, write_in_flow(value))]
        indent = self._get_indent_of_list(sequence)
        written = self._join_lines(write_block_lines([value], sequence.column - 1, indent))
        return [self._replace_in_place(node, written.strip()[1:].lstrip())]

    def write_first_keys(self, values: dict[str, Value]) -> TextEdit:
        """Return the edit that writes the first keys into empty or missing front matter."""
        document, lines = self.document, write_block_lines(values, 0, self.indent)
        if document.has_front:
            return TextEdit(document.front_end, document.front_end, self._join_lines(lines))
        return TextEdit(0, 0, self._join_lines(["---", *lines, "---"]))

    def update_keys(self, mapping: MappingNode, wanted: dict[str, Value]) -> Edits:
        """Return edits that set the keys of `mapping` whose values differ.

        If a value is None, its key stays empty or is not written.
        """
        edits: Edits = []
        added: dict[str, Value] = {}
        for name, value in wanted.items():
            found = find_pair(mapping, name)
            if found is None and value is not None:
                added[name] = value
            elif not _has_value(found, value):
                edits += self.set_key(mapping, name, value, found)
        return edits + self.add_keys(mapping, added) if added else edits

    def append_values(self, key: str, more: list[Value] | dict[str, Value], found: Pair | None) -> Edits:
        """Return edits that add to the list or mapping under a key of the front matter.

        If the value is empty, the edits create a list or mapping in block style. Raise `EditRefused` if the value is
        neither.
        """
        if found is None or self.root is None:
            return self.set_key(self.root, key, more, found)
        place, node = found
        if self.is_bare(node):
            return (
                self.set_key(self.root, key, more, found)
                if self.root.flow
                else self._replace_under_key(place, node, more)
            )
        if isinstance(node, SequenceNode) and isinstance(more, list):
            return self._fill_items(node, more)
        if isinstance(node, MappingNode) and isinstance(more, dict):
            return self.add_keys(node, more)
        raise EditRefused(f'"{place.value}" is written in a form that apj cannot add to.', "Add the text by hand.")

    def add_keys(self, mapping: MappingNode, added: dict[str, Value]) -> Edits:
        """Return edits that add keys after the last key."""
        if mapping.flow:
            return [self._add_to_flow(mapping, write_flow_items(added))]
        return [self._add_after(mapping, write_block_lines(added, mapping.column - 1, self.indent))]

    def add_items(self, sequence: SequenceNode, added: list[Value]) -> Edits:
        """Return edits that add items after the last item."""
        if sequence.flow:
            return [self._add_to_flow(sequence, write_flow_items(added))]
        return [
            self._add_after(sequence, write_block_lines(added, sequence.column - 1, self._get_indent_of_list(sequence)))
        ]

    def is_bare(self, node: Node) -> bool:
        """Whether a node is empty: it has no value, or is a pair of brackets without anything inside.

        A comment inside brackets counts as something.
        """
        if isinstance(node, Scalar):
            return node.is_null
        return node.flow and not self.document.text[node.start + 1 : node.end - 1].strip(" ")

    def _fill_items(self, sequence: SequenceNode, more: list[Value]) -> Edits:
        """Return edits that write values into the empty items at the end of a list, and then add the other values."""
        empty = len(list(takewhile(lambda item: item.is_null, reversed(sequence.children))))
        first = len(sequence.children) - empty
        edits = [
            edit for index, item in enumerate(more[:empty], first) for edit in self.set_item(sequence, index, item)
        ]
        return edits + self.add_items(sequence, more[empty:]) if more[empty:] else edits

    def _replace_in_place(self, node: Node, text: str) -> TextEdit:
        """Return the edit that replaces the text of a node.

        If the node has no text yet, the edit adds a space before it.
        """
        start, end = node.start, self._find_text_end(node)
        if start == end:
            lead = "" if self.document.text[start - 1] == " " else " "
            end, text = self._find_end_of_spaces(end), text and lead + text
        elif not text:
            start = self._find_start_of_spaces(start)
        gap = _BEFORE_COMMENT.match(self.document.text, end)
        if gap and "\n" not in text + self.document.text[start:end]:  # a comment stays in its column
            text += " " * max(2, len(gap[0]) - len(text) + end - start)
            end = gap.end()
        return TextEdit(start, end, text)

    def _replace_under_key(self, key: Scalar, node: Node, value: Value) -> Edits:
        """Return edits that replace the value of a key if the old or the new value has lines of its own."""
        column = key.column - 1 + (self.indent.mapping if isinstance(value, dict) else self.indent.dash)
        lines = self._join_lines(write_block_lines(value, column, self.indent)) if is_block(value) else ""
        if not _is_block_node(node):
            after = self._find_next_line(self._find_text_end(node))
            return [self._replace_in_place(node, ""), TextEdit(after, after, lines)]
        first = self.document.text.rindex("\n", 0, node.start) + 1
        gone = TextEdit(first, self._find_line_after(node), lines)
        if lines:
            return [gone]
        colon = self.document.text.index(":", key.end) + 1
        return [TextEdit(colon, colon, write_inline(value) and f" {write_inline(value)}"), gone]

    def _add_to_flow(self, node: SequenceNode | MappingNode, text: str) -> TextEdit:
        if not node.children:
            space = " " if self.document.text[node.start + 1] == "#" else ""
            return TextEdit(node.start + 1, node.start + 1, text + space)
        last = node.children[-1]
        lead = " , " if last.start == last.end else ", "
        return TextEdit(last.end, last.end, lead + text)

    def _add_after(self, node: Node, lines: list[str]) -> TextEdit:
        after = self._find_line_after(node)
        return TextEdit(after, after, self._join_lines(lines))

    def _join_lines(self, lines: list[str]) -> str:
        return "".join(line + self.document.newline for line in lines)

    def _find_line_after(self, node: Node) -> int:
        """Return the offset of the line after the last line of `node`, which may end with a comment."""
        leaf = _find_last_leaf(node)
        header = self.document.text[leaf.start : leaf.end].partition("\n")[0].partition("#")[0]
        if header.startswith(("|", ">")) and "+" in header:  # then the blank lines after the text belong to it
            return leaf.end
        return self._find_next_line(self._find_text_end(leaf))

    def _find_next_line(self, at: int) -> int:
        return self.document.text.index("\n", at) + 1

    def _find_text_end(self, node: Node) -> int:
        """Return the offset at which the last text of `node` ends."""
        leaf = _find_last_leaf(node)
        source = self.document.text[leaf.start : leaf.end]
        return leaf.start + len(source.rstrip()) if source.startswith(("|", ">")) else leaf.end

    def _find_end_of_spaces(self, at: int) -> int:
        """Return the offset after the spaces at `at` if nothing else follows on the line, otherwise `at`."""
        rest = self.document.text[at : self.document.text.index("\n", at)].rstrip("\r")
        return at if rest.strip(" \t") else at + len(rest)

    def _find_start_of_spaces(self, at: int) -> int:
        return len(self.document.text[:at].rstrip(" \t"))

    def _get_indent_of_list(self, sequence: SequenceNode) -> Indent:
        """Return the indentation of the file, with the spaces that this list has after its first hyphen."""
        gap = self.document.text[sequence.start + 1 : sequence.children[0].start]
        return replace(self.indent, text=1 + len(gap)) if gap and not gap.strip(" ") else self.indent


def find_pair(mapping: MappingNode, name: str) -> Pair | None:
    """Return the key of `mapping` with a canonical name, however it is spelled, and its value, or None."""
    return next((pair for pair in mapping.pairs if make_canonical(pair[0].value) == name), None)


def _has_value(found: Pair | None, value: Value) -> bool:
    """Whether a key already has `value`. The word of an enum may be spelled differently."""
    node = found[1] if found else None
    if node is None or node.is_null or value is None:
        return value is None and (node is None or node.is_null)
    said = node.value.strip() if isinstance(node, Scalar) else None
    return said == str(value) or (isinstance(value, StrEnum) and said is not None and make_canonical(said) == value)


def _find_last_leaf(node: Node) -> Node:
    """Return the last node inside `node` that is a string, or a list or mapping in brackets."""
    while not isinstance(node, Scalar) and not node.flow:
        node = node.children[-1]
    return node


def _is_block_node(node: Node) -> bool:
    return not isinstance(node, Scalar) and not node.flow


def _detect_indent(root: MappingNode | None) -> Indent:
    """Return the indentation that this file uses for its first list and its first mapping below a key."""
    found: dict[type[Node], int] = {}
    for key, value in _list_block_pairs(root):
        found.setdefault(type(value), value.column - key.column)
    return Indent(mapping=found.get(MappingNode, 2), dash=found.get(SequenceNode, 2))


def _list_block_pairs(root: MappingNode | None) -> Iterator[Pair]:
    """Yield each key whose value is a list or a mapping in block style, together with the value."""
    stack: list[Node] = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, Scalar) or node.flow:
            continue
        if isinstance(node, SequenceNode):
            stack += reversed(node.children)
            continue
        yield from (pair for pair in node.pairs if _is_block_node(pair[1]))
        stack += (value for _, value in reversed(node.pairs))
