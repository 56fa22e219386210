"""Periods, due days and calls: for every cadence and call day, across clock changes, from 1970 to 2100."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.analysis.schedule import Schedule, find_zone
from apjournal.model.agreement import Agreement, Cadence, CallTerms, EarlierTerms, Mode, Terms
from apjournal.model.isoweek import IsoWeek

BERLIN, LISBON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York")
FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)
DAY = timedelta(days=1)
MONDAY, THURSDAY, FRIDAY = 0, 3, 4

days = st.dates(FIRST, LAST)
weeks = days.map(IsoWeek.of)
zones = st.sampled_from([BERLIN, LISBON, NEW_YORK, ZoneInfo("Pacific/Apia"), ZoneInfo("Asia/Kathmandu")])
instants = st.builds(lambda day, at, zone: datetime.combine(day, at, zone), days, st.times(), zones)
terms = st.builds(
    Terms,
    mode=st.none() | st.sampled_from(Mode),
    cadence=st.none() | st.sampled_from(Cadence),
    day=st.none() | st.integers(0, 6),
)
calls = st.builds(
    CallTerms,
    day=st.integers(0, 6),
    time=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    timezone=st.none() | zones.map(str) | st.just("Europe/Nowhere"),
)
agreements = st.builds(
    Agreement,
    mode=st.sampled_from(Mode),
    call=calls,
    cadence=st.sampled_from(Cadence),
    started=st.none() | st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    earlier=st.lists(st.builds(EarlierTerms, weeks, terms), max_size=3).map(tuple),
)
schedules = st.builds(Schedule, agreements, zones)


def schedule(
    cadence: Cadence = Cadence.WEEKLY, day: int = MONDAY, started: date | None = None, mode: Mode = Mode.TWO_SIDED
) -> Schedule:
    call = CallTerms(day=day, time=time(9), timezone="Europe/Berlin")
    return Schedule(Agreement(mode=mode, call=call, cadence=cadence, started=started), BERLIN)


def week(text: str) -> IsoWeek:
    return IsoWeek.parse(text)


@pytest.mark.parametrize(
    ("call_day", "day", "begun"),
    [
        (FRIDAY, date(2026, 11, 26), "2026-W48"),
        (FRIDAY, date(2026, 11, 27), "2026-W49"),
        (THURSDAY - 1, date(2026, 11, 23), "2026-W48"),
        (THURSDAY - 1, date(2026, 11, 29), "2026-W48"),
    ],
)
def test_a_week_begins_on_its_monday_or_on_its_earlier_call_day(call_day: int, day: date, begun: str) -> None:
    assert schedule(day=call_day).find_begun_week(day) == week(begun)


# Periods


def test_with_a_weekly_call_on_mondays_a_period_is_the_iso_week() -> None:
    mondays, day = schedule(), FIRST
    while day <= LAST:
        assert mondays.find_period(day) == IsoWeek.of(day)
        day += DAY


@given(schedules, days)
def test_each_day_is_in_one_period_without_gaps(calendar: Schedule, day: date) -> None:
    this = calendar.find_period(day)
    assert calendar.is_period_start(this)
    assert calendar.find_call_day(this) <= day < calendar.find_call_day(calendar.find_following_week(this))


@given(schedules, weeks)
def test_a_period_begins_on_its_call_day_and_ends_before_the_next(calendar: Schedule, any_week: IsoWeek) -> None:
    this = calendar.find_following_week(any_week)
    assert calendar.find_period(calendar.find_call_day(this)) == this
    assert calendar.find_period(calendar.find_due_day(this) - DAY) == this
    assert calendar.find_period(calendar.find_due_day(this)) == calendar.find_following_week(this)


@given(schedules, weeks)
def test_the_following_period_is_the_first_that_begins_later(calendar: Schedule, any_week: IsoWeek) -> None:
    following = calendar.find_following_week(any_week)
    assert calendar.is_period_start(following)
    assert not any(calendar.is_period_start(any_week + between) for between in range(1, following - any_week))


@given(schedules, weeks)
def test_a_report_is_due_on_the_call_day_of_the_following_period(calendar: Schedule, any_week: IsoWeek) -> None:
    assert calendar.find_due_day(any_week) == calendar.find_call_day(calendar.find_following_week(any_week))
    assert calendar.find_due_day(any_week) > calendar.find_call_day(any_week)


@given(schedules, weeks)
def test_the_call_of_a_week_is_the_call_day_nearest_to_its_monday(calendar: Schedule, any_week: IsoWeek) -> None:
    call = calendar.find_agreed_day(any_week)
    assert abs(call - any_week.monday) <= timedelta(days=3)
    assert call.weekday() == calendar.agreement.get_terms_in(any_week).call.day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (MONDAY, date(2026, 11, 23)),
        (THURSDAY, date(2026, 11, 26)),
        (FRIDAY, date(2026, 11, 20)),
        (6, date(2026, 11, 22)),
    ],
)
def test_a_call_from_friday_to_sunday_begins_the_week_after(day: int, expected: date) -> None:
    assert schedule(day=day).find_call_day(week("2026-W48")) == expected


def test_with_a_call_on_fridays_the_weekend_belongs_to_the_next_week() -> None:
    fridays = schedule(day=FRIDAY)
    assert fridays.find_period(date(2026, 11, 19)) == week("2026-W47")
    assert fridays.find_period(date(2026, 11, 20)) == week("2026-W48")


# Cadences


@given(st.integers(0, 6), days)
def test_with_calls_every_two_weeks_periods_are_counted_from_the_first_call(day: int, started: date) -> None:
    started += DAY * ((day - started.weekday()) % 7)
    calendar = schedule(Cadence.FORTNIGHTLY, day, started)
    first = calendar.find_period(started)
    assert calendar.find_call_day(first) == started
    assert calendar.find_due_day(first) == started + 14 * DAY
    assert calendar.find_due_day(first + 1) == started + 14 * DAY
    assert calendar.find_period(started + 13 * DAY) == first
    assert calendar.find_period(started - DAY) == first + -2


@given(days, st.integers(-3, 3))
def test_with_calls_every_two_weeks_a_start_on_another_day_counts_from_the_nearest_call(
    started: date, off: int
) -> None:
    monday = IsoWeek.of(started).monday
    assert schedule(Cadence.FORTNIGHTLY, MONDAY, monday + off * DAY).is_period_start(IsoWeek.of(monday))


def test_with_calls_every_two_weeks_and_no_start_periods_are_counted_from_1970() -> None:
    calendar = schedule(Cadence.FORTNIGHTLY)
    assert calendar.is_period_start(week("2026-W48")) != calendar.is_period_start(week("2026-W49"))
    assert calendar.is_period_start(week("1970-W01"))


def test_calls_every_two_weeks_may_start_at_the_end_of_the_calendar() -> None:
    calendar = schedule(Cadence.FORTNIGHTLY, started=date.max)
    assert calendar.is_period_start(week("2026-W48")) != calendar.is_period_start(week("2026-W49"))


@pytest.mark.parametrize("day", range(7))
def test_a_monthly_cadence_includes_the_first_call_of_each_month(day: int) -> None:
    calendar = schedule(Cadence.MONTHLY, day)
    held, this = [], calendar.find_following_week(IsoWeek(1969, 50))
    while calendar.find_agreed_day(this) <= LAST:
        held.append(calendar.find_agreed_day(this))
        this = calendar.find_following_week(this)
    assert [(call.year, call.month) for call in held] == [(y, m) for y in range(1970, 2101) for m in range(1, 13)]
    assert all(call.day <= 7 for call in held)


def test_a_monthly_period_is_named_after_its_first_week() -> None:
    calendar = schedule(Cadence.MONTHLY)
    assert calendar.find_period(date(2026, 11, 30)) == week("2026-W45")
    assert calendar.find_due_day(week("2026-W45")) == date(2026, 12, 7)
    assert calendar.find_due_day(week("2026-W47")) == date(2026, 12, 7)


@given(agreements, terms, weeks, zones)
def test_a_change_of_terms_does_not_change_the_due_days_of_earlier_weeks(
    old: Agreement, new: Terms, changed: IsoWeek, zone: ZoneInfo
) -> None:
    old = replace(old, earlier=())
    former = Terms(old.mode, old.cadence, old.call.day)
    now = Schedule(replace(old.apply_terms(new), earlier=(EarlierTerms(changed, former),)), zone)
    before = Schedule(old, zone)
    for back in range(60):
        this = changed + -back
        if before.find_following_week(this) <= changed:
            assert now.find_due_day(this) == before.find_due_day(this)
        assert now.is_reported(this) == before.is_reported(this)


# What is due


def test_a_report_is_due_on_the_day_of_the_call_and_its_due_day_is_over_on_the_next() -> None:
    calendar, this = schedule(), week("2026-W48")
    assert [calendar.is_due(this, date(2026, 11, day)) for day in (29, 30)] == [False, True]
    assert [calendar.is_over(this, day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == [False, True]


@given(schedules, weeks, days)
def test_a_report_is_due_before_its_due_day_is_over(calendar: Schedule, any_week: IsoWeek, today: date) -> None:
    assert not calendar.is_over(any_week, today) or calendar.is_due(any_week, today)
    assert not calendar.is_due(any_week, today) or calendar.is_over(any_week, today + DAY)


@given(weeks, days)
def test_under_peer_support_no_report_is_ever_due(any_week: IsoWeek, today: date) -> None:
    calendar = schedule(mode=Mode.PEER_SUPPORT)
    assert not calendar.is_reported(any_week)
    assert not calendar.is_due(any_week, today)
    assert not calendar.is_over(any_week, today)


def test_a_late_call_in_lisbon_is_on_the_next_day_in_berlin() -> None:
    late = CallTerms(day=MONDAY, time=time(23, 30), timezone="Europe/Lisbon")
    in_berlin = Schedule(Agreement(call=late), BERLIN)
    this = week("2026-W49")
    assert in_berlin.find_agreed_day(this) == date(2026, 11, 30)
    assert in_berlin.find_call_time(this).astimezone(BERLIN) == datetime(2026, 12, 1, 0, 30, tzinfo=BERLIN)
    assert in_berlin.find_call_day(this) == in_berlin.find_due_day(week("2026-W48")) == date(2026, 12, 1)


AUCKLAND, LOS_ANGELES = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("agreed", "other", "hour", "here", "there"),
    [
        (AUCKLAND, LOS_ANGELES, 9, date(2026, 11, 30), date(2026, 11, 29)),
        (LOS_ANGELES, AUCKLAND, 9, date(2026, 11, 30), date(2026, 12, 1)),
        (AUCKLAND, LOS_ANGELES, 22, date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_in_distant_zones_each_report_is_due_on_the_local_day_of_the_call(
    agreed: ZoneInfo, other: ZoneInfo, hour: int, here: date, there: date
) -> None:
    call = Agreement(call=CallTerms(MONDAY, time(hour), str(agreed)))
    one, two = Schedule(call, agreed), Schedule(call, other)
    assert one.find_call_time(week("2026-W49")) == two.find_call_time(week("2026-W49"))
    assert (one.find_due_day(week("2026-W48")), two.find_due_day(week("2026-W48"))) == (here, there)


@given(agreements, st.tuples(zones, zones, zones), st.times(), weeks)
def test_both_partners_see_the_same_call_and_no_report_is_due_after_it(
    agreed: Agreement, where: tuple[ZoneInfo, ZoneInfo, ZoneInfo], hour: time, any_week: IsoWeek
) -> None:
    zone, mine, hers = where
    agreed = replace(agreed, call=replace(agreed.call, time=hour.replace(second=0, microsecond=0), timezone=str(zone)))
    one, two = Schedule(agreed, mine), Schedule(agreed, hers)
    call = one.find_call_time(one.find_following_week(any_week))
    assert call == two.find_call_time(two.find_following_week(any_week))
    for seen in (one, two):
        assert seen.is_due(any_week, seen.get_today(call)) == seen.is_reported(any_week)
        assert not seen.is_over(any_week, seen.get_today(call))
        assert seen.find_period(seen.get_today(call)) >= seen.find_following_week(any_week)


@given(schedules, zones, weeks)
def test_a_call_without_a_time_is_on_the_same_date_in_every_zone(
    calendar: Schedule, zone: ZoneInfo, any_week: IsoWeek
) -> None:
    call = replace(calendar.agreement.call, time=None)
    calendar = replace(calendar, agreement=replace(calendar.agreement, call=call))
    assert calendar.find_due_day(any_week) == replace(calendar, timezone=zone).find_due_day(any_week)


# The next call


@given(schedules, instants)
def test_the_coming_call_is_the_call_in_progress_or_otherwise_the_next_call(calendar: Schedule, now: datetime) -> None:
    at = calendar.find_coming_call(now)
    assert at.tzinfo == now.tzinfo
    assert calendar.is_now(at, now) or calendar.get_today(at) >= calendar.get_today(now)
    this = calendar.find_period(calendar.get_today(now))
    assert at in {calendar.find_call_time(one) for one in (this, calendar.find_following_week(this))}


@given(schedules, weeks)
@example(Schedule(Agreement(call=CallTerms(day=4, timezone="Pacific/Apia")), BERLIN), IsoWeek(2012, 1))
def test_calls_follow_each_other_across_clock_changes(calendar: Schedule, any_week: IsoWeek) -> None:
    one, two = (
        calendar.find_call_time(this).astimezone(UTC) for this in (any_week, calendar.find_following_week(any_week))
    )
    assert one < two


@given(schedules, st.sampled_from([BERLIN, LISBON]), st.times(), weeks)
def test_the_call_is_at_the_agreed_time_in_the_time_zone_of_the_agreement(
    calendar: Schedule, zone: ZoneInfo, hour: time, any_week: IsoWeek
) -> None:
    hour = hour.replace(second=0, microsecond=0)
    call = replace(calendar.agreement.call, time=hour, timezone=str(zone))
    calendar = replace(calendar, agreement=replace(calendar.agreement, call=call))
    at = calendar.find_call_time(any_week)
    assert at.tzinfo == zone
    if at.utcoffset() == (at - DAY).utcoffset():  # no clock change since the day before
        assert at.date() == calendar.find_agreed_day(any_week)
        assert at.time() == hour


def test_a_call_keeps_its_agreed_time_when_either_partners_clock_changes() -> None:
    in_new_york = replace(schedule(), timezone=NEW_YORK)
    seen = [
        in_new_york.find_call_time(week(name)) for name in ("2026-W10", "2026-W11", "2026-W13", "2026-W14", "2026-W44")
    ]
    assert [at.hour for at in seen] == [9, 9, 9, 9, 9]
    assert [at.astimezone(NEW_YORK).hour for at in seen] == [3, 4, 4, 3, 4]
    assert [at.astimezone(UTC).hour for at in seen] == [8, 8, 8, 7, 8]


def test_the_days_until_a_call_are_counted_across_a_clock_change() -> None:
    one, two = (schedule().find_call_time(week(name)).astimezone(UTC) for name in ("2026-W13", "2026-W14"))
    assert two - one == timedelta(days=7, hours=-1)


@pytest.mark.parametrize(
    ("at", "hour", "instant"),
    [
        (date(2026, 3, 29), 3, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), 2, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
    ids=["skipped: what the clock then shows", "twice: the first"],
)
def test_a_call_time_that_the_clock_skips_or_repeats_means_one_instant(at: date, hour: int, instant: datetime) -> None:
    call = CallTerms(day=6, time=time(2, 30), timezone="Europe/Berlin")
    held = Schedule(Agreement(call=call), LISBON).find_call_time(IsoWeek.of(at) + 1)
    assert held.astimezone(UTC) == instant
    assert (held.day, held.hour, held.minute) == (at.day, hour, 30)


def test_a_call_is_the_next_call_until_it_ends() -> None:
    calendar, call = schedule(), datetime(2026, 11, 30, 9, tzinfo=BERLIN)
    minutes = timedelta(minutes=1)
    assert calendar.find_coming_call(call - DAY) == call
    assert calendar.find_coming_call(call.astimezone(NEW_YORK)) == call
    assert calendar.find_coming_call(call + 59 * minutes) == call
    assert calendar.find_coming_call(call + 60 * minutes) == call + 7 * DAY
    assert calendar.find_coming_call(call + 5 * minutes, talked=True) == call + 7 * DAY
    assert [calendar.is_now(call, call + late * minutes) for late in (-1, 0, 59, 60)] == [False, True, True, False]


def test_a_long_call_ends_after_its_agreed_length_even_past_midnight() -> None:
    night = CallTerms(MONDAY, time(23), "Europe/Berlin", minutes=120)
    calendar, call = Schedule(Agreement(call=night), BERLIN), datetime(2026, 11, 30, 23, tzinfo=BERLIN)
    assert calendar.find_coming_call(call + timedelta(minutes=119)) == call
    assert calendar.find_coming_call(call + timedelta(minutes=120)) == call + 7 * DAY


@pytest.mark.parametrize("monday", [date(2026, 3, 30), date(2026, 10, 26), date(2026, 11, 30)])
def test_a_call_without_a_time_is_the_next_call_all_day(monday: date) -> None:
    calendar = Schedule(Agreement(call=CallTerms(MONDAY)), BERLIN)
    late = datetime.combine(monday, time(23, 59), BERLIN)
    assert calendar.find_coming_call(late).date() == monday
    assert not calendar.is_now(calendar.find_coming_call(late), late)
    assert calendar.find_coming_call(late + timedelta(minutes=1)).date() == monday + 7 * DAY


# The week to plan


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-27", "2026-W48"), ("2026-11-28", "2026-W49"), ("2026-11-29", "2026-W49"), ("2026-11-30", "2026-W49")],
    ids=["Friday", "Saturday", "Sunday", "the Monday of the call"],
)
def test_the_next_week_is_planned_from_two_days_before_its_call(now: str, expected: str) -> None:
    assert schedule().find_week_to_plan(datetime.fromisoformat(f"{now}T00:00+01:00")) == week(expected)


def test_planning_of_the_next_week_begins_at_midnight_in_my_time_zone() -> None:
    friday_night = datetime(2026, 11, 27, 23, 30, tzinfo=LISBON)
    assert schedule().find_week_to_plan(friday_night) == week("2026-W49")
    assert replace(schedule(), timezone=LISBON).find_week_to_plan(friday_night) == week("2026-W48")


@given(schedules, instants)
def test_the_week_to_plan_is_the_current_or_the_following_week(calendar: Schedule, now: datetime) -> None:
    this = calendar.find_period(calendar.get_today(now))
    planned = calendar.find_week_to_plan(now)
    near = calendar.find_due_day(this) - calendar.get_today(now) <= 2 * DAY
    assert planned == (calendar.find_following_week(this) if near else this)


# What an agreement leaves out


def test_a_call_without_a_time_begins_at_midnight() -> None:
    bare = Schedule(Agreement(), BERLIN)
    assert bare.find_call_time(week("2026-W48")) == datetime(2026, 11, 23, tzinfo=BERLIN)


@pytest.mark.parametrize("name", [None, "", "Europe/Nowhere", "../../etc/passwd", "a\0b", "/etc/localtime", "Europe"])
def test_a_call_in_an_unknown_time_zone_is_in_my_time_zone(name: str | None) -> None:
    assert find_zone(name) is None
    bare = Schedule(Agreement(call=CallTerms(time=time(9), timezone=name)), NEW_YORK)
    assert bare.find_call_time(week("2026-W48")) == datetime(2026, 11, 23, 9, tzinfo=NEW_YORK)


def test_successive_calls_under_changed_terms_are_never_in_the_same_week() -> None:
    changed = Agreement(
        call=CallTerms(day=FRIDAY), earlier=(EarlierTerms(week("2026-W47"), Terms(day=THURSDAY)),), started=None
    )
    calendar = Schedule(changed, BERLIN)
    named = [calendar.find_call_day(week("2026-W45") + count) for count in range(6)]
    assert all(one < two for one, two in pairwise(named))
    assert named[2:4] == [date(2026, 11, 19), date(2026, 11, 20)]


@given(schedules, instants, st.floats(0, 1, exclude_max=True), st.booleans())
def test_today_and_the_coming_call_stay_equal_until_the_next_change_of_the_schedule(
    schedule: Schedule, now: datetime, part: float, talked: bool
) -> None:
    until = schedule.find_next_change(now)
    if until is not None:
        now, until = (at.astimezone(UTC) for at in (now, until))
        later = now + (until - now) * part
        assert now < until <= now + DAY
        first, second = (at.astimezone(schedule.timezone) for at in (now, min(later, until - timedelta.resolution)))
        assert first.date() == second.date()
        calls = [schedule.find_coming_call(at, talked=talked) for at in (first, second)]
        assert calls[0] == calls[1]


def test_the_next_change_of_the_schedule_is_unknown_around_clock_changes() -> None:
    weekly = schedule()
    found = [weekly.find_next_change(datetime(2026, 11, 30, hour, tzinfo=BERLIN)) for hour in (0, 9, 10)]
    assert found == [
        datetime(2026, 11, 30, 10, tzinfo=BERLIN),
        datetime(2026, 11, 30, 10, tzinfo=BERLIN),
        datetime(2026, 12, 1, tzinfo=BERLIN),
    ]
    assert weekly.find_next_change(datetime(2026, 10, 25, 1, tzinfo=BERLIN)) is None
    assert weekly.find_next_change(datetime(2026, 10, 25, 4, tzinfo=BERLIN)) is not None
    untimed = Schedule(Agreement(call=CallTerms(day=MONDAY)), BERLIN)
    assert untimed.find_next_change(datetime(2026, 11, 30, 1, tzinfo=BERLIN)) == datetime(2026, 12, 1, tzinfo=BERLIN)
