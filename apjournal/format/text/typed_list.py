"""Recognise lists as people type them in front matter, and write their items in the proper form.

A list has one meaning if all its marks are alike and its numbers count from 1. Under `outcomes`, the number before an
item is the number of its goal. Any other list may have parts of items among its items, so only its author can repair
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from apjournal.format.text.document import Document
from apjournal.format.text.text import find_line_end, make_span_in
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit
from apjournal.model.markdown import BULLETS
from apjournal.patterns import make_pattern

ITEM = make_pattern(
    rf"(?P<indent>[ \t]*)(?P<mark>[{BULLETS}]|\d{{1,3}}[.)．）])"
    rf"(?:(?P<gap>[ \t\u00a0\u3000]+)(?=\S)|(?P<empty>)(?=[ \t\u00a0\u3000\r]*$)|(?<=[-–—•·])(?=[^{BULLETS}\s\d<>=]))"
)
"""Matches the mark of an item and the space after it.

Between a hyphen or a dot and a word, the space may be missing. Before a digit, it may not, because the hyphen may be a
minus sign.
"""
_KEY = make_pattern(r"[ \t]*(?:-[ \t]+)*(?P<key>[^\W\d][\w \t-]*):(?:[ \t]+#.*)?[ \t\r]*")
_FAMILIES = {**dict.fromkeys("-–—", "-"), **dict.fromkeys("•·", "•")}
_BY_NUMBER = frozenset({"outcomes", "amended"})


class _Item(Struct, frozen=True):
    """An item: the offsets of its line, its mark and its words, the mark itself, and the space after it.

    `gap` is None if a word follows the mark without a space, and empty if no word follows.
    """

    line: int
    start: int
    end: int
    mark: str
    gap: str | None

    @property
    def is_proper(self) -> bool:
        return self.mark == "-" and self.gap is not None and self.gap.strip(" \t") == ""


class TypedList(Struct, frozen=True):
    """A list in front matter: the name of the key above it, the column of that key, its lines and its items.

    `lines` contains the offsets of the lines with text.
    """

    key: str
    key_column: int
    lines: tuple[int, ...]
    items: tuple[_Item, ...]
    end: int

    @property
    def first_to_repair(self) -> int | None:
        """The offset of the first mark that the format does not allow, or None."""
        return next((item.start for item in self.items if not item.is_proper), None)

    def explain_unclear(self) -> str | None:
        """Return why only its author knows what this list means, or None if it has one meaning."""
        return explain_marks([item.mark for item in self.items], by_number=self.key in _BY_NUMBER)

    def write_items(self) -> tuple[TextEdit, ...]:
        """Return the edits that write all items in the proper form. Call this only for a list that has one meaning."""
        if self.key not in _BY_NUMBER or not self.items[0].mark[0].isdecimal():
            return tuple(_write_hyphen(item) for item in self.items if not item.is_proper)
        column = self.items[0].start - self.items[0].line
        indent = " " * (column if column > self.key_column else self.key_column + 2)
        numbered = {item.line for item in self.items}
        inside = (line for line in self.lines if line not in numbered and column <= self.key_column)
        return (
            *(TextEdit(item.line, item.end, f"{indent}{write_number(item.mark)}") for item in self.items),
            *(TextEdit(line, line, "  ") for line in inside),
        )


def _write_hyphen(item: _Item) -> TextEdit:
    if item.gap is None or item.gap.strip(" \t"):
        return TextEdit(item.start, item.end, "- ")
    return TextEdit(item.start, item.start + len(item.mark), "-")


def write_number(mark: str) -> str:
    """Return the number before an item (`mark`) as the key of a goal."""
    return f"{int(mark[:-1])}: "


def explain_marks(marks: Sequence[str], *, by_number: bool) -> str | None:
    """Return why a list with these marks has more than one meaning, or None if it has one.

    With `by_number`, the number before an item is the number of a goal. Otherwise, numbers must count from 1.
    """
    other = next((mark for mark in marks if _get_family(mark) != _get_family(marks[0])), None)
    if other:
        return (
            f'Some items of this list begin with "{marks[0]}", others with "{other}"; '
            "begin each item with a hyphen and a space, and write its parts on its line"
        )
    if not marks or not marks[0][0].isdecimal():
        return None
    numbers = [int(mark[:-1]) for mark in marks]
    if by_number:
        last = {number: at for at, number in enumerate(numbers)}
        twice = next((number for at, number in enumerate(numbers) if last[number] != at), None)
        return None if twice is None else f"The number {twice} appears twice in this list; write each goal's own number"
    if numbers == list(range(1, len(numbers) + 1)):
        return None
    return "The numbers of this list are not 1, 2, 3 …; begin each item with a hyphen and a space"


def _get_family(mark: str) -> str:
    return f"1{mark[-1]}" if mark[0].isdecimal() else _FAMILIES.get(mark, mark)


def find_typed_list(document: Document, at: int) -> TypedList | None:
    """Return the list with an item on the line at the offset `at`, or None if the line is not below the key of a list.

    Blank lines and lines with more indentation may be between the items.
    """
    text, low, high = document.text, document.front_start, document.front_end
    start = text.rfind("\n", 0, at) + 1
    item = ITEM.match(text, start, find_line_end(text, start))
    if item is None or start < low:
        return None
    column = len(item["indent"])
    lines = []
    above = start
    while above > low:
        above = text.rfind("\n", 0, above - 1) + 1
        if not _is_in_list(text, above, column):
            break
        lines.append(above)
    else:
        return None
    lines = [*reversed(lines), start]
    key = _KEY.fullmatch(text, above, find_line_end(text, above))
    below = find_line_end(text, start) + 1
    while below < high and _is_in_list(text, below, column):
        lines.append(below)
        below = find_line_end(text, below) + 1
    with_text = [line for line in lines if text[line : find_line_end(text, line)].strip()]
    matches = [(line, ITEM.match(text, line, find_line_end(text, line))) for line in with_text]
    items = [
        _Item(line, match.start("mark"), match.end(), match["mark"], match["gap"] or match["empty"])
        for line, match in matches
        if match and len(match["indent"]) == column
    ]
    if key is None or with_text[0] != items[0].line:
        return None
    name = "_".join(key["key"].lower().replace("-", " ").replace("_", " ").split())
    last = find_line_end(text, with_text[-1])
    return TypedList(name, key.start("key") - above, tuple(with_text), tuple(items), last)


def _is_in_list(text: str, line: int, column: int) -> bool:
    """Whether a line is an item in the column `column`, part of an item, or empty."""
    end = find_line_end(text, line)
    words = text[line:end].lstrip(" \t")
    indent = end - line - len(words)
    return not words.strip() or indent > column or (indent == column and ITEM.match(text, line, end) is not None)


def find_typed_lists(document: Document) -> Iterator[TypedList]:
    """Yield the lists of the front matter, in their order."""
    seen = set[int]()
    at = document.front_start
    while at < document.front_end:
        found = find_typed_list(document, at) if at not in seen else None
        if found:
            seen.update(item.line for item in found.items)
            yield found
        at = find_line_end(document.text, at) + 1


def make_list_finding(document: Document, typed: TypedList, at: int) -> Finding:
    """Return a finding about a list in another form. `at` is the offset of the first mark that is not allowed.

    The finding has a repair if the list has only one meaning.
    """
    mark = next(item.mark for item in typed.items if item.start == at)
    span = make_span_in(document.text, at, at + len(mark))
    unclear = typed.explain_unclear()
    if unclear:
        return make_finding("bullet", unclear, span)
    edits = typed.write_items()
    if edits[0].text.endswith(": "):
        example = f"{edits[0].text.strip()} done"
        message = f'The number of a goal is written with a colon before its result, as in "{example}"'
        return make_finding("bullet", message, span, "writes a colon after each number", edits)
    if mark == "-":
        return make_finding("bullet", "A list item begins with a hyphen and a space", span, "writes - ", edits)
    message = f'A list item begins with a hyphen and a space, not with "{mark}"'
    return make_finding("bullet", message, span, "writes -", edits)
