"""The end of a dialogue: the last questions, and the next step as in `apj status`."""

from __future__ import annotations

from apjournal.cli.context import CallStart, Context
from apjournal.cli.prompts import Talk
from apjournal.model.date_words import format_date, format_time
from apjournal.model.isoweek import IsoWeek
from apjournal.render.words.phrases import format_week

_EXPLAIN_KEEP = (
    "Yes: apj records in your kept.md that you have read this version of the goals. If the goals change "
    "later, apj shows you what "
    "changed. No: nothing is recorded."
)
_EXPLAIN_SHARE = (
    "Yes: apj commits what you wrote and sends it to everyone in this journal. No: it stays on this device until you "
    "run apj sync."
)
_SHARE_AND_CALL = "Share now, and begin the call?  [y]es, with a clock  [w]ithout one  [s]hare only  [l]ater"
_EXPLAIN_SHARE_AND_CALL = (
    "Yes: apj commits what you wrote, sends it to everyone in this journal, and shows what to talk about; the clock "
    "counts the minutes of each part. Share only: begin the call later with apj call. Later: what you wrote stays on "
    "this device until you run apj sync."
)
_STARTS = {"y": CallStart.CLOCK, "w": CallStart.WITHOUT}


def ask_to_keep(talk: Talk, what: str, *, and_share: bool = False) -> bool:
    """Ask whether to keep a copy of `what`, such as "Ana's goals".

    With `and_share`, the same question asks whether to share.
    """
    question = f"Keep a copy of {what}{', and share' if and_share else ''}?"
    return talk.ask_yes(question, explain=f"{_EXPLAIN_KEEP} {_EXPLAIN_SHARE}" if and_share else _EXPLAIN_KEEP)


def ask_to_share(talk: Talk) -> bool:
    """Ask whether to share now."""
    return talk.ask_yes("Share now?", explain=_EXPLAIN_SHARE)


def ask_to_share_and_begin(talk: Talk, *, is_near: bool) -> tuple[bool, CallStart]:
    """Ask whether to share now, and whether the call begins. Enter begins it only if its time `is_near`."""
    talk.drop_typed_ahead()
    choice = talk.ask_key(_SHARE_AND_CALL, "ywsl", default="y" if is_near else "s", explain=_EXPLAIN_SHARE_AND_CALL)
    return choice != "l", _STARTS.get(choice, CallStart.LATER)


def format_dates(context: Context, week: IsoWeek) -> str:
    """Return the days of a week's period, from its call to the day before the next: `30 Nov to 6 Dec (W49)`."""
    schedule = context.workspace.schedule
    return format_week(week, schedule.find_call_day(week), schedule.find_call_day(schedule.find_following_week(week)))


def show_next_step(context: Context, *, done: str = "") -> None:
    """Show the next step. If that is the command which was just `done`, show the time of the next call instead."""
    from apjournal.usecases.status import show_status

    view = show_status(context.workspace)
    if done and view.next.startswith(done):
        workspace = context.workspace
        at = workspace.schedule.find_coming_call(workspace.now, talked=done == "apj call")
        Talk(context.style).show_paragraph(f"Your next call is on {format_date(at)}, {format_time(at)}.")
    else:
        Talk(context.style).show_next_step(view.next)
