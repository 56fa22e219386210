"""A week typed as plain lists under titles such as `Goals` or `This week`, without front matter.

Only what has one meaning is read so: a list of goals whose lines are all items, and under other titles only lists in
which every item is a result or begins with a kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from apjournal.format.text.document import Document
from apjournal.format.text.fences import FENCE
from apjournal.format.yaml.quoting import write_scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit
from apjournal.model.markdown import MarkdownLine, read_markdown_lines
from apjournal.model.week import ObstacleKind
from apjournal.patterns import make_pattern

_TITLES = (
    (
        "goals",
        make_pattern(
            r"(?:my |our )?(?:weekly )?(?:goals?|ziele|objetivos?|objectifs|obiettivi|目标|目標|цели)"
            r"(?: (?:for|of) .*)?|(?:for )?(?:this|next) week",
            re.IGNORECASE,
        ),
    ),
    ("outcomes", make_pattern(r"outcomes?|results?|(?:my )?report", re.IGNORECASE)),
    ("happened", make_pattern(r"(?:what )?(?:happened|got in the way)|in the way", re.IGNORECASE)),
    ("learned", make_pattern(r"(?:what i )?learn(?:ed|t)", re.IGNORECASE)),
    ("log", make_pattern(r"log", re.IGNORECASE)),
)
_ITEM = make_pattern(r"(?: {0,3})(?:[-*+•·–—]|\d{1,2}[.)])[ \t\u00a0]+(?P<words>\S.*)")
_BOX = make_pattern(r"\[[ xX/-]?\]")
_RESULT = make_pattern(r"(?:done|partly|not[ _-]done|dropped)\b", re.IGNORECASE)
_KIND = make_pattern(rf"(?:{'|'.join(ObstacleKind)})[ \t]*[:：]", re.IGNORECASE)
_NEEDED = {"outcomes": _RESULT, "happened": _KIND}
_AROUND = " \t\r*_:："


class _Section(Struct, frozen=True):
    """A list under a title: the key that it stands for, the offset of its title and of its end, and its items."""

    key: str
    start: int
    end: int
    title: MarkdownLine
    items: tuple[str, ...]


def find_plain_goals(document: Document) -> Finding | None:
    """Return the finding for goals typed as a plain list, with the front matter to write instead.

    Return None if unclear.
    """
    found: dict[str, _Section] = {}
    for section in _list_sections(document):
        if section.key in found:
            return None
        found[section.key] = section
    goals = found.pop("goals", None)
    if goals is None or not goals.items or any(map(_BOX.match, goals.items)):
        return None
    moved = [goals, *(one for key, one in found.items() if key != "log" and _is_list_of(key, one.items))]
    newline = document.newline
    front = "".join(f"{line}{newline}" for line in (FENCE, *_write_front(moved), FENCE))
    first = min(moved, key=lambda one: one.start)
    is_at_top = not document.text[: first.start].strip()
    edits = [TextEdit(0, first.end, front)] if is_at_top else [TextEdit(0, 0, front)]
    edits += (TextEdit(one.start, one.end, "") for one in moved if not (is_at_top and one is first))
    log = found.get("log")
    if log is not None and not log.title.level:
        edits.append(TextEdit(log.start, log.start, "## "))
    message = 'apj reads this list as the goals; the format has them under "goals:" in the front matter'
    span = document.make_span(goals.start, goals.start + len(goals.title.text.rstrip()))
    return make_finding("goals_elsewhere", message, span, "writes the front matter", edits)


def _is_list_of(key: str, items: Sequence[str]) -> bool:
    return bool(items) and (key not in _NEEDED or all(map(_NEEDED[key].match, items)))


def _write_front(sections: Sequence[_Section]) -> Iterator[str]:
    for section in sections:
        yield f"{section.key}:"
        yield from (f"  - {write_scalar(words)}" for words in section.items)


def _list_sections(document: Document) -> Iterator[_Section]:
    """Yield the lists under titles that stand for a key. A list ends at the first line that is no item."""
    lines = tuple(read_markdown_lines(document.text))
    for number, line in enumerate(lines):
        key = None if line.is_code else _find_key(line)
        if key is None:
            continue
        items: list[str] = []
        end = min(line.start + len(line.text) + 1, len(document.text))
        for following in lines[number + 1 :]:
            item = _ITEM.fullmatch(following.text.rstrip("\r"))
            if following.is_code or (item is None and following.text.strip()):
                break
            if item:
                items.append(item["words"].rstrip())
            end = min(following.start + len(following.text) + 1, len(document.text))
        yield _Section(key, line.start, end, line, tuple(items))


def _find_key(line: MarkdownLine) -> str | None:
    title = (line.title if line.level else line.text).strip(_AROUND)
    return next((key for key, pattern in _TITLES if pattern.fullmatch(title)), None) if title else None
