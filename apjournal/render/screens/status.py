"""`apj status`: where I am, and the next step."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.model.agreement import Role
from apjournal.model.date_words import format_date
from apjournal.model.views.status import AwaitedAcceptance, PartnerStatus, StatusView
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import MessageKind
from apjournal.model.week_record import WeekRecord
from apjournal.render.layout import week_body
from apjournal.render.layout.page import Page, Style
from apjournal.render.layout.text_width import measure_width
from apjournal.render.words.phrases import (
    explain_no_goals,
    format_age,
    format_call_time,
    format_count,
    format_days_ahead,
    format_due_week,
    format_number,
    format_span,
    format_week,
    join_names,
)

_FILES_NAMED = 3
_LONG_QUIET = 4
"""After this many silent weeks, a partner is mentioned only on the day of the call, and nobody has to wait for them."""
_NEWS = "something has changed since you kept a copy"
_NEVER_KEPT = "you have not kept a copy yet"
_INVITE, _INVITE_COMMAND = "Nobody else has joined yet. To invite somebody: ", "apj invite"
_VERBS = {MessageKind.ASK: " asks", MessageKind.OFFER: " offers", MessageKind.THANK: " says thanks"}


def render_text(view: StatusView, style: Style) -> str:
    """Return my status line by line, and the next step at the end."""
    page = Page(style)
    page.add_paragraph(format_opening(view))
    if view.alarms:
        from apjournal.render.screens.sync import show_alarms

        show_alarms(page, view.alarms)
    for edit in view.local_edits:
        page.add_paragraph(edit.message, hang=2)
        page.add_command(f"{edit.advice}: ", edit.command, indent=2)
    rows = list_rows(view)
    column = max((measure_width(name) for name, _ in rows), default=0) + 2
    said = ""
    for name, row in rows:
        page.add_labelled("" if name == said else name, row, column=column)
        said = name
    if age := format_age_of_news(view):
        page.add_paragraph(age)
    _show_unshared(page, view)
    if view.alone:
        page.add_command(_INVITE, _INVITE_COMMAND)
    if view.year_ago:
        page.add_paragraph(f'A year ago this week: "{view.year_ago}"')
    page.add_next_step(view.next)
    return page.render_page()


def format_age_of_news(view: StatusView) -> str:
    """Return a sentence on how old the others' news is, or "" if it is recent or a row already says so."""
    age = format_age(view.as_of_said, view.today) if view.as_of_said and view.partners else ""
    is_said = any(age in row for _, row in list_rows(view))
    return f"This is what the others had shared {age}." if age and not is_said else ""


def list_notes(view: StatusView) -> list[str]:
    """Return sentences to show below the rows: the age of the news, what is not shared, and whether I am alone."""
    age = format_age_of_news(view)
    return [*([age] if age else []), *list_unshared(view), *([f"{_INVITE}{_INVITE_COMMAND}"] if view.alone else [])]


def list_rows(view: StatusView) -> list[tuple[str, str]]:
    """Return my status as rows, each with a label and a sentence.

    The rows are about me, each partner and the agreement. Messages to me come last.
    """
    names = {partner.partner: _get_name(partner) for partner in view.partners}
    messages = [
        ("For you", f"{names.get(told.partner, told.partner)}{_get_verb(told)}: {told.text}") for told in view.messages
    ]
    return [*_list_my_rows(view), *_list_partner_lines(view), *messages]


def _list_partner_lines(view: StatusView) -> Iterator[tuple[str, str]]:
    """Yield one line for each partner's status, and what the partners still have to agree on."""
    told = {message.partner for message in view.messages}
    for partner in view.partners:
        if not _is_long_quiet(partner) or partner.partner in told or view.next_call.is_day_of_the_week(view.today):
            yield _get_name(partner), _format_partner(partner, view)
    for partner in view.gone:
        yield _get_name(partner), _format_partner(partner, view)
    yield from (("Agreement", said) for said in _list_agreement_lines(view))


def _list_agreement_lines(view: StatusView) -> Iterator[str]:
    waiting = view.waiting
    if view.unsigned is not None:
        yield _explain_changed_by_hand(view.unsigned)
    if waiting is not None:
        from apjournal.render.screens import agree

        what = agree.describe_proposal(waiting.mode, waiting.cadence)
        if waiting.mine:
            by = (
                f"{join_names(waiting.by)} {'proposes' if len(waiting.by) == 1 else 'propose'}"
                if waiting.by
                else "Proposed"
            )
            yield f"{by}: {what}. To read and accept it: apj agree"
        else:
            has = "has" if len(waiting.missing) == 1 else "have"
            quiet = {_get_name(partner) for partner in view.partners if _is_long_quiet(partner)}
            alone = " You need not wait: apj agree --alone" if quiet.issuperset(waiting.missing) else ""
            yield f"proposed: {what}. {join_names(waiting.missing)} {has} not accepted it yet.{alone}"
    elif view.partner and view.next_call.is_day_of_the_week(view.today) and (why := _explain_review(view)):
        yield f"{why}. Do you still need this?"
        yield "apj insights --readiness: signs to talk about"
        yield from (f"{way.command}: {way.what}" for way in view.ways)
    elif view.unwritten and view.unsigned is None and view.next_call.is_day_of_the_week(view.today):
        yield "so far it contains only the terms; to talk about the rest: apj agree --talk"


def _explain_changed_by_hand(unsigned: AwaitedAcceptance) -> str:
    who = join_names([*(["you"] if unsigned.mine else []), *unsigned.missing])
    has = "have" if unsigned.mine or len(unsigned.missing) > 1 else "has"
    how = " To read and accept it: apj agree" if unsigned.mine else ""
    return f"changed, and in force. {who[0].upper()}{who[1:]} {has} not accepted it.{how}"


def _explain_review(view: StatusView) -> str | None:
    if view.review_on and view.review_on <= view.today:
        return f"due for review since {format_date(view.review_on, view.today)}"
    return "you have most of the signs that you can go on alone" if view.ready else None


def _is_long_quiet(partner: PartnerStatus) -> bool:
    return partner.quiet_weeks >= _LONG_QUIET


def format_opening(view: StatusView) -> str:
    """Return a sentence with my name, today's date, and the time of the next call, if there is one."""
    who = f"{view.name or view.partner.capitalize()}, " if view.partner else ""
    if view.left or view.all_left:
        return f"{who}{format_date(view.today)}.{' Everyone else has left this journal.' if view.all_left else ''}"
    call = view.next_call
    hour = format_call_time(call.at, view.call_elsewhere)
    if call.now:
        return f"{who}{format_date(view.today)}. The call is now{hour}."
    if call.days == 0:
        return f"{who}{format_date(view.today)}. The next call is today{hour}."
    return (
        f"{who}{format_date(view.today)}. The next call is on {format_date(call.at, view.today)}{hour}, "
        f"{format_days_ahead(call.days)}."
    )


def _list_my_rows(view: StatusView) -> list[tuple[str, str]]:
    """Return the rows about what needs attention, what I have to do, and this week."""
    rows = [("Git", view.unfinished)] if view.unfinished else []
    rows += [
        ("Conflict", f"{file.path} was changed on both sides, and sync cannot merge it.")
        if file.is_conflict
        else ("To fix", describe_broken_file(file.path))
        for file in view.to_fix
        if file.is_conflict or not _is_this_week(view, file.path)
    ]
    rows += [
        (
            "Due",
            (
                f"your report on {format_due_week(due, view.week)}, {format_count(len(due.goals), 'goal')} without "
                "an outcome"
            ),
        )
        for due in view.reports_due
    ]
    if view.left is not None:
        rows.append(("You", f"your part in this journal ended on {format_date(view.left, view.today)}."))
    elif view.role is Role.LISTENS:
        rows.append(("You", "listen in this journal, and set no goals."))
    elif view.partner is not None:
        rows.append(("This week", " ".join([_format_week(view.mine, view.role), *_list_keepers(view)])))
    if view.coming is not None:
        days = format_span(view.coming.first, view.coming.last)
        rows.append(("Next week", f"{format_count(view.coming.goals, 'goal')} for {days} ({view.coming.week})."))
    return rows


def describe_broken_file(path: str) -> str:
    """Return the sentence about a file that cannot be read."""
    usual = ". Until you fix it, the default terms apply" if path == "agreement.md" else ""
    return f"{path} cannot be read{usual}."


def _is_this_week(view: StatusView, path: str) -> bool:
    """Whether a file is that of my current week, which the screen always mentions."""
    return view.role is Role.REPORTS and view.mine is not None and view.mine.path == path


def _format_week(record: WeekRecord | None, role: Role) -> str:
    if record is not None and record.unreadable:
        why = "has a newer format than this version of apj can read" if record.unreadable.newer else "cannot be read"
        return f"{record.path} {why}."
    if record is None or not record.goals:
        if record is not None and record.away:
            return "a week off."
        if role is Role.SUPPORTS:
            return "you have written something." if record and _has_words(record) else "nothing written yet."
        return _explain_no_goals(record.path if record else "", record.goals_elsewhere if record else None)
    total = sum(goal.steps.total for goal in record.goals)
    done = sum(goal.steps.done for goal in record.goals)
    results = sum(goal.result is not None for goal in record.goals)
    said = [format_count(len(record.goals), "goal")]
    said += [f"{results} reported"] if results else []
    said += [f"{done} of {format_count(total, 'step')} done"] if total else []
    return f"{', '.join(said)}{'; a week off' if record.away else ''}."


def _has_words(record: WeekRecord) -> bool:
    """Whether a week without goals contains more than the headings with which `new-week` begins it."""
    return bool(week_body.split_sections(record.body) or record.learned or record.happened)


def _list_keepers(view: StatusView) -> list[str]:
    """Return a sentence on who has kept my goals, or none if I have no goals or nobody has kept them."""
    if view.mine is None or not view.mine.goals:
        return []
    keepers = [_get_name(partner) for partner in view.partners if partner.kept]
    return [f"{join_names(keepers)} {'has' if len(keepers) == 1 else 'have'} kept your goals."] if keepers else []


def _format_partner(partner: PartnerStatus, view: StatusView) -> str:
    if partner.left is not None:
        gone = f"left on {format_date(partner.left, view.today)}"
        return f"{gone}; {_choose_news(partner)}." if partner.unkept else f"{gone}."
    if partner.unread:
        return f"{_format_goals(partner, view)}; {format_number(partner.unread)} changed since you kept a copy."
    if partner.goals == 0 and not partner.quiet_weeks:
        return _format_without_goals(partner, view)
    goals = _format_goals(partner, view)
    return f"{goals}; {_choose_news(partner)}." if partner.unkept and not partner.quiet_weeks else f"{goals}."


def _format_goals(partner: PartnerStatus, view: StatusView) -> str:
    if partner.quiet_weeks:
        return f"no week since {_format_newest_week(partner, view)}"
    if partner.goals is None:
        return f"{partner.partner}/{partner.week}.md cannot be read"
    if not partner.goals:
        return "a week off" if partner.away else "no goals this week"
    return format_count(partner.goals, "goal") + ("; a week off" if partner.away else "")


def _explain_no_goals(path: str, line: int | None) -> str:
    """Return the sentence about missing goals with a lowercase first letter, for use inside a line."""
    said = explain_no_goals(path, line)
    return said[0].lower() + said[1:]


def _choose_news(partner: PartnerStatus) -> str:
    return _NEWS if partner.copied else _NEVER_KEPT


def _format_without_goals(partner: PartnerStatus, view: StatusView) -> str:
    if partner.away:
        return "a week off."
    if partner.role is Role.REPORTS:
        said = _explain_no_goals(f"{partner.partner}/{partner.week}.md", partner.goals_elsewhere)
        return f"{said.removesuffix('.')}, {format_age(view.as_of_said, view.today)}." if view.as_of_said else said
    if partner.unkept:
        return f"{_choose_news(partner)}."
    return "listens." if partner.role is Role.LISTENS else "nothing new."


def _format_newest_week(partner: PartnerStatus, view: StatusView) -> str:
    """Return the days of a partner's newest week, with the year if it is not the current one."""
    if partner.newest is None:
        return "they joined"
    days = partner.newest
    return format_week(days.week, days.first, days.end, year=days.week.year != view.week.year)


def _show_unshared(page: Page, view: StatusView) -> None:
    if view.no_remote:
        from apjournal.render.screens.sync import show_no_remote

        show_no_remote(page)
    for sentence in list_unshared(view):
        page.add_paragraph(sentence, hang=2)


def list_unshared(view: StatusView) -> list[str]:
    """Return sentences on what is not shared yet, and what the next sync will receive."""
    if view.unsynced is None or view.no_remote:
        return []
    files, ahead, behind = view.unsynced.files, view.unsynced.ahead, view.unsynced.behind
    said = [", ".join(files) if len(files) <= _FILES_NAMED else format_count(len(files), "file")] if files else []
    said += [format_count(ahead, "commit")] if ahead else []
    sentences = [f"Not shared yet: {join_names(said)}."] if said else []
    return [*sentences, *([f"The next sync will receive {format_count(behind, 'commit')}."] if behind else [])]


def _get_verb(message: ReceivedMessage) -> str:
    return _VERBS[message.kind] if message.kind else ""


def _get_name(partner: PartnerStatus) -> str:
    return partner.name or partner.partner.capitalize()
