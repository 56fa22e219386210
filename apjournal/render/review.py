"""`apj review`: a partner's report, then her goals, then what changed since the copy that was kept."""

from __future__ import annotations

from apjournal.model.agreement import Role
from apjournal.model.record import ChangeKind, State
from apjournal.model.views.review import ReviewView
from apjournal.render import alarms, body, changes, goals
from apjournal.render.phrases import as_of, day, in_words, no_goals_yet, period, sentence
from apjournal.render.terminal import Page, Style, accent, dim


def text(view: ReviewView, style: Style) -> str:
    """Write the record to be heard; whether to keep a copy is asked after it."""
    page = Page(style)
    _opening(page, view)
    page.gap()
    _report(page, view)
    page.gap()
    _promise(page, view)
    page.gap()
    _changes(page, view)
    page.gap()
    _messages(page, view)
    page.gap()
    if view.kept:
        _kept(page, view)
    if view.next:
        page.next(view.next)
    return page.text()


def kept_text(view: ReviewView, style: Style) -> str:
    """Render the lines after a copy was kept; empty if none was (the reason is a problem of the view)."""
    page = Page(style)
    if view.kept:
        _kept(page, view)
    if view.next:
        page.next(view.next)
    return page.text()


def changes_text(view: ReviewView, style: Style) -> str:
    """Write what changed since the kept copy, on its own."""
    page = Page(style)
    _changes(page, view)
    return page.text()


def _opening(page: Page, view: ReviewView) -> None:
    name = _name(view)
    hello = f"{name}'s record for you, {view.reader_name or view.reader.capitalize()}."
    if view.changes is None:
        since = "There is no history here, so there is no kept copy to compare with."
    elif view.since is None:
        since = "You have not kept a copy yet."
    else:
        since = f"You last kept a copy on {day(view.since_at)}." if view.since_at else "You have kept a copy before."
    page.say(f"{hello} {since}")
    if view.offline:
        old = f", {as_of(view.as_of)}" if view.as_of else ""
        page.say(f"The shared journal can't be reached now; this is what was last received{old}.")
    elif view.as_of_said:
        page.say(f"Not fetched now; this is {as_of(view.as_of_said)}.")
    alarms.facts(page, view.alarms)
    alarms.advice(page, view.alarms)


def _report(page: Page, view: ReviewView) -> None:
    record = view.reported
    if record is None:
        if view.role is Role.REPORTS:
            page.say("There is no earlier week to report on.")
        return
    page.say(accent(f"{_name(view)}'s report on {record.week}, {period(record)}"))
    if record.away:
        page.say("A week off.", indent=2)
    goals.unreadable(page, record)
    if record.report_due and any(goal.state is State.OPEN for goal in record.goals):
        page.say(f"The report is due on {day(record.report_due)}.", indent=2)
    goals.reported(page, record.goals)
    goals.week_around(page, record)


def _promise(page: Page, view: ReviewView) -> None:
    record = view.current
    if view.role is Role.LISTENS:
        page.say(f"{_name(view)} listens here, and sets no goals.")
        return
    if record is None:
        nothing = "goals for this week" if view.role is Role.REPORTS else "words here"
        page.say(f"{_name(view)} has no {nothing} yet.")
        return
    what = "goals for" if view.role is Role.REPORTS else "week"
    page.say(accent(f"{_name(view)}'s {what} {record.week}, {period(record)}"))
    goals.unreadable(page, record)
    if record.away:
        page.say("A week off." if not record.goals else "A week off; these goals are set aside.", indent=2)
    elif not record.goals and not record.unreadable and view.role is Role.REPORTS:
        page.say(no_goals_yet(record.path, record.goals_elsewhere), indent=2)
    goals.promised(page, record.goals)
    if view.role is Role.SUPPORTS:
        goals.week_around(page, record)
        body.text(page, record.body, messages=False)
    if record.report_skipped:
        reason = f": {record.report_skipped}" if isinstance(record.report_skipped, str) else ""
        page.say(sentence(f"The report before it was left out{reason}"), indent=2)


def _changes(page: Page, view: ReviewView) -> None:
    if view.since is None or view.changes is None:
        return
    if not view.changes:
        if view.role is Role.REPORTS and not view.news:
            page.say("Nothing changed since the copy you kept.")
        return
    page.say(accent("Since the copy you kept"))
    changes.by_goal(page, view.changes)


def _messages(page: Page, view: ReviewView) -> None:
    if not view.messages:
        return
    page.say(accent("For you"))
    for message in view.messages:
        lead = f"{message.kind}: " if message.kind else ""
        page.say(dim(lead), message.text, indent=2, hang=len(lead))


def _kept(page: Page, view: ReviewView) -> None:
    for change in view.agreed_anew:
        page.say("Agreed anew: ", *changes.difference(change.before or "", change.after or ""), hang=2)
    page.say(
        f"You kept a copy of {_what(view)} ({view.kept:.7}). It is {'shared' if view.shared else 'not shared yet'}."
    )


def _what(view: ReviewView) -> str:
    """Return what a copy contains: the goals of this week if there are any, otherwise the record."""
    goals = [goal for goal in view.current.goals if goal.change is not ChangeKind.REMOVED] if view.current else []
    if not goals:
        return f"{_name(view)}'s record"
    return f"{_name(view)}'s {'goal' if len(goals) == 1 else f'{in_words(len(goals))} goals'}"


def _name(view: ReviewView) -> str:
    return view.partner_name or view.partner.capitalize()
