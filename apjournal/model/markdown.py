"""Read the lines of Markdown: which lines are headings, and which are inside a fenced code block or a comment.

Everything that reads, merges or shows a body uses this module, so that a `#` in a code block is never a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from apjournal.patterns import make_pattern

BULLETS = "-*+•·–—"
"""The marks of a list in the text of a file: those of Markdown, and those that phones type."""
BOXES = "☐☑☒✓✔✗✘✅❌❎⬜⬛🔲🔳"
"""Characters that people type as the box of a task, empty or ticked."""
OTHER_MARKS = f"◦▪▫●○■□‣⁃∙▸►{BOXES}"
"""Other marks that people type before an item.

Only the author knows whether such an item is a goal, part of a goal, or done.
"""
_MARKS = make_pattern(r" {0,3}(?P<marks>#+)")
_COMMENT, _COMMENT_END = re.compile(r" {0,3}<!--"), "-->"
_FENCES = ("`", "~")
_FENCE = make_pattern(r"[ \t]*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")


class MarkdownLine(Struct, frozen=True, gc=False):
    """A line without its newline, and the offset of its start.

    - `level`: the number of `#` marks of a heading, or 0 for any other line.
    - `title`: the text of a heading.
    - `is_code`: whether the line is inside a fenced block, or is one of its fences or a comment (`<!-- … -->`).

    The space after the marks of a heading may be missing, because phones omit it. A `#` after four spaces or a tab
    does not begin a heading (CommonMark).
    """

    text: str
    start: int
    level: int = 0
    title: str = ""
    is_code: bool = False


def read_markdown_lines(text: str, start: int = 0) -> Iterator[MarkdownLine]:
    """Yield the lines of `text` from the offset `start` on, which must be the beginning of a line."""
    fence, comment_end = "", -1
    may_close = True  # whether the end of a comment may follow: looked for once, not for each comment that is open
    for line in text[start:].split("\n"):
        words = line.lstrip(" \t")
        first = words[:1]
        if first == "<" and may_close and not fence and comment_end < start and _COMMENT.match(line):
            comment_end = text.find(_COMMENT_END, start)
            may_close = comment_end >= 0
        if start <= comment_end:
            yield MarkdownLine(line, start, is_code=True)
        elif fence:
            yield MarkdownLine(line, start, is_code=True)
            fence = "" if _is_closing(fence, words.rstrip()) else fence
        elif first in _FENCES and (opened := _FENCE.match(line)):
            fence = opened["fence"]
            yield MarkdownLine(line, start, is_code=True)
        elif first == "#" and (heading := _MARKS.match(line)):
            yield MarkdownLine(line, start, len(heading["marks"]), _read_title(line[heading.end() :]))
        else:
            yield MarkdownLine(line, start)
        start += len(line) + 1


def _read_title(words: str) -> str:
    """Return the title of a heading: its line without the `#` marks before it, and without those that may follow it."""
    return words.lstrip(" \t").rstrip(" \t\r").rstrip("#").rstrip(" \t")


def _is_closing(fence: str, words: str) -> bool:
    """Whether a line closes the code block: it contains marks only, at least as many as opened it (CommonMark)."""
    return words.startswith(fence) and not words.strip(fence[0])
