"""The lines of a body, read once for all rules about titles, results and keys that somebody typed there.

The patterns of each rule take longer to compile than a week takes to read, and most bodies contain nothing that the
rule is about. So each rule looks at the beginnings of the lines first.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from apjournal.format.text.document import Document
from apjournal.model.markdown import BULLETS, MarkdownLine, read_markdown_lines

_LENGTH = 4
_MARKS = f" \t\r#*_{BULLETS}0123456789.)．）:"
"""The characters that may be before the first word of an item or a title, and after the only word of a title."""


class TypedLines(Struct, frozen=True):
    """The lines of a body, and the first letters of each in lowercase, after any marks."""

    lines: tuple[MarkdownLine, ...]
    beginnings: tuple[str, ...]

    def find_beginnings(self, words: frozenset[str]) -> list[int]:
        """Return the numbers of the lines that may begin with one of `words`, which come from `cut_prefixes`.

        A line that begins with a character outside ASCII always counts, because it may be another form of a digit or a
        letter.
        """
        if words.isdisjoint(self.beginnings) and "".join(self.beginnings).isascii():
            return []
        return [at for at, begin in enumerate(self.beginnings) if begin in words or not begin.isascii()]


def cut_prefixes(*words: str) -> frozenset[str]:
    """Return the first letters of each word, for comparison with those of lines."""
    return frozenset(_cut_all(words))


def read_typed_lines(document: Document) -> TypedLines:
    """Return the lines of the body of a document."""
    lines = tuple(read_markdown_lines(document.text, document.body_start))
    return TypedLines(lines, _cut_all([line.text for line in lines]))


def _cut_all(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple([text.lstrip(_MARKS)[:_LENGTH].rstrip(_MARKS).lower() for text in texts])
