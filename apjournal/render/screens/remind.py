"""`apj remind`: one line without any text from the journal, so that any program may show it."""

from __future__ import annotations

from apjournal.model.date_words import format_time
from apjournal.model.views.remind import Reason, RemindView
from apjournal.render.layout.page import Style
from apjournal.render.words.phrases import format_age


def render_text(view: RemindView, style: Style) -> str:
    """Return the reminder as one line, or ""."""
    return format_line(view)


def format_line(view: RemindView) -> str:
    """Return the reminder as one line, or "". The line contains no partner's name and no goal."""
    if view.reason is None:
        return ""
    age = f", {format_age(view.as_of, view.today)}" if view.as_of else ""
    return f"apj: {_format_reason(view, view.reason)}{age}\n"


def _format_reason(view: RemindView, reason: Reason) -> str:
    partner = "your partner" if view.pair else "a partner"
    match reason:
        case Reason.CALL:
            return f"the call {'began' if view.has_begun else 'begins'}{_format_hour(view)}"
        case Reason.REPORT:
            return f"your report is due{f' before the call {_format_call(view)}' if view.call_at else ''}"
        case Reason.GOALS:
            return f"you have no goals yet for the call {_format_call(view)}"
        case Reason.NEWS:
            return f"{partner} shared something that you have not read"
        case Reason.AGREEMENT:
            return "a change to the agreement is waiting for you to accept it"
        case Reason.SILENCE:
            return f"{partner} has written nothing for at least four weeks"


def _format_call(view: RemindView) -> str:
    """Return the time of the call in words: `at 09:00`, `today` if it has no time of day, or `tomorrow at 09:00`."""
    hour = _format_hour(view).strip()
    if view.call_at is None or view.call_at.date() == view.today:
        return hour or "today"
    return f"tomorrow {hour}".rstrip()


def _format_hour(view: RemindView) -> str:
    return f" at {format_time(view.call_at)}" if view.call_at and view.has_time else ""
