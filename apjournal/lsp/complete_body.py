"""Complete what is typed below the front matter of a week, and in a `kept.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from apjournal.format.text.section_titles import parse_section_title
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.cursor import get_front_matter
from apjournal.lsp.offer import Offer, Offers
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.markdown import BULLETS, read_markdown_lines
from apjournal.model.week import Goal, MessageKind, ObstacleKind
from apjournal.patterns import make_pattern

_HEADING = make_pattern(r" {0,3}#+[ \t]*")
_ITEM = make_pattern(rf"[ \t]*[{BULLETS}][ \t]+")
_BOX = make_pattern(r"\[[ xX]\][ \t]+")
_DATE = make_pattern(r"\d{4}-\d\d-\d\d[ \t]+")
_KEPT = make_pattern(rf"[{BULLETS}][ \t]+(?P<week>\d{{4}}-W\d\d[ \t]+)?")
_NEWEST = 10


def complete_in_body(
    buffer: Buffer, offset: int, goals: Sequence[Goal], others: Sequence[Handle], today: date
) -> Offers:
    """Return the offers in the body of a week. `others` contains the partners to whom a message can be addressed."""
    start, _ = buffer.get_line_at(offset)
    typed = buffer.text[start:offset]
    heading = _HEADING.match(typed)
    if heading:
        return Offers(start + heading.end(), offset, tuple(_list_titles(others)))
    item = _ITEM.match(typed)
    section = _find_section(buffer.text, start)
    if item is None or not section:
        return Offers(offset, offset)
    at = item.end()
    if section == "log":
        dated = _DATE.match(typed, at)
        day = () if dated else (Offer(str(today), "today", f"{today} "),)
        kinds = tuple(Offer(f"{kind}: ") for kind in ObstacleKind)
        return Offers(start + (dated.end() if dated else at), offset, (*day, *kinds))
    if section == "steps":
        box = _BOX.match(typed, at)
        steps = tuple(Offer(goal.id, goal.goal, f"{goal.id}: ", kind="goal") for goal in goals) if box else ()
        return Offers(start + (box.end() if box else at), offset, steps or (Offer("[ ] ", "a step"),))
    return Offers(start + at, offset, tuple(Offer(f"{kind}: ") for kind in MessageKind))


def complete_in_kept(buffer: Buffer, offset: int, weeks: Sequence[IsoWeek], partners: Sequence[Handle]) -> Offers:
    """Return the offers in a `kept.md`: a week, and after a week a handle."""
    start, _ = buffer.get_line_at(offset)
    typed = _KEPT.match(buffer.text, start, offset)
    if typed is None:
        return Offers(offset, offset)
    if typed["week"]:
        return Offers(typed.end(), offset, tuple(Offer(str(handle)) for handle in partners if handle != buffer.owner))
    return Offers(typed.end(), offset, tuple(Offer(str(week), insert=f"{week} ") for week in weeks[:_NEWEST]))


def _list_titles(others: Sequence[Handle]) -> Iterator[Offer]:
    yield Offer("Log", "what happens during the week, a line for each: DATE KIND: text", kind="heading")
    yield Offer("Steps", "tasks, each with the id of its goal: - [ ] ID: text", kind="heading")
    for handle in others:
        yield Offer(f"To {handle}", f"messages to {handle}: ask: …, offer: …, thank: …, or any text", kind="heading")


def _find_section(text: str, start: int) -> str:
    """Return the section that contains the line at an offset: `log`, `steps`, `to`, or "" for any other."""
    document, section = get_front_matter(text), ""
    first = document.body_start if document else 0  # in front matter, "#" begins a comment
    for line in read_markdown_lines(text[:start], first):
        if line.level:
            section = parse_section_title(line.title)[0]
    return section
