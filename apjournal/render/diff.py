"""`apj diff`: one week against the kept copy, word by word."""

from __future__ import annotations

from apjournal.model.views.reading import DiffView
from apjournal.render import changes
from apjournal.render.page import Page, Style, make_accent
from apjournal.render.phrases import format_date


def render_text(view: DiffView, style: Style) -> str:
    """Write what differs, and how to see the copy with git alone."""
    page = Page(style)
    name = view.partner_name or view.partner.capitalize()
    if view.changes is None:
        page.add_paragraph(f"{name}, {view.week}. There is no history here, so there is no kept copy to compare with.")
    elif view.kept_commit is None:
        page.add_paragraph(f"{name}, {view.week}. No copy of this week is kept yet.")
    else:
        _show_heading(page, view, name)
        if view.changes:
            changes.show_changes_by_goal(page, view.changes, weeks=False)
        else:
            page.add_paragraph("Nothing differs.", indent=2)
        page.add_command("See the copy:  ", f"git show {view.kept_commit:.7}:{view.partner}/{view.week}.md")
    return page.render_page()


def _show_heading(page: Page, view: DiffView, name: str) -> None:
    keeper = view.keeper or (view.kept_by.capitalize() if view.kept_by else "")
    kept = f" that {keeper} kept" if keeper else ""
    on = f" on {format_date(view.kept_at)}" if view.kept_at else ""
    page.add_paragraph(make_accent(f"{name}, {view.week}, against the copy{kept}{on}"))
