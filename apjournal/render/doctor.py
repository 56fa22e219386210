"""`apj doctor`: what to look at first, then what is good to know, then what is in order, each with what fixes it."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.views.doctor import DoctorView, Point, State
from apjournal.render.page import Page, Style, make_accent, make_dim
from apjournal.render.phrases import format_count, join_names

_TITLES = {State.FIXED: "Fixed", State.LOOK: "To check", State.NOTE: "Good to know"}


def render_text(view: DoctorView, style: Style) -> str:
    """Write who and where, then the points, and end with a line that counts the problems."""
    page = Page(style)
    name = view.partner_name or "Somebody"
    page.add_paragraph(f"{name}, in {view.path}", make_dim(f"  git {view.git}" if view.git else ""), hang=2)
    for state, title in _TITLES.items():
        points = [point for point in view.points if point.state is state]
        if points:
            page.add_gap()
            page.add_paragraph(make_accent(title))
            _show_points(page, points)
    in_order = [point.message for point in view.points if point.state is State.FINE]
    if in_order:
        page.add_gap()
        page.add_paragraph(f"OK: {join_names(in_order)}.", hang=2)
    _show_ending(page, [point for point in view.points if point.state is State.LOOK])
    return page.render_page()


def _show_points(page: Page, points: Sequence[Point]) -> None:
    for point in points:
        page.add_paragraph(point.message, indent=2, hang=2)
        if point.state is State.FIXED:
            continue
        if point.command:
            page.add_command(f"{point.advice or 'Then'}:  ", point.command, indent=4)
        elif point.advice:
            page.add_paragraph(point.advice, indent=4, hang=2)


def _show_ending(page: Page, left: Sequence[Point]) -> None:
    if not left:
        page.add_paragraph("No problems found.")
        return
    page.add_paragraph(f"{format_count(len(left), 'problem')} to check.")
    if any(point.fixable for point in left):
        page.add_next_step("apj doctor --fix", "makes the safe repairs")
