"""Short lists of words in `partner.md` and `agreement.md`; one word alone needs no brackets."""

from __future__ import annotations

from apjournal.format.fields import Found, text
from apjournal.format.nodes import Node, Sequence
from apjournal.model.handle import Handle


def words_of(node: Node | None, found: Found, what: str) -> list[tuple[str, Node]]:
    """Return the texts of such a list, each with its node."""
    if isinstance(node, Sequence):
        each = [(text(item, found, what), item) for item in node.children]
        return [(words, item) for words, item in each if words is not None]
    alone = text(node, found, what)
    if alone is None or node is None:
        return []
    return [(words.strip(), node) for words in alone.split(",") if words.strip()]


def texts(node: Node | None, found: Found, what: str) -> tuple[str, ...]:
    """Return the texts of a list, or a single text, split at its commas."""
    return tuple(words for words, _ in words_of(node, found, what))


def handles(node: Node | None, found: Found, what: str) -> tuple[Handle, ...]:
    """Return the handles of such a list."""
    given = (as_handle(words, item, found) for words, item in words_of(node, found, what))
    return tuple(handle for handle in given if handle is not None)


def as_handle(words: str, node: Node, found: Found) -> Handle | None:
    """Read a handle, in whatever case it is typed."""
    try:
        return Handle.parse(words.lower())
    except ValueError:
        found.say("handle", f'"{words}" is no handle; write the name of the partner\'s folder', node)
        return None
