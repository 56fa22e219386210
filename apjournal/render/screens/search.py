"""`apj search`: one line for each passage that was found, in the form PATH:LINE: text that editors can open."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.model.views.search import Match, SearchView
from apjournal.patterns import make_pattern
from apjournal.render.layout.page import Page, Part, Style, make_accent, make_dim, make_runs, paint_lines
from apjournal.render.layout.text_width import measure_width

_LEAST = 30
"""The fewest cells for the words around what was found, however long the path is."""
_BEFORE = 3
"""The words before the match get the available room divided by this number."""
_SPACE = make_pattern(r"\s")


def render_text(view: SearchView, style: Style) -> str:
    """Return a line for each match, with the words around what was found."""
    return paint_lines((make_runs(_render_match(match, style)) for match in view.matches), style)


def explain_nothing_found(view: SearchView) -> str:
    """Return the sentence for a search without a match, and "" for any other."""
    return "" if view.matches else "Nothing was found. apj looks for passages that contain all of the words."


def _render_match(match: Match, style: Style) -> Iterator[Part]:
    name = f"{match.path}:{match.line}: "
    kind = f"{match.field.value.replace('_', ' ')}: "
    yield make_dim(name)
    yield kind
    yield from _cut_around(match, max(_LEAST, Page(style).width - measure_width(name + kind)))


def _cut_around(match: Match, room: int) -> Iterator[Part]:
    """Yield the part of the text around the first word found that fits in `room` cells, with what was found marked."""
    text = _SPACE.sub(" ", match.text)
    first, last = match.found[0]
    start, end = 0, len(text)
    if measure_width(text) > room:
        room -= 2
        start = _find_start(text, first, room // _BEFORE)
        end = max(_find_end(text, start, room), min(last, start + room))
    yield "…" if start else ""
    at = start
    for begin, stop in match.found:
        if begin < end:
            yield text[at:begin]
            yield make_accent(text[begin : min(stop, end)])
            at = min(stop, end)
    yield text[at:end]
    yield "…" if end < len(text) else ""


def _find_start(text: str, first: int, room: int) -> int:
    """Return the start of a word, at most `room` cells before the place `first`, or that place if there is none."""
    start = first
    while start and measure_width(text[start - 1 : first]) <= room:
        start -= 1
    space = text.rfind(" ", 0, first) if not start else text.find(" ", start, first)
    return 0 if not start else space + 1 or first


def _find_end(text: str, start: int, room: int) -> int:
    """Return the end of a word, so that the text from `start` takes at most `room` cells."""
    end = start
    while end < len(text) and measure_width(text[start : end + 1]) <= room:
        end += 1
    return end if end == len(text) else max(text.rfind(" ", start, end), start) or end
