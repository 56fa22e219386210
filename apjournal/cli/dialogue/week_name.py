"""How a dialogue names a week: by its days, in the partner's own time zone."""

from __future__ import annotations

from apjournal.cli.context import Context
from apjournal.model.isoweek import IsoWeek
from apjournal.render.phrases import format_week


def format_dates(context: Context, week: IsoWeek) -> str:
    """Return the days of a week's period, from its call to the day before the next: `30 Nov to 6 Dec (W49)`."""
    schedule = context.workspace.schedule
    return format_week(week, schedule.find_call_day(week), schedule.find_call_day(schedule.find_following_week(week)))
