"""The end of a dialogue: the last questions, and the next step that `apj status` shows."""

from __future__ import annotations

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.model.isoweek import IsoWeek
from apjournal.render.words.phrases import format_date, format_time, format_week

_EXPLAIN_KEEP = (
    "Yes: apj records in your kept.md that you have read this version of the goals. If the goals change "
    "later, apj shows you what "
    "changed. No: nothing is recorded."
)
_EXPLAIN_SHARE = (
    "Yes: apj commits what you wrote and sends it to everyone in this journal. No: it stays on this device until you "
    "run apj sync."
)


def ask_to_keep(talk: Talk, whose: str, *, and_share: bool = False) -> bool:
    """Ask whether to keep a copy of somebody's goals. With `and_share`, a yes also means to share at once."""
    question = f"Keep a copy of {whose} goals{', and share' if and_share else ''}?"
    return talk.ask_yes(question, explain=f"{_EXPLAIN_KEEP} {_EXPLAIN_SHARE}" if and_share else _EXPLAIN_KEEP)


def ask_to_share(talk: Talk) -> bool:
    """Ask whether to share now."""
    return talk.ask_yes("Share now?", explain=_EXPLAIN_SHARE)


def format_dates(context: Context, week: IsoWeek) -> str:
    """Return the days of a week's period, from its call to the day before the next: `30 Nov to 6 Dec (W49)`."""
    schedule = context.workspace.schedule
    return format_week(week, schedule.find_call_day(week), schedule.find_call_day(schedule.find_following_week(week)))


def show_next_step(context: Context, *, done: str = "") -> None:
    """Show the next step. If it is the command that was just `done`, show the time of the next call instead."""
    from apjournal.usecases.status import show_status

    view = show_status(context.workspace)
    if done and view.next.startswith(done):
        workspace = context.workspace
        at = workspace.schedule.find_coming_call(workspace.now, talked=done == "apj call")
        Talk(context.style).show_paragraph(f"Your next call is on {format_date(at)}, {format_time(at)}.")
    else:
        Talk(context.style).show_next_step(view.next)
