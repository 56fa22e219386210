"""`apj report`: what was noted, and what is still open."""

from __future__ import annotations

from apjournal.model.record import State
from apjournal.model.views.report import Recorded, ReportView
from apjournal.render.phrases import count
from apjournal.render.results import MARKS, STATES
from apjournal.render.terminal import Page, Style, accent


def text(view: ReportView, style: Style) -> str:
    """Write what was noted as facts; when all goals came out alike, in one sentence."""
    page = Page(style)
    results = {State(recorded.result) for recorded in view.recorded}
    words = any(recorded.words for recorded in view.recorded)
    if len(view.recorded) > 1 and len(results) == 1 and not words:
        noted = [f"{count(len(view.recorded), 'goal')} {STATES[results.pop()]}", *view.noted]
        page.say(f"Noted. {view.week}: {'; '.join(noted)}.")
    elif view.recorded or view.noted:
        page.say(f"Noted in {view.path}:")
        for recorded in view.recorded:
            _outcome(page, recorded)
        for line in view.noted:
            page.say(line, indent=2, hang=2)
    if view.still_open:
        page.say(f"Still open in {view.week}: {', '.join(view.still_open)}", hang=2)
    elif not view.recorded and not view.noted:
        page.say(f"Every goal of {view.week} has an outcome; nothing was changed.")
    if view.next:
        page.next(view.next)
    return page.text()


def _outcome(page: Page, recorded: Recorded) -> None:
    state = State(recorded.result)
    words = f", {recorded.words}" if recorded.words else ""
    page.say(accent(f"{MARKS[state]} "), f"{recorded.goal}: {STATES[state]}{words}", indent=2, hang=2)
