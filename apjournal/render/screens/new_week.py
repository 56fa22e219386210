"""`apj new-week`: the goals of the new week, or the report that comes first."""

from __future__ import annotations

from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.week import DueReport, NewWeekView
from apjournal.render.layout.page import Page, Style, make_accent, make_bold
from apjournal.render.words.phrases import format_count, format_due_week, join_names


def render_text(view: NewWeekView, style: Style) -> str:
    """Return the new week with its goals as they are in the file, or the report that must come first."""
    page = Page(style)
    for due in view.report_due:
        _show_due(page, due, view.week)
    if view.role is Role.LISTENS:
        page.add_paragraph(render_listening(view))
    elif view.role is Role.SUPPORTS:
        made = "a new file" if view.created else "a file that already existed"
        page.add_paragraph(f"In {view.path}, {made}, write what went well in {view.week}, and what you ask or offer.")
    elif not view.report_due:
        _show_made(page, view)
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def render_listening(view: NewWeekView) -> str:
    """Return a sentence about what a listener does in the journal."""
    whom = join_names(view.heard) if view.heard else "the others"
    return (
        f"You listen in this journal, and set no goals. Your part is to listen to {whom}, ask questions, and keep a "
        "copy."
    )


def _show_due(page: Page, due: DueReport, this: IsoWeek) -> None:
    page.add_paragraph(
        f"Your report on {format_due_week(due, this)} comes first: {format_count(len(due.goals), 'goal')} "
        "without an outcome."
    )
    for goal in due.goals:
        page.add_paragraph(make_accent(f"{goal.number} "), make_bold(goal.goal), indent=2, hang=2)


def _show_made(page: Page, view: NewWeekView) -> None:
    made = "a new file" if view.created else "which already existed"
    if view.away and not view.goals:
        page.add_paragraph(f"{view.week} is a week off, without goals, in {view.path}.")
        return
    if not view.goals:
        page.add_paragraph(f"{view.week} has no goals yet. Write them in {view.path}, {made}.")
        return
    page.add_paragraph(make_accent(f"Goals for {view.week}"), f", in {view.path}, {made}")
    for number, words in enumerate(view.goals, 1):
        page.add_paragraph(make_accent(f"{number} "), make_bold(words), indent=2, hang=2)
    if view.carried:
        page.add_paragraph(f"{format_count(len(view.carried), 'goal')} carried over.")
    if view.away:
        page.add_paragraph("This is a week off, so these goals do not count.")
