"""The free text of a week on a screen: without the `#` of headings, with hanging lists and wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from apjournal.model.markdown import BULLETS, MarkdownLine, read_markdown_lines
from apjournal.model.week import Message
from apjournal.patterns import make_pattern
from apjournal.render.layout.page import Page, make_accent

_ITEM = make_pattern(rf"(\s*(?:[{BULLETS}]|\d+[.)])\s+(?:\[[ xX]\]\s+)?)(.*)")
_MESSAGES = make_pattern(r"to (\S+?)\s*:?", re.IGNORECASE)


def show_body(page: Page, body: str, *, indent: int = 2, without: Iterable[Message] = ()) -> None:
    """Add the body of a week. Leave out the sections with the messages `without`, which are shown elsewhere."""
    if body.strip():
        page.add_gap()
    for line in _filter_lines(body, without):
        item = None if line.is_code else _ITEM.fullmatch(line.text)
        if not line.text.strip():
            page.add_gap()
        elif line.level:
            page.add_gap()
            page.add_paragraph(make_accent(line.title), indent=indent)
        elif item:
            page.add_paragraph(item[1], item[2], indent=indent, hang=len(item[1]))
        else:
            page.add_paragraph(line.text, indent=indent)


def split_sections(body: str, *, without: Iterable[Message] = ()) -> list[tuple[str, list[str]]]:
    """Return each heading of a body with the lines below it, without list markers.

    Lines before the first heading are under "". The sections with the messages `without` are left out.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in _filter_lines(body, without):
        item = None if line.is_code else _ITEM.fullmatch(line.text)
        if line.level:
            found.append((line.title, []))
        elif line.text.strip():
            found[-1][1].append(item[2] if item else line.text.strip())
    return [(heading, lines) for heading, lines in found if lines]


def _filter_lines(body: str, without: Iterable[Message]) -> Iterator[MarkdownLine]:
    """Yield the lines of a body, except those of sections with the messages `without`."""
    left_out, readers = 0, {message.to.casefold() for message in without}
    for line in read_markdown_lines(body.replace("\r\n", "\n")):
        if line.level and (not left_out or line.level <= left_out):
            found = _MESSAGES.fullmatch(line.title)
            left_out = line.level if found and found[1].casefold() in readers else 0
        if not left_out:
            yield line
