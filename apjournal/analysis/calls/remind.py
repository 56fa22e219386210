"""Find out for `apj remind` whether a call is near, and whether goals for it are missing."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from msgspec import Struct

from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek

EVENING = time(18)
"""From this time on the day before a call, `apj remind` asks for the goals of the week that the call begins."""
NEAR = timedelta(hours=1)
"""`apj remind` announces a call from this long before it."""


class CallTimes(Struct, frozen=True):
    """The next call: the week that it begins, its moment in my time zone, and how near it is.

    - `is_near`: whether it begins within the hour or has begun. A call without a time of day is never near.
    - `has_begun`: whether it is in progress.
    - `is_evening`: whether it is at least the evening before the call.
    - `is_today`: whether the call is today in my time zone.
    - `is_weekday`: whether today is the weekday of calls, on which apj mentions less urgent things.
    """

    week: IsoWeek
    at: datetime
    is_near: bool
    has_begun: bool
    is_evening: bool
    is_today: bool
    is_weekday: bool


def find_call_times(schedule: Schedule, now: datetime, *, talked: bool) -> CallTimes:
    """Return the next call and how near it is.

    `now` is in my time zone. `talked` says whether the partners have talked in the call in progress.
    """
    week = schedule.find_coming_week(now, talked=talked)
    at = schedule.find_call_time(week).astimezone(now.tzinfo)
    return CallTimes(
        week=week,
        at=at,
        is_near=schedule.agreement.call.time is not None and is_reached(at - NEAR, now),
        has_begun=schedule.is_now(at, now),
        is_evening=is_reached(_find_evening(schedule, week), now),
        is_today=at.date() == now.date(),
        is_weekday=at.weekday() == now.weekday(),
    )


def find_end_of_reminder(schedule: Schedule, now: datetime) -> datetime | None:
    """Return the first moment after `now` at which the result of `find_call_times` or the date may change.

    Return None if that is unknown.
    """
    last = schedule.find_next_change(now)
    if last is None:
        return None
    this = schedule.find_period(schedule.get_today(now))
    moments = [last]
    for week in (this, schedule.find_following_week(this)):
        at = schedule.find_call_time(week).astimezone(UTC)
        moments += [at - NEAR, at, _find_evening(schedule, week)]
    return min(moment.astimezone(UTC) for moment in moments if not is_reached(moment, now))


def _find_evening(schedule: Schedule, week: IsoWeek) -> datetime:
    day = schedule.find_call_day(week) - timedelta(days=1)
    return datetime.combine(day, EVENING, schedule.timezone)


def is_reached(moment: datetime, now: datetime) -> bool:
    """Whether `moment` is now or in the past.

    Both are compared in UTC, because Python compares two datetimes in one time zone by their local times.
    """
    return now.astimezone(UTC) >= moment.astimezone(UTC)
