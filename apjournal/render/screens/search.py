"""`apj search`: one line for each match, in the form `PATH:LINE: text`, which editors can open."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.model.views.search import Match, SearchView
from apjournal.patterns import make_pattern
from apjournal.render.layout.page import Page, Part, Style, make_accent, make_dim, make_runs, paint_lines
from apjournal.render.layout.text_width import measure_width
from apjournal.render.words.phrases import join_names

_LEAST = 30
"""The fewest cells for the words around a match, however long the path is."""
_BEFORE = 3
"""The words before a match get the available cells divided by this number."""
_SPACE = make_pattern(r"\s")


def render_text(view: SearchView, style: Style) -> str:
    """Return a line for each match, with the words around it."""
    return paint_lines((make_runs(_render_match(match, style)) for match in view.matches), style)


def explain_nothing_found(view: SearchView) -> str:
    """Return a sentence if nothing was found, otherwise ""."""
    return "" if view.matches else "Nothing was found. apj looks for passages that contain all of the words."


def explain_unsearched(view: SearchView) -> str:
    """Return a sentence about the files that could not be searched, or ""."""
    return f"apj could not search {join_names(view.unsearched)}. To see why: apj check" if view.unsearched else ""


def _render_match(match: Match, style: Style) -> Iterator[Part]:
    name = f"{match.path}:{match.line}: "
    kind = f"{match.field.value.replace('_', ' ')}: "
    yield make_dim(name)
    yield kind
    yield from _cut_around(match, max(_LEAST, Page(style).width - measure_width(name + kind)))


def _cut_around(match: Match, room: int) -> Iterator[Part]:
    """Yield the part of the text around the first match that fits in `room` cells, with all matches marked."""
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
    """Return the start of a word at most `room` cells before the offset `first`, or `first` if there is none."""
    start = first
    while start and measure_width(text[start - 1 : first]) <= room:
        start -= 1
    space = text.rfind(" ", 0, first) if not start else text.find(" ", start, first)
    return 0 if not start else space + 1 or first


def _find_end(text: str, start: int, room: int) -> int:
    """Return the end of the last word for which the text from `start` takes at most `room` cells."""
    end = start
    while end < len(text) and measure_width(text[start : end + 1]) <= room:
        end += 1
    return end if end == len(text) else max(text.rfind(" ", start, end), start) or end
