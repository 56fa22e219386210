"""`apj edit`, `log`, `park` and `away`: what was written to a file."""

from __future__ import annotations

from apjournal.model.views.week import WrittenView
from apjournal.render.layout.page import Page, Style
from apjournal.render.words.phrases import format_week, join_names


def render_written(view: WrittenView, style: Style) -> str:
    """Return the lines that were written, as they are in the file now."""
    page = Page(style)
    if view.weeks:
        for days, path in view.weeks:
            page.add_paragraph(f"A week off: {format_week(days.week, days.first, days.end)}, in {path}.", hang=2)
    elif not view.written:
        page.add_paragraph(f"{view.path} is unchanged.")
    else:
        page.add_paragraph(f"Noted in {view.path}:")
        for line in view.written:
            page.add_paragraph(line, indent=2, hang=2)
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def render_edited(view: WrittenView, style: Style) -> str:
    """Return a sentence on which parts of the file changed while the editor was open."""
    page = Page(style)
    page.add_paragraph(
        f"{view.path}: {join_names(view.written)} changed." if view.written else f"{view.path} is unchanged."
    )
    return page.render_page()
