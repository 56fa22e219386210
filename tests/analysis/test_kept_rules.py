"""Rules for kept goals that are true whatever is kept, changed, removed and kept again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.analysis.changes.kept_versions import RelevantCopies, build_history, list_versions
from apjournal.analysis.changes.list_changes import compare_weeks, list_changes_of_week
from apjournal.analysis.schedule import Schedule
from apjournal.analysis.week_record import compute_week_record
from apjournal.model.kept import CopyWithWeeks, KeptCopy
from apjournal.model.week import Goal, Result, Week
from apjournal.model.week_record import ChangeKind, GoalChange, State, Unreadable, WeekRecord
from tests.helpers.weeks import (
    ANA,
    BEN,
    CLEO,
    DUE,
    MONDAY,
    PEERS,
    SCHEDULE,
    SUNDAY,
    W48,
    at,
    goal,
    keep,
    kept,
    outcome,
    week,
)

WORDS = ("grant", "draft", "tax", "office", "run", "swim", "call", "write")
KNOWN = ("one", "two", "three", "four")
"""Ids that goals have for good; no word of one stands in another, so that none is taken for another."""

some_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
results = st.none() | st.sampled_from(list(Result))
days = st.integers(0, 9).map(lambda days: MONDAY + timedelta(days=days))


@st.composite
def known_goals(draw: st.DrawFn) -> tuple[Goal, ...]:
    ids = draw(st.lists(st.sampled_from(KNOWN), unique=True, max_size=len(KNOWN)))
    return tuple(
        goal(number, identity, f"{identity} {identity}{draw(st.integers(1, 3))}")
        for number, identity in enumerate(ids, 1)
    )


@st.composite
def any_goals(draw: st.DrawFn) -> tuple[Goal, ...]:
    texts = draw(st.lists(some_words, max_size=4))
    return tuple(Goal(number, f"{text.replace(' ', '-')}-{number}", text) for number, text in enumerate(texts, 1))


@st.composite
def weeks(draw: st.DrawFn, goals: st.SearchStrategy[tuple[Goal, ...]]) -> Week:
    held = draw(goals)
    told = {one.id: draw(results) for one in held}
    outcomes = tuple(outcome(identity, result.value) for identity, result in told.items() if result)
    return Week(week().partner, W48, held, outcomes, away=draw(st.booleans()))


def versions(goals: st.SearchStrategy[tuple[Goal, ...]]) -> st.SearchStrategy[list[tuple[Week, date | None]]]:
    return st.lists(st.tuples(weeks(goals), st.none() | days), max_size=5)


readable = st.none() | st.just(Unreadable(1, 1, "cannot be read"))


@given(weeks(known_goals()), versions(known_goals()), days, readable)
def test_every_goal_ever_kept_is_shown_exactly_once_with_one_state(
    now: Week, held: list[tuple[Week, date | None]], today: date, unreadable: Unreadable | None
) -> None:
    found = compute_week_record(now, schedule=SCHEDULE, today=today, keeps=kept(*held), unreadable=unreadable)
    ever = {one.id for version, _ in [*held, (now, None)] for one in version.goals}
    assert Counter(one.id for one in found.goals) == Counter(ever)
    assert all(isinstance(one.state, State) for one in found.goals)


@given(weeks(any_goals()), versions(any_goals()), days)
def test_goals_of_the_file_come_first_and_the_others_are_removed_or_amended(
    now: Week, held: list[tuple[Week, date | None]], today: date
) -> None:
    found = compute_week_record(now, schedule=SCHEDULE, today=today, keeps=kept(*held)).goals
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert [one.goal for one in found[: len(now.goals)]] == [one.goal for one in now.goals]
    gone = found[len(now.goals) :]
    assert {one.change for one in gone} <= {ChangeKind.REMOVED, ChangeKind.AMENDED}
    assert all(one.change is not ChangeKind.AMENDED or now.away for one in gone)
    assert all(one.kept_goal is not None for one in gone)


@given(weeks(any_goals()), versions(any_goals()), days)
def test_the_counts_by_state_add_up_to_the_number_of_goals(
    now: Week, held: list[tuple[Week, date | None]], today: date
) -> None:
    keeps = kept(*held)
    found = compute_week_record(now, schedule=SCHEDULE, today=today, keeps=keeps).goals
    assert sum(Counter(one.state for one in found).values()) == len(found)
    assert sum(one.result is not None for one in found[: len(now.goals)]) == len(now.outcomes)
    changes = list_changes_of_week(now, keeps, schedule=SCHEDULE, today=today)
    assert {one.id for one in found if one.change} == {change.goal for change in changes}
    assert all(change.partner == now.partner and change.week == W48 for change in changes)


@given(weeks(any_goals()), versions(any_goals()))
def test_a_copy_kept_before_the_report_is_due_makes_every_change_agreed(
    now: Week, held: list[tuple[Week, date | None]]
) -> None:
    before = [(version, MONDAY) for version, _ in held if not version.outcomes]
    agreed = Week(now.partner, W48, now.goals, away=now.away)
    changes = list_changes_of_week(
        agreed, kept(*before, (agreed, DUE - timedelta(days=1))), schedule=SCHEDULE, today=DUE
    )
    assert all(change.agreed for change in changes)
    assert all(change.change is ChangeKind.REMOVED for change in changes)


@given(weeks(any_goals()), weeks(any_goals()))
def test_changes_listed_as_agreed_by_the_next_copy_are_agreed_after_keeping(before: Week, now: Week) -> None:
    expected = disputed(compare_weeks(before, now, agreeing=True))
    assert (
        disputed(list_changes_of_week(now, kept((before, MONDAY), (now, MONDAY)), schedule=SCHEDULE, today=MONDAY))
        <= expected
    )


def disputed(changes: Sequence[GoalChange]) -> set[str]:
    return {change.goal for change in changes if not change.agreed and change.change is not ChangeKind.RESULT_CHANGED}


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.data())
def test_a_goal_reworded_in_small_steps_stays_one_goal(places: list[int], data: st.DataObject) -> None:
    text = ["send", "the", "grant", "draft"]
    texts = [text]
    for step, place in enumerate(places):
        text = [word if index != place else f"word{step}" for index, word in enumerate(text)]
        texts.append(text)
    held = [week(" ".join(each)) for each in texts]
    day = [(version, data.draw(st.none() | days)) for version in held[:-1]]
    history = build_history(held[-1], list_versions(W48, kept(*day), schedule=SCHEDULE, today=DUE))
    assert len(history.goals) == 1
    assert history.goals[0].now == held[-1].goals[0]


@given(weeks(any_goals()))
def test_a_week_equal_to_its_copy_has_no_changes(now: Week) -> None:
    assert compare_weeks(now, now) == ()


texts = st.lists(st.none() | weeks(known_goals()), min_size=1, max_size=3)


@given(
    texts, st.lists(st.tuples(st.integers(0, 2), st.none() | days, st.booleans()), min_size=1, max_size=8), st.data()
)
def test_the_relevant_copies_give_the_same_view_as_all_copies(
    held: list[Week | None], lines: list[tuple[int, date | None, bool]], data: st.DataObject
) -> None:
    told = [held[number % len(held)] for number, _, _ in lines]
    keeps = [
        keep(*([text] if text else []), on=day, by=CLEO if hers else BEN, commit=chr(ord("a") + place))
        for place, (text, (_, day, hers)) in enumerate(zip(told, lines, strict=True))
    ]
    starts = [place for place, text in enumerate(told) if text != (told[place - 1] if place else None)]
    assume(starts)
    today = max([DUE, *(day for _, day, _ in lines if day)])  # nobody keeps tomorrow
    schedule = data.draw(st.sampled_from([SCHEDULE, PEERS]))
    places = telling(keeps, schedule, today).find_places(W48, newest=starts[-1])
    now = data.draw(weeks(known_goals()))
    reader = data.draw(st.sampled_from([None, BEN, CLEO]))

    def seen(some: Sequence[CopyWithWeeks]) -> WeekRecord:
        found = compute_week_record(now, schedule=schedule, today=today, keeps=some, reader=reader)
        return replace(found, kept_by=tuple(sorted(found.kept_by or (), key=lambda kept: kept.partner)))

    assert seen([keeps[place] for place in places]) == seen(keeps)


def test_later_copies_of_an_unchanged_week_are_not_relevant() -> None:
    later = [DUE + timedelta(weeks=weeks) for weeks in range(20)]
    keeps = kept(*((week("Runs"), day) for day in (MONDAY, None, SUNDAY, *later)))
    chooses = telling(keeps, SCHEDULE, later[-1])
    assert chooses.find_places(W48, newest=0) == (0, 1, 2)
    assert chooses.find_places(W48, newest=9) == tuple(range(10))
    assert chooses.find_places(W48, newest=9, oldest=4) == tuple(range(4, 10))


def test_without_a_due_report_every_copy_is_relevant() -> None:
    keeps = kept((week("Runs"), MONDAY), (week("Runs"), DUE))
    assert telling(keeps, PEERS, DUE).find_places(W48, newest=0) == (0, 1)


def test_after_a_copy_without_a_time_the_next_copy_is_relevant_for_its_time() -> None:
    keeps = kept((week("Runs"), SUNDAY), (week("Runs"), None), (week("Runs"), DUE), (week("Runs"), DUE))
    assert telling(keeps, SCHEDULE, DUE).find_places(W48, newest=1) == (0, 1, 2)


def test_a_copy_is_not_relevant_for_weeks_after_the_one_in_its_line() -> None:
    named = [W48 + -1, W48, W48 + -1, W48 + 1]
    copies = [KeptCopy(BEN, ANA, name, "a" * 40, at(MONDAY)) for name in named]
    chooses = RelevantCopies(copies, schedule=SCHEDULE, today=DUE)
    assert chooses.find_places(W48, newest=0) == (1, 3)
    assert chooses.find_places(W48 + 2, newest=3) == ()


def telling(keeps: Sequence[CopyWithWeeks], schedule: Schedule, today: date) -> RelevantCopies:
    copies = [KeptCopy(one.keeper, ANA, W48, one.commit, one.at) for one in keeps]
    return RelevantCopies(copies, schedule=schedule, today=today)
