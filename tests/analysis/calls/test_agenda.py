"""The content of a call: the order, and minutes that add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.analysis.calls.agenda import (
    count_media,
    divide_minutes,
    find_week_of_call,
    is_first_call_of_month,
    order_speakers,
    plan_agenda,
)
from apjournal.analysis.schedule import Schedule, find_zone
from apjournal.model.agreement import Agreement, Cadence
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.call import Speaker, Topic
from apjournal.model.week import CallRecord, Medium, Week
from tests.helpers.week_records import ANA, BEN, CEM, GOOD, NEXT_GOALS, W47, W48, W49
from tests.helpers.weeks import LISBON, agreement

HER = Speaker(ANA, "Ana", GOOD, NEXT_GOALS)
HIM = Speaker(BEN, "Ben", None, None)
NOBODY = Speaker(CEM, "Cem", None, None)
weights = st.lists(st.integers(1, 30), min_size=1, max_size=20)
BERLIN = find_zone("Europe/Berlin")


@given(weights, st.integers(0, 200))
def test_the_minutes_of_the_parts_add_up_and_every_part_has_at_least_one_minute(parts: list[int], more: int) -> None:
    shares = divide_minutes(len(parts) + more, parts)
    assert sum(shares) == len(parts) + more
    assert min(shares) >= 1


def test_a_part_of_a_call_with_weight_0_gets_no_minutes() -> None:
    assert divide_minutes(20, [0, 3, 0, 1]) == (0, 15, 0, 5)
    assert divide_minutes(2, [0, 3, 0, 1]) == (0, 1, 0, 1)


@given(weights, st.integers(0, 200))
def test_each_share_of_minutes_is_its_quota_rounded_up_or_down(parts: list[int], more: int) -> None:
    for share, weight in zip(divide_minutes(len(parts) + more, parts), parts, strict=True):
        quota = 1 + Fraction(more * weight, sum(parts))
        assert quota - 1 < share < quota + 1


@given(weights, st.integers(0, 200))
def test_a_part_with_more_weight_never_gets_fewer_minutes(parts: list[int], more: int) -> None:
    shares = divide_minutes(len(parts) + more, parts)
    for one, mine in zip(parts, shares, strict=True):
        assert all(mine >= theirs for other, theirs in zip(parts, shares, strict=True) if one > other)


def test_a_call_of_two_partners_has_two_reports_two_sets_of_goals_and_messages() -> None:
    parts = plan_agenda([HER, HIM], 20)
    assert [(part.topic, part.partner) for part in parts] == [
        (Topic.REPORT, ANA),
        (Topic.REPORT, BEN),
        (Topic.GOALS, ANA),
        (Topic.GOALS, BEN),
        (Topic.EACH_OTHER, None),
    ]
    assert [part.minutes for part in parts] == [8, 0, 6, 3, 3]


def test_a_partner_who_is_away_gets_no_minutes_for_goals() -> None:
    off = Speaker(BEN, "Ben", GOOD, replace(NEXT_GOALS, goals=(), away=True))
    assert [part.minutes for part in plan_agenda([HER, off], 20)][2:4] == [5, 0]
    assert [part.minutes for part in plan_agenda([NOBODY, HIM], 20)] == [0, 0, 7, 7, 6]


def test_a_call_with_a_listener_has_the_parts_of_one_partner() -> None:
    assert [part.partner for part in plan_agenda([HER], 15)] == [ANA, ANA, None]


@given(st.integers(1, 60), st.integers(1, 50))
def test_the_minutes_of_the_parts_add_up_for_any_number_of_partners_and_any_length(minutes: int, people: int) -> None:
    parts = plan_agenda([HER] * people, minutes)
    assert sum(part.minutes for part in parts) == minutes
    assert all(part.minutes >= 1 for part in parts)


def test_a_call_under_peer_support_has_no_reports_and_no_goals() -> None:
    parts = plan_agenda([HER, HIM], 20, reports=False)
    assert [(part.topic, part.partner) for part in parts] == [
        (Topic.TOLD, ANA),
        (Topic.TOLD, BEN),
        (Topic.EACH_OTHER, None),
    ]
    assert [part.topic for part in plan_agenda([HER, HIM], 2, reports=False)] == [Topic.TOLD, Topic.EACH_OTHER]
    assert [part.topic for part in plan_agenda([HER, HIM], 1, reports=False)] == [Topic.EACH_OTHER]


def test_a_call_with_fewer_minutes_than_parts_shares_parts_between_speakers() -> None:
    parts = plan_agenda([HER, HER], 4)
    assert [(part.topic, part.partner, len(part.speakers)) for part in parts] == [
        (topic, None, 2) for topic in (Topic.REPORT, Topic.GOALS, Topic.EACH_OTHER)
    ]
    assert [part.minutes for part in plan_agenda([HER, HIM], 2)] == [2]


def test_two_partners_take_turns_at_speaking_first_and_both_see_the_same_order() -> None:
    for turn, order in ((0, (ANA, BEN)), (1, (BEN, ANA)), (2, (ANA, BEN))):
        assert order_speakers([ANA, BEN], ANA, turn) == order
        assert order_speakers([BEN, ANA], BEN, turn) == order


def test_in_a_circle_i_speak_first() -> None:
    assert order_speakers([ANA, BEN, CEM], BEN, 1) == (BEN, ANA, CEM)


@pytest.mark.parametrize("cadence", Cadence)
def test_turns_at_speaking_first_continue_into_the_new_year(cadence: Cadence) -> None:
    assert BERLIN is not None
    schedule = Schedule(Agreement(cadence=cadence, started=date(2026, 9, 7)), BERLIN)
    week = schedule.find_period(date(2026, 1, 12))
    for _ in range(120):
        following = schedule.find_following_week(week)
        assert schedule.count_calls(following) == schedule.count_calls(week) + 1
        week = following


def test_the_call_is_about_the_next_week_once_a_partner_has_a_file_for_that_week() -> None:
    assert find_week_of_call(W49, W48, [[W48], [W49, W48]]) == W49
    assert find_week_of_call(W49, W48, [[W48, W47], []]) == W48


def test_agenda_counts_how_the_last_eight_calls_took_place() -> None:
    media = [Medium.VOICE, None, Medium.ASYNC, Medium.VOICE, Medium.VIDEO, None, None, Medium.ASYNC, Medium.NONE]
    weeks = [Week(ANA, IsoWeek(2026, 40), call=CallRecord(each) if each else None) for each in media]
    assert count_media(iter(weeks)) == ((Medium.VOICE, 2), (Medium.VIDEO, 1), (Medium.ASYNC, 2))
    assert count_media([Week(ANA, W48, call=CallRecord(minutes=10))]) == ()


@pytest.mark.parametrize(
    ("cadence", "first"),
    [
        (Cadence.WEEKLY, [True, False, False, False, False, True]),
        (Cadence.MONTHLY, [True, True, True, True, True, True]),
    ],
)
def test_partners_hear_aims_in_the_first_call_of_a_month(cadence: Cadence, first: list[bool]) -> None:
    schedule = Schedule(agreement(cadence=cadence), LISBON)
    week, found = IsoWeek(2026, 45), []
    for _ in first:
        found.append(is_first_call_of_month(schedule, week))
        week = schedule.find_following_week(week)
    assert found == first
