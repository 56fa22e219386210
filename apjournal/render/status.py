"""`apj status`: where I stand, and the next step."""

from __future__ import annotations

from apjournal.model.record import WeekRecord
from apjournal.model.views.status import PartnerStatus, ReceivedMessage, StatusView
from apjournal.model.week import MessageKind
from apjournal.render import alarms
from apjournal.render.cells import width
from apjournal.render.phrases import count, day, hour_of, in_days, in_words, listed
from apjournal.render.terminal import Page, Style

_FILES_NAMED = 3
_VERBS = {MessageKind.ASK: " asks", MessageKind.OFFER: " offers", MessageKind.THANK: " says thanks"}


def text(view: StatusView, style: Style) -> str:
    """Write where I stand, line by line, and last the next step."""
    page = Page(style)
    page.say(_opening(view))
    alarms.facts(page, view.alarms)
    names = {partner.partner: _called(partner) for partner in view.partners}
    rows = [*_mine(view), *((_called(partner), _partner(partner)) for partner in view.partners)]
    rows += [
        ("For you", f"{names.get(told.partner, told.partner)}{_verb(told)}: {told.text}") for told in view.messages
    ]
    column = max((width(name) for name, _ in rows), default=0) + 2
    said = ""
    for name, row in rows:
        page.label("" if name == said else name, row, column=column)
        said = name
    _unshared(page, view)
    if view.year_ago:
        page.say(f'A year ago this week: "{view.year_ago}"')
    page.next(view.next)
    return page.text()


def _opening(view: StatusView) -> str:
    who = f"{view.name or view.partner.capitalize()}, " if view.partner else ""
    call = view.next_call
    hour = hour_of(call.at, view.call_elsewhere)
    if call.days == 0:
        return f"{who}{day(view.today)}. The next call is today{hour}."
    return f"{who}{day(view.today)}. The next call is on {day(call.at, view.today)}{hour}, {in_days(call.days)}."


def _mine(view: StatusView) -> list[tuple[str, str]]:
    """Say what is due of me, and how this week stands."""
    rows = [
        ("Due", f"your report on {due.week}, {count(len(due.goals), 'goal')} without an outcome")
        for due in view.reports_due
    ]
    if view.partner is not None:
        rows.append(("This week", " ".join([_week(view.mine), *_kept_by(view)])))
    return rows


def _week(record: WeekRecord | None) -> str:
    if record is not None and record.unreadable:
        return f"{record.path} can't be read as it is."
    if record is None or not record.goals:
        return "a week off." if record is not None and record.away else "no goals yet."
    total = sum(goal.steps.total for goal in record.goals)
    done = sum(goal.steps.done for goal in record.goals)
    results = sum(goal.result is not None for goal in record.goals)
    said = [count(len(record.goals), "goal")]
    said += [f"{results} reported"] if results else []
    said += [f"{done} of {count(total, 'step')} done"] if total else []
    return f"{', '.join(said)}{'; a week off' if record.away else ''}."


def _kept_by(view: StatusView) -> list[str]:
    """Say who has kept my goals, where there are goals to keep."""
    if view.mine is None or not view.mine.goals:
        return []
    keepers = [_called(partner) for partner in view.partners if partner.kept]
    return [f"{listed(keepers)} {'has' if len(keepers) == 1 else 'have'} kept your goals."] if keepers else []


def _partner(partner: PartnerStatus) -> str:
    if partner.quiet_weeks:
        since = f"nothing new since {partner.newest}" if partner.newest else "nothing new"
        return f"{since}, {count(partner.quiet_weeks, 'week')} ago."
    if not partner.goals:
        return "no goals yet."
    goals = count(partner.goals, "goal")
    if not partner.unread:
        return f"{goals}; there is something new since you kept a copy." if partner.unkept else f"{goals}."
    reads = "reads" if partner.unread == 1 else "read"
    return f"{goals}; {in_words(partner.unread)} {reads} differently since you kept a copy."


def _unshared(page: Page, view: StatusView) -> None:
    if view.unsynced is None:
        return
    files, ahead, behind = view.unsynced.files, view.unsynced.ahead, view.unsynced.behind
    said = [", ".join(files) if len(files) <= _FILES_NAMED else count(len(files), "file")] if files else []
    said += [count(ahead, "commit")] if ahead else []
    if said:
        page.say(f"Not shared yet: {listed(said)}.", hang=2)
    if behind:
        page.say(f"Received with the next sync: {count(behind, 'commit')}.")


def _verb(message: ReceivedMessage) -> str:
    return _VERBS[message.kind] if message.kind else ""


def _called(partner: PartnerStatus) -> str:
    return partner.name or partner.partner.capitalize()
