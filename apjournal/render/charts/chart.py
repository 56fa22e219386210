"""What a chart consists of: a sentence, then a drawing, and its numbers as a table."""

from __future__ import annotations

from msgspec import Struct


class Table(Struct, frozen=True):
    """The numbers of a chart, with a heading for each column. The first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(Struct, frozen=True):
    """One chart.

    - `key`: identifies the chart on its page.
    - `sentence`: what the chart shows, or why it is too early for a chart.
    - `svg`: an SVG element to put into a page without escaping, or None while it is too early.
    - `title` and `alternative`: texts inside the element, for people who cannot see the drawing.
    - `table`: the numbers, or None while it is too early.
    """

    key: str
    title: str
    sentence: str
    alternative: str = ""
    svg: str | None = None
    table: Table | None = None
