"""Read the sections of a body that apj knows: `Steps`, `Log` and `To HANDLE`, with headings of any level.

Everything else is free Markdown. Fenced code blocks are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct, field

from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.read.typed.plain_sections import find_plain_sections
from apjournal.format.read.typed.plain_weeks import has_one_meaning
from apjournal.format.read.typed.typed_lines import TypedLines, cut_prefixes
from apjournal.format.text.document import Document
from apjournal.format.text.known_keys import IN_BODY, SAID_BY_PATH, WEEK
from apjournal.format.text.section_titles import parse_section_title
from apjournal.format.text.slug import make_slug
from apjournal.format.text.text import split_at_colon
from apjournal.format.text.typed_list import ITEM
from apjournal.format.yaml.fields import make_canonical, parse_date
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Places, Span, TextEdit
from apjournal.model.markdown import BULLETS, MarkdownLine, read_markdown_lines
from apjournal.model.result_words import ResultWords
from apjournal.model.week import LogLine, Message, MessageKind, ObstacleKind, Step
from apjournal.patterns import make_pattern

K = TypeVar("K", ObstacleKind, MessageKind)

_KINDS = {kind.value: kind for kind in ObstacleKind}
_MESSAGE_KINDS = {kind.value: kind for kind in MessageKind}
_LISTS = make_pattern(r"(?:goals|outcomes|happened|amended|learned)[ \t]*:", re.IGNORECASE)
_KEY_WORDS = cut_prefixes(*{*WEEK} - {*SAID_BY_PATH})
_BULLETS = frozenset(BULLETS)
_BLANKS = (" ", "\t")
_BOXES = ("[ ]", "[x]", "[X]")
# A quote, a table, HTML, a mark of a merge conflict, a numbered item, or a bullet without the space after it.
_BEGINS_ANEW = make_pattern(r"[>|<=•–—+-]|\d{1,9}[.)][ \t]")
_NUMBER = make_pattern(r"\d{1,3}[ \t]*[:：]")


class BodyParts(Struct, frozen=True):
    """The parts of a week's body, each in the order of the file, and their positions."""

    steps: tuple[Step, ...] = ()
    log: tuple[LogLine, ...] = ()
    messages: tuple[Message, ...] = ()
    places: Places = field(default_factory=dict)


_NOTHING = BodyParts()


def read_body(document: Document, goals: GoalNames) -> BodyParts:
    """Return the steps, the log and the messages in a body. Nothing in a body is an error."""
    return read_body_lines(document, tuple(read_markdown_lines(document.text, document.body_start)), goals)


def read_body_lines(document: Document, lines: Sequence[MarkdownLine], goals: GoalNames) -> BodyParts:
    """Return what `read_body` returns, for a body that was already split into `lines`."""
    text, start = document.text, document.body_start
    if text.find("#", start) < 0:
        return _NOTHING
    steps: list[Step] = []
    log: list[LogLine] = []
    messages: list[Message] = []
    places: dict[tuple[str | int, ...], Span] = {}
    section, to, depth = "", "", 0
    before = text.count("\n", 0, start) + 1
    for number, line in enumerate(lines):
        words = line.text.strip()
        if line.level:
            named, whom = parse_section_title(line.title)
            if named or line.level <= depth:
                section, to, depth = named, whom, line.level
        elif section and not line.is_code and _is_item(words):
            indent = line.text.index(words[0])
            words, length = _join_item(lines, number, words, indent)
            span = Span(line.start + indent, line.start + length, before + number, indent + 1)
            item = words[1:].lstrip()
            if section == "log":
                places["log", len(log)] = span
                log.append(_log_line(item))
            elif section == "to":
                places["messages", len(messages)] = span
                messages.append(_parse_message(to, item))
            elif item[:3] in _BOXES and item[3:4] in _BLANKS:
                places["steps", len(steps)] = span
                steps.append(_parse_step(item, goals))
    return BodyParts(tuple(steps), tuple(log), tuple(messages), places)


def find_keys_in_body(document: Document, body: TypedLines, own: ResultWords, *, may_move: bool) -> Iterator[Finding]:
    """Warn about each line of the body that begins with a key of the front matter.

    In the body, such a line is only free text. If it can only be meant as the key of the list below it, the finding
    has a repair. `own` are the user's own words for results. `may_move` says whether lines can be added to the front
    matter.
    """
    lines = body.lines
    if not any(IN_BODY.match(lines[at].text) for at in body.find_beginnings(_KEY_WORDS)):
        return
    unclear = {each.title.start for each in find_plain_sections(lines, own) if not has_one_meaning(each, own)}
    for number, line in enumerate(lines):
        match = None if line.is_code else IN_BODY.match(line.text)
        if match:
            span = document.make_span(line.start, line.start + match.end())
            edits = _move_into_front_matter(document, lines, number) if may_move and line.start not in unclear else ()
            if edits:
                message = f'"{match[0]}" belongs between the --- lines, and apj reads it as if it were there'
                yield make_finding("key_in_body", message, span, "moves it there", edits)
                continue
            message = (
                f'"{match[0]}" is outside the front matter, so apj reads it as free text; move it between the --- lines'
            )
            yield make_finding("key_in_body", message, span)


def _move_into_front_matter(document: Document, lines: Sequence[MarkdownLine], number: int) -> tuple[TextEdit, ...]:
    """Return the edits that move a key with a list below it to the end of the front matter.

    Return none if the line has more than the key, if there is no list, or if the front matter already has the key.
    """
    line, last = lines[number], number
    key = line.text.strip()
    if not document.has_front or not key.endswith(":") or not _LISTS.fullmatch(key):
        return ()
    while (following := _find_part_of_list(lines, last)) is not None:
        last = following
    if last == number or re.search(rf"^{re.escape(key)}", document.front, re.MULTILINE | re.IGNORECASE):
        return ()
    end = min(lines[last].start + len(lines[last].text) + 1, len(document.text))
    moved = [one.text.rstrip("\r") for one in lines[number : last + 1]]
    if any(one[:1].isdecimal() for one in moved):  # these are numbers of goals, which are keys below this one
        moved[1:] = [f"  {one}".rstrip() for one in moved[1:]]
    block = "".join(f"{one}{document.newline}" for one in moved)
    return (TextEdit(document.front_end, document.front_end, block), TextEdit(line.start, end, ""))


def _find_part_of_list(lines: Sequence[MarkdownLine], last: int) -> int | None:
    """Return the number of the next line of a list after the line `last`, or None. Blank lines may be between items."""
    at = last + 1
    while at < len(lines) and not lines[at].text.strip():
        at += 1
    is_part = at < len(lines) and _is_part_of_list(lines[at])
    if not is_part:
        return None
    return at if at == last + 1 or ITEM.match(lines[at].text) or _NUMBER.match(lines[at].text) else None


def _is_part_of_list(line: MarkdownLine) -> bool:
    words = line.text.lstrip(" \t")
    begins = words != line.text or words[:1] in _BULLETS or words[:1].isdecimal()
    return begins and bool(words.strip()) and not line.is_code


def _is_item(words: str) -> bool:
    """Whether a line is a list item. A line such as `* * *` is a break."""
    return words[:1] in _BULLETS and words[1:2] in _BLANKS and not _is_break(words)


def _is_break(words: str) -> bool:
    """Whether a line is a thematic break of Markdown: three or more of one mark (`-`, `*` or `_`) and nothing else."""
    marks = words.replace(" ", "").replace("\t", "")
    return len(marks) > 2 and marks[0] in "-*_" and not marks.strip(marks[0])


def _join_item(lines: Sequence[MarkdownLine], at: int, words: str, indent: int) -> tuple[str, int]:
    """Return the text of a list item with its continuation lines, and the length of the item in the file."""
    following = at + 1
    while following < len(lines) and _continues_item(lines[following]):
        words = f"{words} {lines[following].text.strip()}"
        following += 1
    if following == at + 1:
        return words, indent + len(words)
    return words, len("\n".join(line.text for line in lines[at:following]).rstrip())


def _continues_item(line: MarkdownLine) -> bool:
    """Whether a line continues the list item above it. As in Markdown, it need not be indented."""
    words = line.text.strip()
    if not words or line.level or line.is_code or _is_item(words):
        return False
    if line.text[0] in _BLANKS:
        return True
    return not (_is_break(words) or _BEGINS_ANEW.match(words) or IN_BODY.match(words))


def _parse_step(item: str, goals: GoalNames) -> Step:
    """Read a step such as `[ ] GOAL: text`. If `GOAL` is not a goal, it is part of the text."""
    words = item[3:].lstrip()
    goal, what = split_at_colon(words) or (words, "")
    what = what.strip()
    identity = goals.find_id(goal.strip()) if what else None
    named = make_slug(goal) if what and identity is None else None
    return Step(identity, what if identity else words, item[1] != " ", named)


def _log_line(item: str) -> LogLine:
    """Read a log line such as `DATE KIND: text`. The date and the kind may be missing."""
    day = parse_date(item[:10]) if item[10:11] in ("", " ", "\t", ":", "：") else None
    kind, words = _split_kind(item[10:].lstrip(" \t:：") if day else item, _KINDS)
    return LogLine(day, kind, words)


def _parse_message(to: str, item: str) -> Message:
    """Read a message such as `ask: text`, or plain text."""
    kind, words = _split_kind(item, _MESSAGE_KINDS)
    return Message(to, kind, words)


def _split_kind(item: str, kinds: Mapping[str, K]) -> tuple[K | None, str]:
    """Return the kind and the words of `KIND: words`. If there is no kind, return None and the whole text."""
    parts = split_at_colon(item)
    kind = kinds.get(parts[0]) or kinds.get(make_canonical(parts[0])) if parts else None
    return (kind, parts[1].strip()) if kind is not None and parts else (None, item)
