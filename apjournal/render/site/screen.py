"""The text of `apj site`: where the pages are, and how many were written this time."""

from __future__ import annotations

from apjournal.model.views.site import SiteView
from apjournal.render.layout.page import Page, Style
from apjournal.render.words.phrases import format_count, format_week


def render_text(view: SiteView, style: Style) -> str:
    """Return the number of pages, the report to give before the others' weeks are shown, and the file to open."""
    page = Page(style)
    page.add_paragraph(f"{format_count(view.pages, 'page')} in {view.folder}: {_describe_changes(view)}.", hang=2)
    if not view.history:
        page.add_paragraph("There is no history here, so the pages do not show what changed since a copy was kept.")
    if view.first is not None:
        due = format_week(view.first.week, view.first.first, view.first.end)
        page.add_paragraph(
            f"Your report on {due} is due. Until you give it, the pages leave out the others' weeks from that week on."
        )
    page.add_command("Open it: ", view.start)
    return page.render_page()


def _describe_changes(view: SiteView) -> str:
    if not view.written and not view.removed:
        return "nothing has changed"
    told = [f"{len(view.written)} written"] if view.written else []
    told += [f"{len(view.removed)} removed"] if view.removed else []
    return ", ".join(told)
