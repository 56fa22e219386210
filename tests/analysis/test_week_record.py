"""A week with everything computed from other weeks, kept copies and the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from apjournal.analysis.week_record import compute_week_record
from apjournal.model.agreement import Role
from apjournal.model.week import (
    Amendment,
    CallRecord,
    Decision,
    LogLine,
    Medium,
    Message,
    MessageKind,
    Obstacle,
    ObstacleKind,
    PlanUse,
    Step,
    Week,
)
from apjournal.model.week_record import (
    ChangeKind,
    GoalRecord,
    HappenedRecord,
    KeptBy,
    KeptGoal,
    State,
    StepCount,
    Unreadable,
    WeekRecord,
)
from tests.helpers.weeks import (
    AFTER,
    ANA,
    BEN,
    CLEO,
    DUE,
    MONDAY,
    PEERS,
    SCHEDULE,
    SUNDAY,
    W47,
    W48,
    WEDNESDAY,
    at,
    goal,
    happened,
    keep,
    kept,
    obstacle,
    week,
)

BROKEN = Unreadable(4, 5, '"Ship v1: docs" is read as a key and a value')


def record(now: Week, *versions: tuple[Week, date | None], today: date = WEDNESDAY, **more: Any) -> WeekRecord:
    given: dict[str, Any] = {"schedule": SCHEDULE, "keeps": kept(*versions), "today": today} | more
    return compute_week_record(now, **given)


def one(now: Week, *versions: tuple[Week, date | None], **more: Any) -> GoalRecord:
    (found,) = record(now, *versions, **more).goals
    return found


def states(found: WeekRecord) -> list[str]:
    return [goal.state.value for goal in found.goals]


def test_a_goal_record_has_every_detail_in_the_file() -> None:
    full = goal(
        1,
        "grant",
        "Send the draft",
        done_when="Mail sent",
        area="professional",
        confidence=70,
        obstacles=(obstacle("interest", "I write one paragraph"),),
        decision=Decision.SHRINK,
    )
    now = week(full, outcomes={"grant": "partly, page 6 of 8"}, steps=(Step("grant", "a", True), Step(None, "b", True)))
    assert one(now) == GoalRecord(
        number=1,
        id="grant",
        goal="Send the draft",
        done_when="Mail sent",
        area="professional",
        confidence=70,
        obstacles=(Obstacle(ObstacleKind.INTEREST, "it comes", "I write one paragraph"),),
        carried_from=None,
        carried=0,
        decision=Decision.SHRINK,
        state=State.PARTLY,
        result=now.outcomes[0].result,
        evidence="page 6 of 8",
        reason=None,
        happened=(),
        steps=StepCount(1, 1),
        change=None,
        kept_goal=None,
        amended_reason=None,
    )


def test_a_week_record_has_every_detail_in_the_file() -> None:
    now = week(
        log=(LogLine(WEDNESDAY, ObstacleKind.INTEREST, "Fonts"),),
        messages=(Message("ben", MessageKind.OFFER, "Shall we?"),),
        call=CallRecord(Medium.VOICE),
        learned=("Mornings",),
        report_skipped=True,
        skip_reason="Flu",
        body="Notes",
    )
    found = record(now)
    assert (found.partner, found.week, found.monday, found.path) == (ANA, W48, MONDAY, "ana/2026-W48.md")
    assert found.report_due == DUE
    assert found.log == (LogLine(WEDNESDAY, ObstacleKind.INTEREST, "Fonts"),)
    assert found.messages == (Message("ben", MessageKind.OFFER, "Shall we?"),)
    assert (found.call, found.learned, found.body) == (CallRecord(Medium.VOICE), ("Mornings",), "Notes")
    assert found.report_skipped == "Flu"


def test_report_skipped_is_true_if_the_file_gives_no_reason() -> None:
    assert record(week(report_skipped=True)).report_skipped is True
    assert record(week()).report_skipped is None


@pytest.mark.parametrize(("today", "state"), [(SUNDAY, "open"), (DUE, "open"), (AFTER, "unreported")])
def test_a_goal_is_open_until_the_day_of_its_report_is_over(today: date, state: str) -> None:
    assert one(week("Runs"), today=today).state == state


def test_under_peer_support_a_goal_stays_open() -> None:
    assert one(week("Runs"), today=AFTER, schedule=PEERS).state is State.OPEN


def test_under_peer_support_no_report_is_due_when_the_period_ends() -> None:
    found = record(week("Runs"), schedule=PEERS)
    assert (found.role, found.report_due, found.ends) == (Role.SUPPORTS, None, DUE)
    assert record(week("Runs")).role is Role.REPORTS


def test_a_goal_of_a_week_away_stays_open() -> None:
    assert one(week("Runs", away=True), today=AFTER).state is State.OPEN
    assert one(week("Runs", away=True, outcomes={"runs": "done"}), today=AFTER).state is State.DONE


def test_a_goal_with_several_changes_shows_only_the_first_of_them() -> None:
    now = week("Work on the draft", amended=(Amendment("send-the-draft", "Ines moved"),))
    found = one(now, (week("Send the draft"), MONDAY))
    assert found.change is ChangeKind.AMENDED
    assert found.amended_reason == "Ines moved"
    assert found.kept_goal == KeptGoal("Send the draft", None, None)


def test_the_reason_of_an_amendment_is_shown_even_without_history() -> None:
    found = one(week("Runs", amended=(Amendment("runs", "Ines moved"),)), keeps=None)
    assert (found.change, found.amended_reason) == (None, "Ines moved")


def test_a_removed_goal_is_listed_last_and_unreported() -> None:
    found = record(week("Runs"), (week("Tax", "Runs"), MONDAY), today=WEDNESDAY)
    assert [(goal.number, goal.id) for goal in found.goals] == [(1, "runs"), (2, "tax")]
    assert states(found) == ["open", "unreported"]
    assert found.goals[1].change is ChangeKind.REMOVED


def test_a_removed_goal_is_shown_as_it_was_kept() -> None:
    first = week(goal(1, "tax", "Ring the tax office", confidence=70))
    late = week(goal(1, "tax", "Think of the tax office", confidence=20))
    found = one(week(), (first, MONDAY), (late, DUE), today=AFTER)
    assert (found.goal, found.confidence, found.state) == ("Ring the tax office", 70, State.UNREPORTED)


def test_all_goals_of_a_deleted_week_are_still_shown() -> None:
    assert states(record(week(), (week("Tax", "Runs"), MONDAY))) == ["unreported", "unreported"]


def test_a_removed_goal_keeps_the_outcome_that_the_file_contains() -> None:
    now = week("Runs", outcomes={"tax": "dropped, private"})
    found = record(now, (week("Runs", "Tax"), MONDAY)).goals[1]
    assert (found.state, found.reason, found.change) == (State.DROPPED, "private", ChangeKind.REMOVED)


def test_a_goal_whose_removal_was_agreed_counts_as_dropped() -> None:
    found = record(week("Runs"), (week("Runs", "Tax"), MONDAY), (week("Runs"), WEDNESDAY), today=AFTER).goals[1]
    assert (found.state, found.change, found.result) == (State.DROPPED, ChangeKind.REMOVED, None)


def test_goals_of_a_week_off_are_shown_as_open() -> None:
    found = record(week(away=True), (week("Tax"), MONDAY), today=AFTER)
    assert states(found) == ["open"]
    assert (found.goals[0].change, found.goals[0].amended_reason) == (ChangeKind.AMENDED, "set aside")


def test_a_goal_removed_from_a_week_kept_as_away_is_open() -> None:
    found = record(week(away=True), (week("Tax", away=True), MONDAY), today=AFTER)
    assert (found.goals[0].change, found.goals[0].state) == (ChangeKind.REMOVED, State.OPEN)


def test_goals_of_an_unreadable_week_are_not_shown_as_changed_or_missing() -> None:
    found = record(week("Runs daily"), (week("Runs", "Tax"), MONDAY), today=SUNDAY, unreadable=BROKEN)
    assert found.unreadable == BROKEN
    assert [(goal.id, goal.state.value, goal.change) for goal in found.goals] == [
        ("runs-daily", "open", None),
        ("tax", "open", None),
    ]
    later = record(week("Runs daily"), (week("Runs", "Tax"), MONDAY), today=AFTER, unreadable=BROKEN)
    assert states(later) == ["unreported", "unreported"]


def test_a_removed_goal_also_shows_how_often_it_was_carried() -> None:
    earlier = [week("Runs", "Tax", name=W47), week("Tax", name=W47 + -1)]
    found = record(week("Runs"), (week("Runs", "Tax"), MONDAY), earlier=iter(earlier)).goals
    assert [(goal.carried, goal.carried_from) for goal in found] == [(1, W47), (2, W47 + -1)]


def test_an_entry_under_a_former_id_belongs_to_its_goal() -> None:
    now = week("Work on the draft", happened=(happened("focus", goal="send-the-draft", plan=PlanUse.FORGOTTEN),))
    found = record(now, (week("Send the draft"), MONDAY))
    assert found.goals[0].happened == (HappenedRecord(ObstacleKind.FOCUS, None, PlanUse.FORGOTTEN, foreseen=False),)
    assert found.happened == ()


def test_an_entry_that_names_no_known_goal_belongs_to_the_week() -> None:
    entries = happened("focus", note="a"), happened("stress", note="b", goal="nobody-knows")
    assert [entry.note for entry in record(week("Runs", happened=entries)).happened] == ["a", "b"]


def test_an_entry_counts_as_foreseen_if_its_goal_expects_that_kind_of_obstacle() -> None:
    goals = goal(1, "runs", "Runs", obstacles=(obstacle("focus"),)), goal(2, "tax", "Tax")
    entries = happened("focus", goal="runs"), happened("focus", goal="tax"), happened("focus"), happened("stress")
    found = record(week(*goals, happened=entries))
    assert [goal.happened[0].foreseen for goal in found.goals] == [True, False]
    assert [entry.foreseen for entry in found.happened] == [True, False]


def test_foreseen_in_the_file_takes_precedence_over_the_expected_obstacles() -> None:
    goals = (goal(1, "runs", "Runs", obstacles=(obstacle("focus"),)),)
    entries = happened("focus", foreseen=False), happened("stress", foreseen=True)
    assert [entry.foreseen for entry in record(week(*goals, happened=entries)).happened] == [False, True]


def test_an_entry_of_a_removed_goal_is_compared_with_the_kept_obstacles() -> None:
    before = week(goal(1, "runs", "Runs", obstacles=(obstacle("focus"),)))
    found = one(week(happened=(happened("focus", goal="runs"),)), (before, MONDAY))
    assert found.happened[0].foreseen


def test_steps_under_a_former_id_count_for_the_goal() -> None:
    steps = Step("send-the-draft", "a", True), Step("work-on-the-draft", "b", False), Step("other", "c", True)
    assert one(week("Work on the draft", steps=steps), (week("Send the draft"), MONDAY)).steps == StepCount(1, 2)


def test_kept_by_shows_for_each_keeper_the_copy_that_counts() -> None:
    keeps = [
        keep(week("Runs"), on=MONDAY, commit="a"),
        keep(week("Runs"), on=WEDNESDAY, commit="b"),
        keep(week("Runs"), by=CLEO, on=DUE, commit="c"),
        keep(by=ANA, commit="d"),
    ]
    found = record(week("Runs"), keeps=keeps, today=AFTER)
    assert found.kept_by == (KeptBy(BEN, "b" * 40, at(WEDNESDAY)), KeptBy(CLEO, "c" * 40, at(DUE)))


def test_without_history_kept_by_is_unknown() -> None:
    assert record(week("Runs"), keeps=None).kept_by is None
    assert record(week("Runs")).kept_by == ()


def test_a_reader_compares_a_week_with_their_own_copy() -> None:
    keeps = [keep(week("Run far"), by=BEN), keep(week("Run far today"), by=CLEO, commit="b")]
    assert one(week("Run far"), keeps=keeps, reader=BEN).change is None
    assert one(week("Run far"), keeps=keeps, reader=ANA).change is ChangeKind.REWORDED
