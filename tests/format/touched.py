"""Which lines of a week's file an edit may change: the oracle for the tests of editing, and for fuzzing."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.format.edit.week import WeekEditor
from apjournal.format.read.week import read_week
from apjournal.format.text.document import Document, split_document
from apjournal.format.yaml import parser
from apjournal.format.yaml.fields import make_canonical
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar


def document(data: bytes) -> Document:
    """Split a file that is valid into its parts."""
    found, _ = split_document(data)
    assert found is not None
    return found


def lines_of(text: str, node: Node) -> set[int]:
    """Return the lines of a node, counted from 0."""
    return set(range(text.count("\n", 0, node.start), text.count("\n", 0, max(node.start, node.end - 1)) + 1))


def may_change(before: WeekEditor, key: str, replaced: frozenset[str]) -> set[int]:
    """Return the lines that a change of `key` may touch: its own, and the entries of goals that it replaces."""
    found = document(before.data)
    root, _ = parser.parse_front_matter(found)
    if root is None:
        return set()
    if root.flow:
        return lines_of(found.text, root)
    pair = next((pair for pair in root.pairs if make_canonical(pair[0].value) == key), None)
    if pair is None:
        return set()
    lines = lines_of(found.text, pair[0])
    value = pair[1]
    if isinstance(value, Scalar) or value.flow or "*" in replaced:
        return lines | lines_of(found.text, value)
    places = read_week(before.data, before.week.partner, before.week.week).places
    for name in ("outcomes", "amended"):
        for number, entry in enumerate(getattr(before.week, name)):
            if entry.goal in replaced:
                span = places[name, number]
                first = found.text.count("\n", 0, span.start)
                lines |= set(range(first, first + found.text.count("\n", span.start, span.end) + 1))
    empty = value.children[1::2] if isinstance(value, MappingNode) else value.children
    return lines.union(*(lines_of(found.text, child) for child in empty if says_nothing(child)))


def says_nothing(node: Node) -> bool:
    """Whether a value is prepared and empty, in the long form too."""
    values = node.children[1::2] if isinstance(node, MappingNode) else (node,)
    return all(value.is_null for value in values)


def is_part_of(some: Sequence[str], all_: Sequence[str]) -> bool:
    """Whether `some` are among `all_`, in the same order."""
    rest = iter(all_)
    return all(line in rest for line in some)


def untouched(before: WeekEditor, after: WeekEditor, key: str, replaced: frozenset[str]) -> bool:
    """Whether every line that the change of `key` may not touch still exists, in the same order."""
    touched = may_change(before, key, replaced)
    old, new = (
        [line.rstrip("\r") for line in editor.data.decode("utf-8-sig").split("\n")] for editor in (before, after)
    )
    return is_part_of([line for number, line in enumerate(old) if number not in touched], new)
