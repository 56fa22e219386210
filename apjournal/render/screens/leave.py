"""`apj leave`: what was recorded, where my record is, what the others keep, and how to come back."""

from __future__ import annotations

from apjournal.model.date_words import format_full_date
from apjournal.model.views.journal import LeaveView
from apjournal.render.layout.page import Page, Style, make_dim
from apjournal.render.words.phrases import format_count, join_names


def render_text(view: LeaveView, style: Style) -> str:
    """Return a screen with what was recorded, where my record is, what the others keep, and how to come back."""
    page = Page(style)
    when = format_full_date(view.left)
    if view.commit:
        page.add_paragraph(f"Your part in this journal ends on {when}.", make_dim(f"  {view.commit:.7}"))
    else:
        page.add_paragraph(f"Your part in this journal ended on {when}.")
    span = f", {view.since} to {view.until}" if view.since else ""
    page.add_paragraph(f"Your record ({format_count(view.weeks, 'week')}{span}) is in {view.record}", hang=2)
    _show_what_stays(page, view)
    page.add_paragraph(
        (f"To come back, delete the date after left: in {view.partner}/partner.md, then run: apj agree"), hang=2
    )
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def _show_what_stays(page: Page, view: LeaveView) -> None:
    page.add_paragraph(f"The folder {view.partner}/ stays in the journal as it is, for everybody who has it.", hang=2)
    kept = [f"{one.name} {format_count(one.copies, 'copy', 'copies')}" for one in view.keeps if one.copies]
    if kept:
        page.add_paragraph(f"Copies that others kept of your goals: {join_names(kept)}. These copies remain.", hang=2)
    if view.shared:
        page.add_paragraph(
            "Your next sync shares everything that is not shared yet. After that, nobody waits for you.", hang=2
        )
