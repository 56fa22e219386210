"""The sections of a body that mean something: `Steps`, `Log` and `To HANDLE`, with headings of any level.

All else is free Markdown, and what stands in fenced code blocks is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from apjournal.format.document import Document
from apjournal.format.fields import as_day, canonical
from apjournal.format.goal_names import GoalNames
from apjournal.format.quick import quick
from apjournal.model.finding import Span
from apjournal.model.handle import Handle
from apjournal.model.week import Kind, LogLine, Message, MessageKind, Step

K = TypeVar("K", Kind, MessageKind)

_KINDS = {kind.value: kind for kind in Kind}
_MESSAGE_KINDS = {kind.value: kind for kind in MessageKind}
_BULLETS = ("-", "*", "+")
_span, _step, _log_line, _message = quick(Span), quick(Step), quick(LogLine), quick(Message)


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What a week's body says, each in the order of the file."""

    steps: tuple[Step, ...] = ()
    log: tuple[LogLine, ...] = ()
    messages: tuple[Message, ...] = ()


_NOTHING = BodyParts()


def read_body(document: Document, goals: GoalNames) -> BodyParts:
    """Give the steps, the log and the messages of a body; nothing in it can be wrong."""
    text, start = document.text, document.body_start
    if text.find("#", start) < 0:
        return _NOTHING
    parts = _Parts(goals)
    read: Callable[[str, Span], None] | None = None
    depth, code, before = 0, "", text.count("\n", 0, start) + 1
    lines = text[start:].split("\n")
    for number, line in enumerate(lines):
        words = line.strip()
        sign = words[:1]
        if code or sign == "`" or sign == "~":
            code = _code_after(code, words)
        elif sign == "#":
            title = words.lstrip("#")
            level = len(words) - len(title)
            section = parts.section(title)
            if section is not None or level <= depth:
                read, depth = section, level
        elif read is not None and sign in _BULLETS and words[1:2].isspace():
            indent = line.index(sign)
            end = start + len(line.rstrip())
            following = number + 1
            if following < len(lines) and lines[following][:1] in (" ", "\t"):
                more = _continued(lines, following)
                if more:
                    end += len("\n".join(lines[number : following + len(more)]).rstrip()) - len(line.rstrip())
                    words = " ".join((words, *more))
            read(words[1:].lstrip(), _span(start + indent, end, before + number, indent + 1))
        start += len(line) + 1
    return BodyParts(tuple(parts.steps), tuple(parts.log), tuple(parts.messages))


def _continued(lines: Sequence[str], at: int) -> list[str]:
    """Give the indented lines, from `at`, that go on with the item before them."""
    more: list[str] = []
    while at < len(lines) and lines[at][:1] in (" ", "\t"):
        words = lines[at].strip()
        if not words or words[0] in "#`~" or (words[0] in _BULLETS and words[1:2].isspace()):
            break
        more.append(words)
        at += 1
    return more


def _code_after(code: str, words: str) -> str:
    """Give the fence of the code block that is open after a line of `words`, if any."""
    run = words[: len(words) - len(words.lstrip(words[:1]))]
    if code:
        return "" if run.startswith(code) and run == words else code
    return run if len(run) >= 3 else ""


class _Parts:
    """The parts of a body as they are read, item by item."""

    def __init__(self, goals: GoalNames) -> None:
        self.goals = goals
        self.steps: list[Step] = []
        self.log: list[LogLine] = []
        self.messages: list[Message] = []

    def section(self, title: str) -> Callable[[str, Span], None] | None:
        """Say what reads the items under a heading; None for one that means nothing here."""
        words = title.strip(" \t#:").lower().split()
        if words == ["steps"]:
            return self.step
        if words == ["log"]:
            return self.log_line
        if len(words) == 2 and words[0] == "to" and Handle.is_valid(words[1]):
            return lambda item, span: self.message(words[1], item, span)
        return None

    def step(self, item: str, span: Span) -> None:
        """Read `[ ] GOAL: text`; an item without a box is no task."""
        box, words = item[:3], item[3:].lstrip()
        if box in ("[ ]", "[x]", "[X]") and item[3:4].isspace() and words:
            goal, _, what = words.partition(":")
            what = what.strip()
            identity = self.goals.find(goal.strip()) if what else None
            self.steps.append(_step(identity, what if identity else words, box != "[ ]", span))

    def log_line(self, item: str, span: Span) -> None:
        """Read `DATE KIND: text`, of which date and kind may be missing."""
        day = as_day(item[:10]) if item[10:11] in ("", " ", "\t", ":") else None
        kind, words = _kind(item[10:].lstrip(" \t:") if day else item, _KINDS)
        self.log.append(_log_line(day, kind, words, span))

    def message(self, to: str, item: str, span: Span) -> None:
        """Read `ask: text`, or plain text."""
        kind, words = _kind(item, _MESSAGE_KINDS)
        self.messages.append(_message(to, kind, words, span))


def _kind(item: str, kinds: dict[str, K]) -> tuple[K | None, str]:
    """Take the kind off `KIND: words`; without one all of it is words."""
    head, colon, words = item.partition(":")
    kind = kinds.get(head) or kinds.get(canonical(head)) if colon else None
    return (None, item) if kind is None else (kind, words.strip())
