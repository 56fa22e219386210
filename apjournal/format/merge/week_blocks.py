"""Split a week's text into named parts for merging: keys and items of the front matter, and sections of the body.

Every character belongs to one part. Blank lines and comments belong to the part after them. At the end of the file,
they form a tail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from msgspec import Struct

from apjournal.format.merge.merge_blocks import Block, number_repeated_keys
from apjournal.format.text.document import Document
from apjournal.format.text.section_titles import trim_title
from apjournal.format.yaml.fields import make_canonical
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode, find_content_end
from apjournal.format.yaml.plain_lines import read_nodes_if_valid
from apjournal.model.finding import Places
from apjournal.model.markdown import BULLETS, read_markdown_lines
from apjournal.model.week import Goal
from apjournal.patterns import make_pattern

_COLLECTIONS = frozenset({"goals", "outcomes", "happened", "learned", "amended"})
_ITEM = make_pattern(rf"[ \t]*[{BULLETS}][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_LIST_SECTION = make_pattern(r"steps|log|aims|to[ \t]+[a-z][a-z0-9-]*", re.IGNORECASE)

_NOWHERE: Places = MappingProxyType({})


class Version(Struct, frozen=True):
    """One version of a week's file: the text before the first key, the keys, the second fence, and the sections."""

    opening: str = ""
    front: tuple[Block, ...] = ()
    closing: str = ""
    body: tuple[Block, ...] = ()


def parse_blocks(document: Document, goals: Iterable[Goal] = (), places: Places = _NOWHERE) -> Version:
    """Return the blocks of a week.

    `goals` and `places` come from reading `document`, whose text ends with a newline.
    """
    text = document.text
    root = read_nodes_if_valid(document)
    body = number_repeated_keys(_split_sections(document.body))
    if root is None:
        return Version(text[: document.front_start], (), text[document.front_start : document.body_start], body)
    if root.flow:
        return Version(text[: document.front_end], (), text[document.front_end : document.body_start], body)
    ids = {places["goals", number].start: goal.id for number, goal in enumerate(goals)}
    start = text.rfind("\n", 0, root.start) + 1
    front = _Front(text, ids).make_block("", root, start, document.front_end)
    closing = front.tail + text[document.front_end : document.body_start]
    return Version(text[:start], front.parts or (), closing, body)


class _Front:
    """Splits the nodes of one version into blocks. `ids` maps the offset at which a goal begins to the goal's id."""

    def __init__(self, text: str, ids: dict[int, str]) -> None:
        self._text = text
        self._ids = ids

    def make_block(self, key: str, node: Node, start: int, stop: int) -> Block:
        """Return the block from `start` to `stop` that has `node` as its value."""
        if isinstance(node, Scalar):
            return Block(key, self._text[start:stop], () if node.is_null and key in _COLLECTIONS else None)
        before = [self._get_indent(item) for item in node.children]
        if node.flow or (isinstance(node, SequenceNode) and any(lead.strip(" ") != "-" for lead in before)):
            return Block(key, self._text[start:stop])
        if isinstance(node, SequenceNode):
            named = [(self._make_item_key(key, number, item), item) for number, item in enumerate(node.children, 1)]
        else:
            named = [(make_canonical(name.value), value) for name, value in node.pairs]
        # The first key of an item comes after the hyphen. Everything else begins a line.
        behind_hyphen = isinstance(node, MappingNode) and before[0].strip(" ")
        begin = end = node.children[0].start - (0 if behind_hyphen else len(before[0]))
        parts = []
        for name, value in named:
            first, end = end, self._find_line_after(find_content_end(value))
            parts.append(self.make_block(name, value, first, end))
        return Block(key, self._text[start:begin], number_repeated_keys(parts), self._text[end:stop])

    def _make_item_key(self, key: str, number: int, item: Node) -> str:
        if key == "outcomes":
            return str(number)
        return self._ids.get(item.start) or " ".join(self._text[item.start : find_content_end(item)].split())

    def _get_indent(self, item: Node) -> str:
        return self._text[self._text.rfind("\n", 0, item.start) + 1 : item.start]

    def _find_line_after(self, end: int) -> int:
        return end if self._text[end - 1] == "\n" else self._text.index("\n", end) + 1


def _split_sections(body: str) -> Iterator[Block]:
    """Yield the sections of a body, each with the blank lines before its heading."""
    read = list(read_markdown_lines(body))[:-1]  # nothing follows the last newline
    lines = [f"{line.text}\n" for line in read]
    starts, titles = [0], [""]
    for number, line in enumerate(read):
        if line.level:
            start = number
            while start > starts[-1] and not lines[start - 1].strip():
                start -= 1
            starts.append(start)
            known = trim_title(line.title)
            titles.append(known if _LIST_SECTION.fullmatch(known) else line.title.strip(" \t:"))
    for start, stop, title in zip(starts, [*starts[1:], len(lines)], titles, strict=True):
        if start < stop:
            yield _make_section(lines[start:stop], title)


def _make_section(lines: list[str], title: str) -> Block:
    if not _LIST_SECTION.fullmatch(title):
        return Block(title.casefold(), "".join(lines))
    end = len(lines)
    while not lines[end - 1].strip():
        end -= 1
    starts = [number for number, line in enumerate(lines[:end]) if _ITEM.match(line)] or [end]
    items = (
        Block(" ".join(_ITEM.sub("", text, count=1).split()), text)
        for text in ("".join(lines[here:there]) for here, there in zip(starts, [*starts[1:], end], strict=True))
        if text
    )
    return Block(title.casefold(), "".join(lines[: starts[0]]), number_repeated_keys(items), "".join(lines[end:]))
