"""The schedule: when the partners talk, which period a day belongs to, and when a report is due.

The call that begins week W is on the call day nearest to W's Monday. So each call day begins exactly one week, and
successive weeks have successive call days, even if their terms differ. A period runs from one call of the cadence to
the day before the next. Its file is that of the week that the call begins.

A call is one moment: the agreement's call day and time, in its time zone. In another time zone, the date at that moment
may differ, and then that date is the call day there. At 00:00 of the call day in each partner's own time zone, a period
begins and the report on the previous period becomes due, so no report becomes due after the call. The dates in the
agreement's time zone, which are the same for everybody, decide which calls belong to the cadence and which terms apply.

An agreement may omit parts of this. Without a time, there is no moment, and the call day is the same date for
everybody. Without a time zone, or with one that this machine does not know, the call is in my time zone. Without
`started`, every second week is counted from the week of 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct

from apjournal.model.agreement import Agreement, Cadence, Mode
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.views.base import WeekDays

_LAST_DAY_AFTER_MONDAY = 3  # Thursday. A Friday is nearer to the coming Monday
_EPOCH = date(1970, 1, 1)
_AN_HOUR = timedelta(hours=1)
PLANNING_DAYS = timedelta(days=2)  # if the calls are on Mondays, the coming week is planned from Saturday on


def find_zone(name: str | None) -> ZoneInfo | None:
    """Return the time zone called `name`, or None if this machine does not know it."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def list_zones(partners: Iterable[Partner]) -> list[tuple[str, tzinfo]]:
    """Return the name and time zone of each partner whose time zone this machine knows."""
    return [(partner.called, zone) for partner in partners if (zone := find_zone(partner.timezone))]


class Schedule(Struct, frozen=True, dict=True):
    """The calls of `agreement` as a partner in `timezone` sees them."""

    agreement: Agreement
    timezone: tzinfo

    def get_today(self, now: datetime) -> date:
        """Return the date in my time zone at the moment `now`, which must be aware."""
        return now.astimezone(self.timezone).date()

    @cached_property
    def find_call_day(self) -> Callable[[IsoWeek], date]:
        """A function that returns the date, in my time zone, of the call that begins a week."""
        return cache(lambda week: self.find_call_time(week).astimezone(self.timezone).date())

    def find_agreed_day(self, week: IsoWeek) -> date:
        """Return the date of the call that begins a week, in the agreement's time zone: the call day nearest to Monday.

        It is the same for everybody.
        """
        day = self.agreement.get_terms_in(week).call.day
        return week.monday + timedelta(days=day if day <= _LAST_DAY_AFTER_MONDAY else day - 7)

    def find_call_time(self, week: IsoWeek) -> datetime:
        """Return the moment of the call that begins `week`, in the time zone of the call.

        If a clock change skips that time, return the time that the clock shows instead. If the time occurs twice,
        return the first.
        """
        at = datetime.combine(self.find_agreed_day(week), self.agreement.call.time or time(), self._call_zone)
        return at.astimezone(UTC).astimezone(self._call_zone)

    def is_period_start(self, week: IsoWeek) -> bool:
        """Whether a period begins with `week`, which means that there is a call then under the cadence that applies."""
        cadence = self.agreement.get_terms_in(week).cadence
        if cadence is Cadence.FORTNIGHTLY:
            return (_get_calendar_week(week.monday) - _get_week_of_call(self.agreement.started or _EPOCH)) % 2 == 0
        if cadence is Cadence.MONTHLY:
            return self.find_agreed_day(week).month != self.find_agreed_day(week + -1).month
        return True

    def find_period(self, day: date) -> IsoWeek:
        """Return the first week of the period that contains `day`. For today, this is "this week"."""
        week = IsoWeek.of(day) + 1  # the call that begins the next week may be on this week's Thursday or Friday
        while self.find_call_day(week) > day or not self.is_period_start(week):
            week += -1
        return week

    def find_begun_week(self, day: date) -> IsoWeek:
        """Return the newest week that has begun by `day`, regardless of the cadence.

        A week begins on its Monday or on its agreed call day, whichever comes first.
        """
        week = IsoWeek.of(day)
        return week + 1 if self.find_agreed_day(week + 1) <= day else week

    def find_former_week(self, week: IsoWeek) -> IsoWeek:
        """Return the first week of the period before the one that the call of `week` begins."""
        return self.find_period(self.find_call_day(week) - timedelta(days=1))

    def find_following_week(self, week: IsoWeek) -> IsoWeek:
        """Return the first week of the next period after `week`."""
        week += 1
        while not self.is_period_start(week):
            week += 1
        return week

    def count_calls(self, week: IsoWeek) -> int:
        """Return the number of the call that begins a period.

        The calls of one cadence have consecutive numbers.
        """
        match self.agreement.get_terms_in(week).cadence:
            case Cadence.MONTHLY:
                day = self.find_agreed_day(week)
                return day.year * 12 + day.month
            case Cadence.FORTNIGHTLY:
                return (_get_calendar_week(week.monday) - _get_week_of_call(self.agreement.started or _EPOCH)) // 2
        return _get_calendar_week(week.monday)

    @cached_property
    def find_due_day(self) -> Callable[[IsoWeek], date]:
        """A function that returns the date, in my time zone, from which the report of a week is due.

        It is the day of the next call under the cadence. This also holds for a week that begins no period but still has
        a file.
        """
        return cache(lambda week: self.find_call_day(self.find_following_week(week)))

    def build_week_days(self, week: IsoWeek) -> WeekDays:
        """Return `week` with the first and last day of its period."""
        return WeekDays(week, self.find_call_day(week), self.find_due_day(week))

    def is_due(self, week: IsoWeek, today: date) -> bool:
        """Whether the report of `week` is due. Under peer support, no report is ever due."""
        return self.is_reported(week) and today >= self.find_due_day(week)

    def is_over(self, week: IsoWeek, today: date) -> bool:
        """Whether the day on which the report was due has passed, so that a goal without an outcome is `unreported`."""
        return self.is_reported(week) and today > self.find_due_day(week)

    def is_reported(self, week: IsoWeek) -> bool:
        """Whether partners report on `week`. Under peer support, they do not."""
        return self.agreement.get_terms_in(week).mode is not Mode.PEER_SUPPORT

    def find_coming_week(self, now: datetime, *, talked: bool = False) -> IsoWeek:
        """Return the week that the next call begins.

        A call in progress is the next call, unless the partners have `talked`. A call lasts the agreed minutes, but at
        least an hour. A call without a time of day lasts all day.
        """
        week = self.find_period(self.get_today(now))
        is_over = talked or self._is_past(self.find_call_time(week), now)
        return self.find_following_week(week) if is_over else week

    def find_coming_call(self, now: datetime, *, talked: bool = False) -> datetime:
        """Return the moment of the call that begins `find_coming_week`, in the time zone of `now` (aware)."""
        return self.find_call_time(self.find_coming_week(now, talked=talked)).astimezone(now.tzinfo)

    def find_next_change(self, now: datetime) -> datetime | None:
        """Return the first moment after `now` at which the date or the next call may change.

        Return None if the clocks change before the next midnight, because that day is shorter or longer than usual.
        """
        today = self.get_today(now)
        midnight = datetime.combine(today + timedelta(days=1), time(), self.timezone)
        if midnight.utcoffset() != now.astimezone(self.timezone).utcoffset():
            return None
        at = self.find_call_time(self.find_period(today))
        if self.agreement.call.time is None or self._is_past(at, now):
            return midnight
        return min(midnight.astimezone(UTC), self._find_end(at))

    def is_now(self, at: datetime, now: datetime) -> bool:
        """Whether the call at the moment `at` is in progress.

        This is never the case for a call without a time of day.
        """
        has_begun = at.astimezone(UTC) <= now.astimezone(UTC)
        return self.agreement.call.time is not None and has_begun and not self._is_past(at, now)

    def _is_past(self, at: datetime, now: datetime) -> bool:
        if self.agreement.call.time is None:
            return at.date() < self.get_today(now)
        # Compare instants, because Python compares two datetimes of one time zone by their clock times.
        return now.astimezone(UTC) >= self._find_end(at)

    def _find_end(self, at: datetime) -> datetime:
        """Return the end of the call at `at`, in UTC."""
        return at.astimezone(UTC) + max(timedelta(minutes=self.agreement.call.minutes), _AN_HOUR)

    def find_week_to_plan(self, now: datetime) -> IsoWeek:
        """Return the week to set goals for: this week or, from two days before its call, the coming week."""
        today = self.get_today(now)
        this = self.find_period(today)
        coming = self.find_following_week(this)
        return coming if today >= self.find_call_day(coming) - PLANNING_DAYS else this

    @cached_property
    def _call_zone(self) -> tzinfo:
        zone = find_zone(self.agreement.call.timezone) if self.agreement.call.time else None
        return zone or self.timezone


def _get_calendar_week(day: date) -> int:
    """Return the number of the calendar week that contains `day`, counted from year 1.

    It is an integer rather than a date, so that even the latest dates have one.
    """
    return (day.toordinal() - 1) // 7


def _get_week_of_call(call: date) -> int:
    """Return the number of the calendar week whose Monday is closest to the call's date."""
    return (call.toordinal() - 1 + 7 - 1 - _LAST_DAY_AFTER_MONDAY) // 7
