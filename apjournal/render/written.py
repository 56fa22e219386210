"""`apj edit`, `log`, `park` and `away`: the lines that were written, and where."""

from __future__ import annotations

from apjournal.model.views.written import WrittenView
from apjournal.render.phrases import format_week, join_names
from apjournal.render.terminal import Page, Style


def render_written(view: WrittenView, style: Style) -> str:
    """Write the lines as they stand in the file now."""
    page = Page(style)
    if view.weeks:
        for days, path in view.weeks:
            page.add_paragraph(f"A week off: {format_week(days.week, days.first, days.end)}, in {path}.", hang=2)
    elif not view.written:
        page.add_paragraph(f"{view.path} is as it was.")
    else:
        page.add_paragraph(f"Noted in {view.path}:")
        for line in view.written:
            page.add_paragraph(line, indent=2, hang=2)
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def render_edited(view: WrittenView, style: Style) -> str:
    """Write which parts of the file are other than before the editor was opened."""
    page = Page(style)
    page.add_paragraph(
        f"{view.path}: {join_names(view.written)} changed." if view.written else f"{view.path} is as it was."
    )
    return page.render_page()
