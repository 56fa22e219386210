"""Find where a cursor is in the front matter: the keys that lead to it, and what has been typed so far.

While somebody types, the text is seldom valid YAML, so this module looks only at the lines and their indentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from apjournal.format.text.document import Document, split_text
from apjournal.format.yaml.fields import make_canonical
from apjournal.patterns import make_pattern

ITEM = "-"
"""The element of a path that means an item of a list."""
_STOP = r"(?=[ \t\r]|$)"
_TOKEN = make_pattern(
    rf"[ \t]*(?:(?P<item>-){_STOP}|(?P<key>\"[^\"]*\"|'[^']*'|[^\s:#\-\[{{](?:[^:#]*[^:# \t])?)[ \t]*:{_STOP})"
)
_FLOW = make_pattern(r"\[(?:.*,)?[ \t]*")
_QUOTES = "\"'"


class Token(Struct, frozen=True):
    """A key or the hyphen of a list item, with its offsets and its column from 0.

    `name` is in the format's spelling.
    """

    name: str
    start: int
    end: int
    column: int


class Line(Struct, frozen=True):
    """A line of the front matter: its hyphens and its key, and the offset of the text that follows them."""

    tokens: tuple[Token, ...]
    start: int
    rest: int
    text: str

    @property
    def has_value(self) -> bool:
        """Whether anything but a comment follows the tokens."""
        rest = self.text[self.rest - self.start :].strip()
        return bool(rest) and not rest.startswith("#")


class Cursor(Struct, frozen=True):
    """The position of a cursor.

    - `path`: the keys that lead to it, outermost first, with `ITEM` for an item of a list.
    - `typed`: the text before the cursor that belongs to none of them, and `start`: its offset.
    - `after_key`: whether that text is the value of the last key. Otherwise, it may become a key or an item.
    """

    path: tuple[str, ...]
    typed: str
    start: int
    after_key: bool


def get_front_matter(text: str) -> Document | None:
    """Return the document in a text that has front matter, otherwise None."""
    document, _ = split_text(text)
    return document if document and document.has_front else None


def is_closed(document: Document) -> bool:
    """Whether a second fence ends the front matter. Without one, all the text belongs to it, as while it is typed."""
    return document.front_end < document.body_start


def read_line(text: str, start: int, end: int) -> Line:
    """Read the line between two offsets."""
    tokens: list[Token] = []
    at = start
    while (match := _TOKEN.match(text, at, end)) is not None:
        group = "item" if match["item"] else "key"
        name = ITEM if match["item"] else make_canonical(match["key"].strip(_QUOTES))
        tokens.append(Token(name, match.start(group), match.end(group), match.start(group) - start))
        at = match.end()
        if group == "key":
            break
    rest = at + len(text[at:end]) - len(text[at:end].lstrip(" \t"))
    return Line(tuple(tokens), start, rest, text[start:end])


def find_cursor(document: Document, offset: int) -> Cursor | None:
    """Return the position of a cursor, or None outside the front matter."""
    text, first = document.text, document.front_start
    last = document.front_end - 1 if is_closed(document) else document.front_end
    if not first <= offset <= max(last, first):
        return None
    start = text.rfind("\n", 0, offset) + 1
    line = read_line(text, start, offset)
    path = [*_find_parents(text, first, line), *(token.name for token in line.tokens)]
    typed, begin = text[line.rest : offset], line.rest
    after_key = bool(line.tokens) and line.tokens[-1].name != ITEM
    flow = _FLOW.match(typed)
    if flow:
        path, typed, begin, after_key = [*path, ITEM], typed[flow.end() :], begin + flow.end(), False
    return Cursor(tuple(path), typed, begin, after_key)


def find_key_at(document: Document, offset: int) -> tuple[tuple[str, ...], Token] | None:
    """Return the path and the token of the key at an offset, or None if there is no key."""
    text = document.text
    if not document.front_start <= offset < document.front_end:
        return None
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = read_line(text, start, len(text) if end < 0 else end)
    key = line.tokens[-1] if line.tokens else None  # hyphens may come before it
    if key is not None and key.name != ITEM and key.start <= offset <= key.end:
        names = [token.name for token in line.tokens]
        return (*_find_parents(text, document.front_start, line), *names), key
    return None


def _find_parents(text: str, first: int, line: Line) -> list[str]:
    """Return the names of the keys and items that contain a line, outermost first."""
    column = line.tokens[0].column if line.tokens else line.rest - line.start
    is_item = bool(line.tokens) and line.tokens[0].name == ITEM
    names: list[str] = []
    for earlier in _list_lines_before(text, first, line.start):
        for token in reversed(earlier.tokens):
            # A list may have the column of its key.
            opens = is_item and token.column == column and token.name != ITEM and not earlier.has_value
            if token.column < column or opens:
                names.append(token.name)
                column, is_item = token.column, token.name == ITEM
        if column == 0 and not is_item:
            break
    return names[::-1]


def _list_lines_before(text: str, first: int, start: int) -> Iterator[Line]:
    """Yield the lines between the offsets `first` and `start` that have a hyphen or a key, the last one first."""
    while start > first:
        end = start - 1
        start = max(text.rfind("\n", 0, end) + 1, first)
        line = read_line(text, start, end)
        if line.tokens:
            yield line
