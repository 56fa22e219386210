"""List the parts of a file for an editor's outline: the keys of the front matter, the goals, and the headings below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from apjournal.format.text.document import Document, split_text
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.cursor import ITEM, Token, read_line
from apjournal.lsp.week_places import GoalPlace, WeekPlaces, read_week_places
from apjournal.model.markdown import read_markdown_lines


class Symbol(Struct, frozen=True):
    """A part of a file: its name and details, its offsets, and the offsets of its name."""

    name: str
    detail: str
    start: int
    end: int
    selection: tuple[int, int]
    is_heading: bool = False
    children: tuple[Symbol, ...] = ()


def list_symbols(buffer: Buffer) -> tuple[Symbol, ...]:
    """Return the parts of a file, in the order of the file."""
    document, _ = split_text(buffer.text)
    if document is None:
        return ()
    places = read_week_places(buffer.text) if buffer.week else None
    return (*_list_keys(document, places), *_list_headings(document))


def _list_keys(document: Document, places: WeekPlaces | None) -> Iterator[Symbol]:
    """Yield the keys of the first level. Each one extends to the next."""
    text = document.text
    found: list[Token] = []
    start = document.front_start
    while start < document.front_end:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        tokens = read_line(text, start, end).tokens
        if tokens and tokens[0].column == 0 and tokens[0].name != ITEM:
            found.append(tokens[0])
        start = end + 1
    bounds = [*(token.start for token in found), document.front_end]
    for token, (begin, end) in zip(found, pairwise(bounds), strict=True):
        children = tuple(_list_children(token.name, places)) if places else ()
        end = max(begin + len(text[begin:end].rstrip()), token.end)
        yield Symbol(token.name, "", begin, end, (token.start, token.end), children=children)


def _list_children(name: str, places: WeekPlaces) -> Iterator[Symbol]:
    if name == "goals":
        yield from map(_make_goal_symbol, places.goals)
    elif name == "outcomes":
        for mention in places.mentions:
            if mention.section == name and mention.end_of_entry > mention.start:
                goal = places.find_goal(mention.id)
                selection = (mention.start, max(mention.end, mention.start + 1))
                words = goal.goal.goal if goal else mention.name
                yield Symbol(words or mention.name, "outcome", mention.start, mention.end_of_entry, selection)


def _make_goal_symbol(place: GoalPlace) -> Symbol:
    return Symbol(place.goal.goal, place.goal.id, place.start, place.end, place.text)


def _list_headings(document: Document) -> Iterator[Symbol]:
    """Yield the headings of the body. Each one extends to the next."""
    lines = [line for line in read_markdown_lines(document.text, document.body_start) if line.level and line.title]
    bounds = [*(line.start for line in lines), len(document.text)]
    for line, (start, end) in zip(lines, pairwise(bounds), strict=True):
        stop = start + len(document.text[start:end].rstrip())
        yield Symbol(line.title, "", start, stop, (start, start + len(line.text.rstrip())), is_heading=True)
