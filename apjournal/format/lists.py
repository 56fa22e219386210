"""Short lists of words in `partner.md` and `agreement.md`; one word alone needs no brackets."""

from __future__ import annotations

from apjournal.format.fields import FieldFindings, read_text
from apjournal.format.nodes import Node, SequenceNode
from apjournal.model.handle import Handle


def read_words(node: Node | None, found: FieldFindings, what: str) -> list[tuple[str, Node]]:
    """Return the texts of such a list, each with its node."""
    if isinstance(node, SequenceNode):
        each = [(read_text(item, found, what), item) for item in node.children]
        return [(words, item) for words, item in each if words is not None]
    alone = read_text(node, found, what)
    if alone is None or node is None:
        return []
    return [(words.strip(), node) for words in alone.split(",") if words.strip()]


def read_texts(node: Node | None, found: FieldFindings, what: str) -> tuple[str, ...]:
    """Return the texts of a list, or a single text, split at its commas."""
    return tuple(words for words, _ in read_words(node, found, what))


def read_handles(node: Node | None, found: FieldFindings, what: str) -> tuple[Handle, ...]:
    """Return the handles of such a list."""
    given = (read_handle(words, item, found) for words, item in read_words(node, found, what))
    return tuple(handle for handle in given if handle is not None)


def read_handle(words: str, node: Node, found: FieldFindings) -> Handle | None:
    """Read a handle, in whatever case it is typed."""
    try:
        return Handle.parse(words.lower())
    except ValueError:
        found.add_finding("handle", f'"{words}" is no handle; write the name of the partner\'s folder', node)
        return None
