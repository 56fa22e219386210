"""`apj report`: what was recorded, and which goals are still open."""

from __future__ import annotations

from apjournal.model.views.week import Recorded, ReportView
from apjournal.model.week_record import State
from apjournal.render.layout.page import Page, Style, make_accent
from apjournal.render.words.goal_words import MARKS, STATES
from apjournal.render.words.phrases import format_count


def render_text(view: ReportView, style: Style) -> str:
    """Return the recorded results. If all goals have the same result, one sentence says so."""
    page = Page(style)
    results = {State(recorded.result) for recorded in view.recorded}
    words = any(recorded.words for recorded in view.recorded)
    if len(view.recorded) > 1 and len(results) == 1 and not words:
        noted = [f"{format_count(len(view.recorded), 'goal')} {STATES[results.pop()]}", *view.noted]
        page.add_paragraph(f"Noted. {view.week}: {'; '.join(noted)}.")
    elif view.recorded or view.noted:
        page.add_paragraph(f"Noted in {view.path}:")
        for recorded in view.recorded:
            _show_outcome(page, recorded)
        for line in view.noted:
            page.add_paragraph(line, indent=2, hang=2)
    if view.still_open:
        page.add_paragraph(f"Still open in {view.week}: {', '.join(view.still_open)}", hang=2)
    elif not view.recorded and not view.noted:
        page.add_paragraph(f"Every goal of {view.week} has an outcome; nothing was changed.")
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def _show_outcome(page: Page, recorded: Recorded) -> None:
    state = State(recorded.result)
    words = f", {recorded.words}" if recorded.words else ""
    page.add_paragraph(make_accent(f"{MARKS[state]} "), f"{recorded.goal}: {STATES[state]}{words}", indent=2, hang=2)
