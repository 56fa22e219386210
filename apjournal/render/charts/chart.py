"""What a chart consists of: a sentence first, then the drawing, and its numbers as a table."""

from __future__ import annotations

from msgspec import Struct


class Table(Struct, frozen=True):
    """The numbers of a chart, with a heading for each column. The first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(Struct, frozen=True):
    """One chart.

    `sentence` says in words what the chart shows, or why it is too early for a chart. `svg` is an SVG element to put
    into a page without escaping. The element contains `title` and `alternative`, for people who cannot see the drawing.
    `svg` and `table` are None while it is too early. `key` identifies the chart on its page.
    """

    key: str
    title: str
    sentence: str
    alternative: str = ""
    svg: str | None = None
    table: Table | None = None
