"""`apj new-week`: the goals of the new week, or the report that comes first."""

from __future__ import annotations

from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.due import DueReport
from apjournal.model.views.new_week import NewWeekView
from apjournal.render.phrases import count, due_dates, listed
from apjournal.render.terminal import Page, Style, accent, bold


def text(view: NewWeekView, style: Style) -> str:
    """Write what was made, with the goals as they stand in the file now."""
    page = Page(style)
    for due in view.report_due:
        _due(page, due, view.week)
    if view.role is Role.LISTENS:
        page.say(listening(view))
    elif view.role is Role.SUPPORTS:
        made = "a new file" if view.created else "which was there"
        page.say(f"What went well, asks and offers of {view.week} go into {view.path}, {made}.")
    elif not view.report_due:
        _made(page, view)
    if view.next:
        page.next(view.next)
    return page.text()


def listening(view: NewWeekView) -> str:
    """Return what a listener's part is."""
    whom = listed(view.heard) if view.heard else "the others"
    return f"You listen here, and set no goals. Your part is to hear {whom}, to ask, and to keep a copy."


def _due(page: Page, due: DueReport, this: IsoWeek) -> None:
    page.say(f"The report on {due_dates(due, this)} comes first: {count(len(due.goals), 'goal')} without an outcome.")
    for goal in due.goals:
        page.say(accent(f"{goal.number} "), bold(goal.goal), indent=2, hang=2)


def _made(page: Page, view: NewWeekView) -> None:
    made = "a new file" if view.created else "which was there"
    if not view.goals:
        page.say(f"{view.week} has no goals yet; they go into {view.path}, {made}.")
        return
    page.say(accent(f"Goals for {view.week}"), f", in {view.path}, {made}")
    for number, words in enumerate(view.goals, 1):
        page.say(accent(f"{number} "), bold(words), indent=2, hang=2)
    if view.carried:
        page.say(f"{count(len(view.carried), 'goal')} carried over.")
