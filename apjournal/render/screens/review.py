"""`apj review`: a partner's report, then their goals, then what changed since the kept copy."""

from __future__ import annotations

from apjournal.model.agreement import Role
from apjournal.model.date_words import format_date
from apjournal.model.views.review import ReviewView
from apjournal.model.week_record import ChangeKind, State, WeekRecord
from apjournal.render.layout import goals, week_body
from apjournal.render.layout.page import Page, Style, make_accent, make_dim
from apjournal.render.screens import diff, sync
from apjournal.render.words.phrases import explain_no_goals, explain_skipped, format_age, format_number, format_period

NO_REPORT, SINCE, FOR_YOU = "There is no earlier week to report on.", "Since the copy you kept", "For you"
"""The sentence for a missing report, and the headings above changes and messages."""


def render_text(view: ReviewView, style: Style) -> str:
    """Return the record to review. The command asks below it whether to keep a copy."""
    page = Page(style)
    _show_opening(page, view)
    page.add_gap()
    _show_report(page, view)
    page.add_gap()
    _show_promise(page, view)
    page.add_gap()
    _show_changes(page, view)
    page.add_gap()
    _show_messages(page, view)
    page.add_gap()
    if view.kept:
        _show_kept(page, view)
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def render_kept(view: ReviewView, style: Style) -> str:
    """Return the lines to show after a copy was kept.

    If none was kept, return "", because the problems of the view contain the reason.
    """
    page = Page(style)
    if view.kept:
        _show_kept(page, view)
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def render_changes(view: ReviewView, style: Style) -> str:
    """Return only what changed since the kept copy."""
    page = Page(style)
    _show_changes(page, view)
    return page.render_page()


def _show_opening(page: Page, view: ReviewView) -> None:
    for sentences in list_opening(view):
        page.add_paragraph(sentences)
    sync.show_alarms(page, view.alarms)
    sync.show_advice(page, view.alarms)


def list_opening(view: ReviewView) -> list[str]:
    """Return the paragraphs above the record: for whom it is, what was kept before, and how old it is."""
    hello = f"{_get_name(view)}'s record for you, {view.reader_name or view.reader.capitalize()}."
    if view.changes is None:
        since = "There is no history here, so there is no kept copy to compare with."
    elif view.since is None:
        since = "You have not kept a copy yet."
    else:
        since = (
            f"You last kept a copy on {format_date(view.since_at)}."
            if view.since_at
            else "You have kept a copy before."
        )
    if view.offline:
        old = f", {format_age(view.as_of)}" if view.as_of else ""
        age = [f"apj cannot reach the shared journal now. You see what you last received{old}."]
    else:
        age = [f"apj did not fetch. This is the journal {format_age(view.as_of_said)}."] if view.as_of_said else []
    return [f"{hello} {since}", *age]


def _show_report(page: Page, view: ReviewView) -> None:
    record = view.reported
    if record is None:
        if view.role is Role.REPORTS:
            page.add_paragraph(NO_REPORT)
        return
    page.add_paragraph(make_accent(name_report(view, record)))
    if record.away:
        page.add_paragraph("A week off.", indent=2)
    goals.show_unreadable(page, record)
    if due := explain_due(record):
        page.add_paragraph(due, indent=2)
    goals.show_reported(page, record.goals)
    goals.show_rest_of_week(page, record)


def _show_promise(page: Page, view: ReviewView) -> None:
    record = view.current
    if view.role is Role.LISTENS or record is None:
        page.add_paragraph(explain_no_promise(view))
        return
    page.add_paragraph(make_accent(name_promise(view, record)))
    goals.show_unreadable(page, record)
    if record.away:
        page.add_paragraph("A week off." if not record.goals else "A week off; these goals do not count.", indent=2)
    elif not record.goals and not record.unreadable and view.role is Role.REPORTS:
        page.add_paragraph(explain_no_goals(record.path, record.goals_elsewhere), indent=2)
    goals.show_promised(page, record.goals)
    if view.role is Role.SUPPORTS:
        goals.show_rest_of_week(page, record)
        week_body.show_body(page, record.body, without=record.messages)
    if skipped := explain_skipped(record):
        page.add_paragraph(skipped, indent=2)


def name_report(view: ReviewView, record: WeekRecord) -> str:
    """Return the heading above a report."""
    return f"{_get_name(view)}'s report on {record.week}, {format_period(record)}"


def name_promise(view: ReviewView, record: WeekRecord) -> str:
    """Return the heading above the goals of this week."""
    what = "goals for" if view.role is Role.REPORTS else "week"
    return f"{_get_name(view)}'s {what} {record.week}, {format_period(record)}"


def explain_no_promise(view: ReviewView) -> str:
    """Return a sentence on why this week has no goals to show."""
    if view.role is Role.LISTENS:
        return f"{_get_name(view)} listens in this journal, and sets no goals."
    return f"{_get_name(view)} has no {'goals for this week' if view.role is Role.REPORTS else 'words here'} yet."


def explain_due(record: WeekRecord) -> str:
    """Return a sentence on when a report with open goals is due, or "" for any other report."""
    if record.report_due and any(goal.state is State.OPEN for goal in record.goals):
        return f"The report is due on {format_date(record.report_due)}."
    return ""


def explain_no_changes(view: ReviewView) -> str:
    """Return a sentence if nothing changed since my copy, or "" if something did or I have no copy."""
    is_same = view.since is not None and view.changes == () and view.role is Role.REPORTS and not view.news
    return "Nothing changed since the copy you kept." if is_same else ""


def _show_changes(page: Page, view: ReviewView) -> None:
    if said := explain_no_changes(view):
        page.add_paragraph(said)
    if view.since is not None and view.changes:
        page.add_paragraph(make_accent(SINCE))
        diff.show_changes_by_goal(page, view.changes)


def _show_messages(page: Page, view: ReviewView) -> None:
    if not view.messages:
        return
    page.add_paragraph(make_accent(FOR_YOU))
    for message in view.messages:
        lead = f"{message.kind}: " if message.kind else ""
        page.add_paragraph(make_dim(lead), message.text, indent=2, hang=len(lead))


def _show_kept(page: Page, view: ReviewView) -> None:
    for change in view.agreed_anew:
        page.add_paragraph("Agreed again: ", *diff.mark_difference(change.before or "", change.after or ""), hang=2)
    shared = {True: " It is shared.", False: " It is not shared yet.", None: ""}[view.shared]
    page.add_paragraph(
        f"You kept a copy of {_name_copy_content(view)} ({view.kept:.7}).{shared}{_explain_no_goals_kept(view)}"
    )


def _explain_no_goals_kept(view: ReviewView) -> str:
    """Return a sentence if the copy contains no goals of this week, although it contains the week's file."""
    record = view.current
    if record is None or record.away or view.role is not Role.REPORTS or _count_goals(view):
        return ""
    return f" The copy contains no goals for {record.week} that apj can read."


def _name_copy_content(view: ReviewView) -> str:
    """Return a phrase for what a copy contains: the goals of this week if there are any, otherwise the record."""
    goals = _count_goals(view)
    if not goals:
        return f"{_get_name(view)}'s record"
    return f"{_get_name(view)}'s {'goal' if goals == 1 else f'{format_number(goals)} goals'}"


def name_what_to_keep(view: ReviewView, *, named: bool) -> str:
    """Return words for what a copy would contain: `these goals` or `this record`, or with `named` `Ana's goals`."""
    what = "goals" if _count_goals(view) else "record"
    return f"{_get_name(view)}'s {what}" if named else f"{'these' if what == 'goals' else 'this'} {what}"


def _count_goals(view: ReviewView) -> int:
    """Return how many goals a copy would contain. The goals of a file that cannot be read are those of an older one."""
    record = view.current
    if record is None or record.unreadable:
        return 0
    return sum(goal.change is not ChangeKind.REMOVED for goal in record.goals)


def _get_name(view: ReviewView) -> str:
    return view.partner_name or view.partner.capitalize()
