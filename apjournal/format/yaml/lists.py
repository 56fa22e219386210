"""Read lists, including what people type instead: items without a hyphen, other bullets, bare keys."""

from __future__ import annotations

from collections.abc import Collection

from apjournal.format.text.text import split_at_colon
from apjournal.format.text.typed_list import find_typed_list, make_list_finding
from apjournal.format.yaml.fields import FieldFindings, make_canonical, quote_source, read_text
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode, find_content_end
from apjournal.model.codes import make_finding
from apjournal.model.finding import TextEdit
from apjournal.model.handle import Handle


def read_items(node: Node | None, found: FieldFindings, what: str, kinds: Collection[str] = ()) -> list[Node]:
    """Return the items of a list, which may be empty. `kinds` are the keys with which an item may begin."""
    if isinstance(node, SequenceNode):
        return node.children
    if node is not None and not node.is_null:
        _report_not_a_list(node, found, what, kinds)
    return []


def _report_not_a_list(node: Scalar | MappingNode, found: FieldFindings, what: str, kinds: Collection[str]) -> None:
    if _report_typed_list(node, found):
        return
    message = f"{what} is a list; begin each item with a hyphen and a space"
    edits: tuple[TextEdit, ...] = ()
    instead: str | None = None
    if isinstance(node, MappingNode):
        edits = _add_hyphens_to_keys(node, kinds)
    else:
        source = found.get_source(node)
        if "\n" not in source and (
            not kinds or make_canonical((split_at_colon(node.value) or (node.value, ""))[0]) in kinds
        ):
            instead = f"[{source if node.sign else quote_source(source)}]"
    if edits:
        found.append(make_finding("bullet", message, node.span, 'writes "- " before each item', edits))
    else:
        found.add_finding("shape", message, node, instead)


def _report_typed_list(node: Scalar | MappingNode, found: FieldFindings) -> bool:
    """Report a list with marks other than hyphens, which YAML reads as one text or as keys.

    Return whether the node is such a list.
    """
    typed = find_typed_list(found.document, node.start)
    if typed is None or typed.items[0].start != node.start or typed.end < find_content_end(node):
        return False
    found.append(make_list_finding(found.document, typed, node.start))
    return True


def _add_hyphens_to_keys(node: MappingNode, kinds: Collection[str]) -> tuple[TextEdit, ...]:
    """Return edits that put a hyphen before each key, so that a mapping becomes a list.

    Return none unless every key is one of `kinds`, with which an item may begin.
    """
    keys = node.children[::2]
    if node.flow or not all(isinstance(key, Scalar) and make_canonical(key.value) in kinds for key in keys):
        return ()
    return tuple(TextEdit(key.start, key.start, "- ") for key in keys)


def read_words(node: Node | None, found: FieldFindings, what: str) -> list[tuple[str, Node]]:
    """Return the strings in a list, or the parts between the commas of a single string, each with its node."""
    if isinstance(node, SequenceNode):
        each = [(read_text(item, found, what), item) for item in node.children]
        return [(words, item) for words, item in each if words is not None]
    alone = read_text(node, found, what)
    if alone is None or node is None:
        return []
    return [(words.strip(), node) for words in alone.split(",") if words.strip()]


def read_texts(node: Node | None, found: FieldFindings, what: str) -> tuple[str, ...]:
    """Return the strings in a list, or the parts between the commas of a single string."""
    return tuple(words for words, _ in read_words(node, found, what))


def read_handles(node: Node | None, found: FieldFindings, what: str) -> tuple[Handle, ...]:
    """Return the valid handles of a list."""
    given = (read_handle(words, item, found) for words, item in read_words(node, found, what))
    return tuple(handle for handle in given if handle is not None)


def read_handle(words: str, node: Node, found: FieldFindings) -> Handle | None:
    """Return the handle in `words`, ignoring case. If `words` is not a handle, add a finding and return None."""
    try:
        return Handle.parse(words.lower())
    except ValueError:
        found.add_finding("handle", f'"{words}" is not a handle; write the name of the partner\'s folder', node)
        return None
