"""Find lists typed below titles such as `Goals` or `Report` in plain text, with their items and unclear lines.

A list consists of items with the same mark and the same indentation. An indented line below an item is part of the
item. After a blank line, other text ends the list. Any other line makes the list unclear, because it may be another
item or belong to one. `plain_weeks` decides what an unclear list means for the week.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from apjournal.format.read.outcomes import is_result
from apjournal.format.text import known_keys
from apjournal.format.text.document import Document
from apjournal.format.text.text import split_at_colon
from apjournal.format.text.titles import match_title, match_title_line, names_week
from apjournal.format.text.typed_list import ITEM, explain_marks
from apjournal.format.yaml.fields import make_canonical, remove_typographic_quotes
from apjournal.model.finding import Span
from apjournal.model.markdown import OTHER_MARKS, MarkdownLine
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import ObstacleKind
from apjournal.patterns import make_pattern

_BOX = make_pattern(rf"\[[ xX/-]?\]|[{OTHER_MARKS}]")
_BOX_AT_END = make_pattern(rf"[{OTHER_MARKS}]\ufe0f?$")
_AT_BOX = rf"[ \t]*(?:[{OTHER_MARKS}]|\[[ xX/-]?\])"
_LIKE_BOX = make_pattern(_AT_BOX)
_RULE = make_pattern(r"[ \t]*(?:[-–—]{2,}|([-–—*_])[ \t]*(?:\1[ \t]*){2,})[ \t\r]*$")
_LIKE_ITEM = make_pattern(rf"{_AT_BOX}|[ \t]*(?:[-–—•·](?![-–—\s])|\d{{1,3}}[.)．）、])")
_KEYS = frozenset(
    {*known_keys.GOAL, *known_keys.OBSTACLE, *known_keys.OUTCOME, *known_keys.HAPPENED, *map(str, ObstacleKind)}
)
_INDENTED = "is indented differently from the item above; write it on that item's line, or indent it like that item"
_NO_ITEM = (
    "is not an item of the list; begin it with a hyphen and a space, or write it on the line of its item, "
    "or write ## before it if it is a title"
)
_OTHER_LIST = "is an item below other text; move it up to the list, or write ## before the title of its own list"
_HAS_BOX = "has a box; begin each item with a hyphen and a space, and write results in a list below a line Report"
_NO_GOAL = "looks like a title or a result, not like a goal; write a title without a hyphen before it"
_MARKS = "ends a list whose marks or numbers differ; begin each item with a hyphen and a space, or number them 1, 2, 3"


class PlainItem(Struct, frozen=True):
    """An item: the offset and the text of its first line, its mark, and its words with those of the lines below it."""

    line: MarkdownLine
    mark: str
    words: str

    @property
    def number(self) -> int | None:
        """The number before the item, or None."""
        return int(self.mark[:-1]) if self.mark[0].isdecimal() else None


class Unclear(Struct, frozen=True):
    """A line with more than one meaning, and the end of a sentence that says why, and what to type instead."""

    line: MarkdownLine
    reason: str

    @property
    def sentence(self) -> str:
        """The sentence about the line, without its full stop."""
        return f'"{self.line.text.strip()}" {self.reason}'


class PlainSection(Struct, frozen=True):
    """A title that means a key, and the list below it.

    The list ends at the offset `end`, after the line `last`. `unclear` is its first unclear line, or None. `text` is
    the first line of other text that is more than the name of the week, otherwise the first such line, or None.
    """

    key: str
    title: MarkdownLine
    items: tuple[PlainItem, ...]
    last: MarkdownLine
    end: int
    unclear: Unclear | None
    text: MarkdownLine | None


def find_plain_sections(lines: Sequence[MarkdownLine], own: ResultWords = NO_WORDS) -> tuple[PlainSection, ...]:
    """Return the sections below titles that mean a key. `lines` are the last lines of a text, or all of them.

    `own` are the user's own words for results.
    """
    titles = [number for number in range(len(lines)) if lines[number].level or _find_key(lines, number)]
    ends = [*titles[1:], len(lines)]
    named = [(_find_key(lines, at), at, end) for at, end in zip(titles, ends, strict=False)]
    length = lines[-1].start + len(lines[-1].text)
    return tuple(_read_section(key, lines[at], lines[at + 1 : end], length, own) for key, at, end in named if key)


def _find_key(lines: Sequence[MarkdownLine], at: int) -> str | None:
    line = lines[at]
    if line.is_code or (line.text[:1] in (" ", "\t") and at and lines[at - 1].text.strip()):
        return None  # an indented line below another is part of it
    return match_title_line(line)


class _Lines:
    """The lines below a title, read one by one."""

    def __init__(self, title: MarkdownLine) -> None:
        self.items: list[PlainItem] = []
        self._more: list[str] = []
        self.last = title
        self.unclear: Unclear | None = None
        self.text: MarkdownLine | None = None
        self._column = 0
        self._is_after_blank = False

    def add(self, line: MarkdownLine) -> None:
        is_rule = bool(_RULE.match(line.text)) and not line.is_code
        if is_rule and self.items:
            self.text = self.text or line
        elif is_rule or not line.text.strip():
            self._is_after_blank = True
        else:
            self._add_words(line)
            self._is_after_blank = False

    def _add_words(self, line: MarkdownLine) -> None:
        item = None if line.is_code else ITEM.match(line.text)
        indent = len(line.text) - len(line.text.lstrip(" \t"))
        if self.text is not None and self.items:
            if item or _LIKE_ITEM.match(line.text):
                self._mark_unclear(line, _OTHER_LIST)
        elif item and (not self.items or indent == self._column):
            if self.text:
                self._mark_unclear(self.text, _NO_ITEM)
            self._column = indent
            self.finish()
            self.items.append(PlainItem(line, item["mark"], line.text[item.end() :].strip()))
            self.last = line
        elif item or _LIKE_ITEM.match(line.text):
            self._mark_unclear(line, _INDENTED if item else _HAS_BOX if _LIKE_BOX.match(line.text) else _NO_ITEM)
        elif not self.items:
            self.text = line if self.text is None or names_week(self.text.text) else self.text
        elif self._is_after_blank and indent <= self._column:
            self.text = line
        elif self._is_after_blank or indent <= self._column or line.is_code or _has_key(line.text):
            self._mark_unclear(line, _NO_ITEM)
        else:
            self._more.append(line.text.strip())
            self.last = line

    def finish(self) -> None:
        """Add the lines below the last item to its words."""
        if self._more:
            before = self.items[-1]
            self.items[-1] = PlainItem(before.line, before.mark, " ".join((before.words, *self._more)).strip())
            self._more = []

    def _mark_unclear(self, line: MarkdownLine, reason: str) -> None:
        self.unclear = self.unclear or Unclear(line, reason)


def _has_key(text: str) -> bool:
    """Whether a line begins with a key of a goal or an event, and so does not continue the words above it."""
    parts = split_at_colon(text)
    return parts is not None and make_canonical(parts[0]) in _KEYS


def _read_section(
    key: str, title: MarkdownLine, below: Sequence[MarkdownLine], length: int, own: ResultWords
) -> PlainSection:
    """Read the lines `below` a title. `length` is the length of the whole text, whose last line has no newline."""
    lines = _Lines(title)
    for line in below:
        lines.add(line)
    lines.finish()
    last = lines.last
    following = (line.start for line in below if line.start > last.start and line.text.strip())
    final = below[-1] if below else title
    end = next(following, final.start + len(final.text) + 1)
    items = tuple(_list_items(key, lines.items))
    unclear = lines.unclear or _find_unclear_item(key, items, own)
    return PlainSection(key, title, items, last, min(end, length), unclear, lines.text)


def _list_items(key: str, items: Sequence[PlainItem]) -> Sequence[PlainItem]:
    """Return the items that count: those with words, and empty results before others, which mean "none yet"."""
    count = max((at for at, item in enumerate(items, 1) if item.words), default=0)
    return [item for item in items[:count] if item.words or (key == "outcomes" and item.number is None)]


def _find_unclear_item(key: str, items: Sequence[PlainItem], own: ResultWords) -> Unclear | None:
    for item in items:
        if key == "goals" and (_BOX.match(item.words) or _BOX_AT_END.search(item.words)):
            return Unclear(item.line, _HAS_BOX)
        if key == "goals" and (match_title(item.words) or is_result(item.words, own)):
            return Unclear(item.line, _NO_GOAL)
    if explain_marks([item.mark for item in items], by_number=key == "outcomes"):
        return Unclear(items[-1].line, _MARKS)
    return None


def write_words(item: PlainItem) -> str:
    """Return the words of an item, without typographic quotes that enclose all of them."""
    return remove_typographic_quotes(item.words) or item.words


def make_line_span(document: Document, line: MarkdownLine) -> Span:
    """Return the position of a line, without the blanks at its end."""
    return document.make_span(line.start, line.start + len(line.text.rstrip()))
