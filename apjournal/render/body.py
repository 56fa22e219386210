"""The free text of a week, as it was written: headings stand out, lists hang, long lines go on beneath."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apjournal.render.terminal import Page, accent

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?)(.*)")
_MESSAGES = re.compile(r"to \S+\s*:?", re.IGNORECASE)


def text(page: Page, body: str, *, indent: int = 2, messages: bool = True) -> None:
    """Write a body; without `messages`, leave out the sections that hold some, which are told elsewhere."""
    if body.strip():
        page.gap()
    for line in _lines(body, messages=messages):
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if not line.strip():
            page.gap()
        elif heading:
            page.gap()
            page.say(accent(heading[2]), indent=indent)
        elif item:
            page.say(item[1], item[2], indent=indent, hang=len(item[1]))
        else:
            page.say(line, indent=indent)


def sections(body: str, *, messages: bool = True) -> list[tuple[str, list[str]]]:
    """Take a body apart: each heading ("" before the first) with its lines, without marks of lists."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in _lines(body, messages=messages):
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if heading:
            found.append((heading[2], []))
        elif line.strip():
            found[-1][1].append(item[2] if item else line.strip())
    return [(heading, lines) for heading, lines in found if lines]


def _lines(body: str, *, messages: bool) -> Iterator[str]:
    """Give the lines of a body, with the sections that hold `messages` or without them and what stands below them."""
    aside = 0
    for line in body.replace("\r\n", "\n").split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading and (not aside or len(heading[1]) <= aside):
            aside = len(heading[1]) if not messages and _MESSAGES.fullmatch(heading[2]) else 0
        if not aside:
            yield line
