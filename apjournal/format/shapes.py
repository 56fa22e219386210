"""Lists, and what people write where a list belongs: one item without its hyphen, other bullets, bare keys."""

from __future__ import annotations

import re
from collections.abc import Collection

from apjournal.format.fields import FieldFindings, make_canonical, quote_source
from apjournal.format.nodes import MappingNode, Node, Scalar, SequenceNode
from apjournal.format.separators import split_at_colon
from apjournal.model.codes import make_finding
from apjournal.model.finding import TextEdit

_BULLET = re.compile(r"[ \t]*([-*•·–—+][ \t]*)\S")


def read_items(node: Node | None, found: FieldFindings, what: str, kinds: Collection[str] = ()) -> list[Node]:
    """Return the items of a list, none when it is empty; `kinds` are keys that an item may begin with."""
    if isinstance(node, SequenceNode):
        return node.children
    if node is not None and not node.nothing:
        _report_not_a_list(node, found, what, kinds)
    return []


def _report_not_a_list(node: Scalar | MappingNode, found: FieldFindings, what: str, kinds: Collection[str]) -> None:
    message = f"{what} is a list; begin each item with a hyphen and a blank"
    edits: tuple[TextEdit, ...] = ()
    instead: str | None = None
    if isinstance(node, MappingNode):
        edits = _add_hyphens_to_keys(node, kinds)
    else:
        edits = _replace_bullets(node, found)
        source = found.get_source(node)
        if "\n" not in source and (
            not kinds or make_canonical((split_at_colon(node.value) or (node.value, ""))[0]) in kinds
        ):
            instead = f"[{source if node.sign else quote_source(source)}]"
    if edits:
        found.append(make_finding("bullet", message, node.span, 'writes "- " before each item', edits))
    else:
        found.add_finding("shape", message, node, instead)


def _add_hyphens_to_keys(node: MappingNode, kinds: Collection[str]) -> tuple[TextEdit, ...]:
    """Make an item of each key, when all are such as an item may begin with."""
    keys = node.children[::2]
    if node.flow or not all(isinstance(key, Scalar) and make_canonical(key.value) in kinds for key in keys):
        return ()
    return tuple(TextEdit(key.start, key.start, "- ") for key in keys)


def _replace_bullets(node: Scalar, found: FieldFindings) -> tuple[TextEdit, ...]:
    """Make an item of each line, when all begin with a bullet of some kind: YAML reads them as one text."""
    start = found.document.text.rfind("\n", 0, node.start) + 1
    edits: list[TextEdit] = []
    for line in found.document.text[start : node.end].splitlines(keepends=True):
        bullet = _BULLET.match(line)
        if bullet is None:
            return ()
        edits.append(TextEdit(start + bullet.start(1), start + bullet.end(1), "- "))
        start += len(line)
    return tuple(edits)
