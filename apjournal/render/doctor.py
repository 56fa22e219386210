"""`apj doctor`: what to look at first, then what is good to know, then what is in order, each with what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.views.doctor import DoctorView, Point, State
from apjournal.render.phrases import count, listed
from apjournal.render.terminal import Page, Style, accent, dim

_TITLES = {State.MENDED: "Mended", State.LOOK: "To look at", State.NOTE: "Good to know"}


def text(view: DoctorView, style: Style) -> str:
    """Write who and where, then the points, and end with a line that says how many stand in the way."""
    page = Page(style)
    name = view.partner_name or "Somebody"
    page.say(f"{name}, in {view.path}", dim(f"  git {view.git}" if view.git else ""), hang=2)
    for state, title in _TITLES.items():
        points = [point for point in view.points if point.state is state]
        if points:
            page.gap()
            page.say(accent(title))
            _points(page, points)
    in_order = [point.message for point in view.points if point.state is State.FINE]
    if in_order:
        page.gap()
        page.say(f"In order: {listed(in_order)}.", hang=2)
    _end(page, [point for point in view.points if point.state is State.LOOK])
    return page.text()


def _points(page: Page, points: Sequence[Point]) -> None:
    for point in points:
        page.say(point.message, indent=2, hang=2)
        if point.state is State.MENDED:
            continue
        if point.command:
            page.command(f"{point.advice or 'Then'}:  ", point.command, indent=4)
        elif point.advice:
            page.say(point.advice, indent=4, hang=2)


def _end(page: Page, left: Sequence[Point]) -> None:
    if not left:
        page.say("Nothing stands in the way.")
        return
    page.say(f"{count(len(left), 'thing')} to look at.")
    if any(point.fixable for point in left):
        page.next("apj doctor --fix", "does what is safe")
