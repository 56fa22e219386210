"""The sections of a body that mean something: `Steps`, `Log` and `To HANDLE`, with headings of any level.

All else is free Markdown, and what stands in fenced code blocks is not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from apjournal.format.document import Document
from apjournal.format.fields import as_day, canonical
from apjournal.format.goal_names import GoalNames
from apjournal.model.finding import Span
from apjournal.model.handle import Handle
from apjournal.model.week import Kind, LogLine, Message, MessageKind, Step

K = TypeVar("K", Kind, MessageKind)

_KINDS = {kind.value: kind for kind in Kind}
_MESSAGE_KINDS = {kind.value: kind for kind in MessageKind}
# A heading, a fence of code, or a list item with the indented lines that go on with it.
_LINE = re.compile(
    r"^(?:[ \t]*(?P<code>```+|~~~+)(?P<info>[^\n]*)"
    r"| {0,3}(?P<level>#{1,6})[ \t]+(?P<title>[^\n]*)"
    r"|(?P<indent>[ \t]*)[-*+][ \t]+(?P<item>\S[^\n]*(?:\n[ \t]+(?!(?:[-*+]|\d+[.)])[ \t]|```|~~~)\S[^\n]*)*))",
    re.MULTILINE,
)
_AFTER_DAY = ("", " ", "\t", ":")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What a week's body says, each in the order of the file."""

    steps: tuple[Step, ...] = ()
    log: tuple[LogLine, ...] = ()
    messages: tuple[Message, ...] = ()


def read_body(document: Document, goals: GoalNames) -> BodyParts:
    """Give the steps, the log and the messages of a body; nothing in it can be wrong."""
    text, start = document.text, document.body_start
    if text.find("#", start) < 0:
        return BodyParts()
    parts: dict[str, list[Any]] = {"steps": [], "log": [], "messages": []}
    section, depth, code = None, 0, ""
    line, counted = text.count("\n", 0, start) + 1, start
    for match in _LINE.finditer(text, start):
        if match.lastgroup == "info":
            code = _code_after(code, match)
        elif code:
            continue
        elif match.lastgroup == "title":
            level = len(match["level"])
            named = _section(match["title"])
            if named or level <= depth:
                section, depth = named, level
        elif section:
            begin = match.end("indent")
            line, counted = line + text.count("\n", counted, begin), begin
            item = match["item"].rstrip()
            span = Span(begin, match.start("item") + len(item), line, begin - match.start() + 1)
            _add(parts, section, " ".join(item.split()) if "\n" in item else item, goals, span)
    return BodyParts(tuple(parts["steps"]), tuple(parts["log"]), tuple(parts["messages"]))


def _code_after(code: str, match: re.Match[str]) -> str:
    """Give the fence of the code block that is open after this one, if any."""
    fence = match["code"]
    if not code:
        return fence
    closes = fence.startswith(code) and not match["info"].strip()
    return "" if closes else code


def _section(title: str) -> tuple[str, str] | None:
    """Say which section a heading begins: steps, log, or messages and to whom."""
    words = title.strip(" \t\r#:").lower().split()
    if words in (["steps"], ["log"]):
        return words[0], ""
    if len(words) == 2 and words[0] == "to" and Handle.is_valid(words[1]):
        return "messages", words[1]
    return None


def _add(parts: dict[str, list[Any]], section: tuple[str, str], item: str, goals: GoalNames, span: Span) -> None:
    """Read one list item of a section."""
    name, to = section
    if name == "messages":
        kind, words = _kind(item, _MESSAGE_KINDS)
        parts[name].append(Message(to, kind, words, span))
    elif name == "log":
        day = as_day(item[:10]) if item[10:11] in _AFTER_DAY else None
        kind_, words = _kind(item[10:].lstrip(" \t:") if day else item, _KINDS)
        parts[name].append(LogLine(day, kind_, words, span))
    elif task := _TASK.match(item):
        words = item[task.end() :]
        goal, colon, what = words.partition(":")
        identity = goals.find(goal.strip()) if colon and what.strip() else None
        parts[name].append(Step(identity, what.strip() if identity else words, task[1] != " ", span))


def _kind(item: str, kinds: dict[str, K]) -> tuple[K | None, str]:
    """Take the kind off `KIND: words`; without one all of it is words."""
    head, colon, words = item.partition(":")
    kind = kinds.get(canonical(head)) if colon else None
    return (None, item) if kind is None else (kind, words.strip())
