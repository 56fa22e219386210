"""What counts as a change after a copy was kept, and what was agreed."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.analysis.changes.list_changes import (
    SET_ASIDE,
    compare_weeks,
    count_changed_goals,
    format_outcome,
    list_changes_of_week,
    list_changes_since,
)
from apjournal.model.week import Amendment, Week
from apjournal.model.week_record import ChangeKind, GoalChange
from tests.helpers.weeks import (
    AFTER,
    ANA,
    DUE,
    MONDAY,
    SCHEDULE,
    SUNDAY,
    W47,
    W48,
    W49,
    WEDNESDAY,
    goal,
    kept,
    outcome,
    week,
)

GRANT = "Send the grant draft to Ines"
SOFTER = "Work on the grant draft"


def changes(now: Week, *versions: tuple[Week, date | None], unreadable: bool = False) -> tuple[GoalChange, ...]:
    return list_changes_of_week(now, kept(*versions), schedule=SCHEDULE, today=AFTER, unreadable=unreadable)


def kinds(found: tuple[GoalChange, ...]) -> list[str]:
    return [change.change.value for change in found]


def amended(words: str, reason: str) -> tuple[Amendment, ...]:
    return (Amendment(words.lower().replace(" ", "-"), reason),)


def test_goals_may_change_before_the_first_copy() -> None:
    assert changes(week(SOFTER)) == ()


def test_a_week_equal_to_its_copy_has_no_changes() -> None:
    assert changes(week(GRANT, "Runs"), (week(GRANT, "Runs"), MONDAY)) == ()


def test_the_change_of_a_reworded_goal_has_both_wordings_and_the_current_id() -> None:
    (found,) = changes(week(SOFTER), (week(GRANT), MONDAY))
    assert found == GoalChange(
        ANA, W48, "work-on-the-grant-draft", ChangeKind.REWORDED, GRANT, SOFTER, reason=None, agreed=False, title=GRANT
    )


def test_a_changed_done_when_or_confidence_is_shown_after_the_text_of_the_goal() -> None:
    before = week(goal(1, "grant", GRANT, done_when="Mail sent", confidence=70))
    after = week(goal(1, "grant", GRANT, confidence=50))
    (found,) = changes(after, (before, MONDAY))
    assert found.change is ChangeKind.REWORDED
    assert found.before == f"{GRANT}; done when Mail sent; confidence 70"
    assert found.after == f"{GRANT}; confidence 50"


def test_a_goal_whose_text_resembles_a_done_when_is_reported_as_changed() -> None:
    before = week(goal(1, "grant", "Send it", done_when="Mail sent"))
    assert kinds(changes(week(goal(1, "grant", "Send it; done when Mail sent")), (before, MONDAY))) == ["reworded"]


def test_changed_plans_areas_and_notes_of_a_goal_are_not_reported() -> None:
    after = week(goal(1, "grant", GRANT, area="personal"), body="Anything")
    assert changes(after, (week(goal(1, "grant", GRANT)), MONDAY)) == ()


def test_the_change_of_an_added_goal_has_no_former_wording() -> None:
    (found,) = changes(week(GRANT, "Runs"), (week(GRANT), MONDAY))
    assert (found.change, found.goal, found.before, found.after) == (ChangeKind.ADDED, "runs", None, "Runs")


def test_the_change_of_a_removed_goal_has_the_kept_id_and_no_current_wording() -> None:
    (found,) = changes(week(GRANT), (week(GRANT, "Runs"), MONDAY))
    assert (found.change, found.goal, found.before, found.after) == (ChangeKind.REMOVED, "runs", "Runs", None)
    assert not found.agreed


def test_all_goals_of_a_deleted_week_are_removed() -> None:
    assert kinds(changes(week(), (week(GRANT, "Runs"), MONDAY))) == ["removed", "removed"]


def test_each_kind_of_change_of_a_goal_has_its_own_entry() -> None:
    before = week(GRANT, "Runs", outcomes={"runs": "partly"})
    now = week(
        SOFTER,
        "Swims",
        "Sleep",
        outcomes={"swims": "done"},
        amended=(Amendment("send-the-grant-draft-to-ines", "Ines moved the date"), Amendment("runs", "No path")),
    )
    found = changes(now, (before, MONDAY))
    assert [(change.change.value, change.reason) for change in found] == [
        ("amended", "Ines moved the date"),
        ("reworded", "Ines moved the date"),
        ("added", None),
        ("added", None),
        ("removed", "No path"),
        ("amended", "No path"),
        ("result_changed", None),
    ]
    assert count_changed_goals(found) == 4


def test_an_amendment_of_an_unchanged_goal_is_not_a_change() -> None:
    now = week(GRANT, amended=amended(GRANT, "Ines moved the date"))
    assert changes(now, (week(GRANT), MONDAY)) == ()


def test_an_amendment_does_not_apply_to_a_changed_result() -> None:
    now = week(GRANT, outcomes={"send-the-grant-draft-to-ines": "done"}, amended=amended(GRANT, "Ines moved"))
    before = week(GRANT, outcomes={"send-the-grant-draft-to-ines": "partly"})
    assert kinds(changes(now, (before, DUE))) == ["result_changed"]


def test_a_change_that_is_kept_before_the_report_is_due_is_agreed() -> None:
    now = week(SOFTER, "Runs")
    assert changes(now, (week(GRANT), MONDAY), (now, WEDNESDAY)) == ()


def test_a_change_that_is_kept_only_after_the_report_is_due_stays_a_change() -> None:
    now = week(SOFTER, "Runs")
    assert kinds(changes(now, (week(GRANT), MONDAY), (now, DUE))) == ["reworded", "added"]


def test_an_agreed_removal_is_marked_as_agreed() -> None:
    (found,) = changes(week(GRANT), (week(GRANT, "Runs"), MONDAY), (week(GRANT), SUNDAY))
    assert (found.change, found.agreed) == (ChangeKind.REMOVED, True)


def test_a_result_that_differs_from_the_first_kept_one_is_changed() -> None:
    partly, done = week("Runs", outcomes={"runs": "partly, one of two"}), week("Runs", outcomes={"runs": "done"})
    (found,) = changes(done, (week("Runs"), MONDAY), (partly, DUE), (done, AFTER))
    assert (found.change, found.before, found.after) == (ChangeKind.RESULT_CHANGED, "partly, one of two", "done")
    assert found.title == "Runs"


def test_a_removed_result_counts_as_changed() -> None:
    (found,) = changes(week("Runs"), (week("Runs", outcomes={"runs": "done"}), DUE))
    assert (found.change, found.before, found.after) == (ChangeKind.RESULT_CHANGED, "done", None)


def test_a_goals_first_result_is_not_a_change() -> None:
    assert changes(week("Runs", outcomes={"runs": "done"}), (week("Runs"), MONDAY)) == ()


def test_a_goal_with_new_words_in_the_same_position_is_reworded() -> None:
    found = changes(week("Email Ines the PDF", "Runs"), (week(GRANT, "Runs"), MONDAY))
    assert [(change.change.value, change.before, change.after) for change in found] == [
        ("reworded", GRANT, "Email Ines the PDF")
    ]


def test_a_reason_from_the_kept_version_is_an_earlier_reason() -> None:
    reason = amended(GRANT, "Olga says no hills")
    (found,) = changes(week(SOFTER, amended=reason), (week(GRANT, amended=reason), MONDAY))
    assert (found.change.value, found.reason, found.earlier_reason) == ("reworded", None, "Olga says no hills")


@pytest.mark.parametrize("before", [(), amended(GRANT, "Ines moved the date")])
def test_a_reason_added_or_changed_after_the_copy_explains_the_change(before: tuple[Amendment, ...]) -> None:
    now = week(SOFTER, amended=amended(GRANT, "Olga says no hills"))
    found = changes(now, (week(GRANT, amended=before), MONDAY))
    assert {(change.reason, change.earlier_reason) for change in found} == {("Olga says no hills", None)}
    assert [change.change.value for change in found] == ["amended", "reworded"]


def test_an_earlier_reason_does_not_explain_a_week_off() -> None:
    reason = amended(GRANT, "Olga says no hills")
    (found,) = changes(week(GRANT, away=True, amended=reason), (week(GRANT, amended=reason), MONDAY))
    assert (found.change.value, found.reason, found.earlier_reason) == ("amended", SET_ASIDE, "Olga says no hills")


def test_a_week_off_shows_each_kept_goal_as_amended() -> None:
    now = week("New", "Other", GRANT, away=True)
    found = changes(now, (week(GRANT, "Runs"), MONDAY))
    assert [(change.goal, change.change.value, change.reason) for change in found] == [
        ("new", "added", None),
        ("other", "added", None),
        ("send-the-grant-draft-to-ines", "amended", SET_ASIDE),
        ("runs", "amended", SET_ASIDE),
    ]


def test_a_week_off_may_have_a_reason() -> None:
    (found,) = changes(week(GRANT, away=True, amended=amended(GRANT, "Flu")), (week(GRANT), MONDAY))
    assert found.reason == "Flu"


def test_goals_agreed_before_a_week_was_marked_away_stay_agreed() -> None:
    versions = (week(GRANT, "Runs"), MONDAY), (week(GRANT), WEDNESDAY)
    found = changes(week(GRANT, away=True), *versions)
    assert [(change.change.value, change.agreed) for change in found] == [("amended", False), ("removed", True)]


def test_for_an_unreadable_week_only_agreed_changes_are_listed() -> None:
    versions = (week(GRANT, "Runs"), MONDAY), (week(GRANT), WEDNESDAY)
    (found,) = changes(week(SOFTER), *versions, unreadable=True)
    assert found.agreed


def test_no_changes_are_found_between_missing_or_empty_weeks() -> None:
    assert compare_weeks(None, week(GRANT)) == ()
    assert compare_weeks(week(), week(GRANT)) == ()
    assert compare_weeks(week(GRANT), week(GRANT)) == ()


def test_comparing_a_week_with_its_deletion_lists_all_goals_as_removed() -> None:
    (found,) = compare_weeks(week(GRANT), None, agreeing=True)
    assert (found.change, found.agreed) == (ChangeKind.REMOVED, False)


def test_keeping_in_time_agrees_to_changes_of_goals_without_an_outcome() -> None:
    before = week(GRANT, "Runs", "Call Lina", "Tax return", outcomes={"runs": "partly", "tax-return": "done"})
    after = week(SOFTER, "Three runs", "Swim", outcomes={"three-runs": "partly", "swim": "done"})
    found = compare_weeks(before, after, agreeing=True)
    assert [(change.goal, change.change.value, change.agreed) for change in found] == [
        ("work-on-the-grant-draft", "reworded", True),
        ("three-runs", "reworded", False),
        ("swim", "added", True),
        ("call-lina", "removed", True),
        ("tax-return", "removed", False),
        ("tax-return", "result_changed", False),
    ]


def test_changes_since_a_copy_are_listed_by_week_oldest_first() -> None:
    before = {name: week(GRANT, name=name) for name in (W48, W47)}
    after = {W47: week(SOFTER, name=W47), W49: week("New", name=W49)}
    found = list_changes_since(before, after, schedule=SCHEDULE)
    assert [(change.week, change.change.value) for change in found] == [(W47, "reworded"), (W48, "removed")]


def test_unreadable_weeks_have_no_changes_since_a_copy() -> None:
    assert list_changes_since({W48: week(GRANT)}, {}, schedule=SCHEDULE, unreadable=[W48]) == ()


@pytest.mark.parametrize(("day", "agreed"), [(SUNDAY, True), (DUE, False)])
def test_changes_kept_before_the_report_is_due_are_agreed(day: date, agreed: bool) -> None:
    (found,) = list_changes_since({W48: week(GRANT)}, {W48: week(SOFTER)}, schedule=SCHEDULE, kept_on=day)
    assert found.agreed is agreed


@pytest.mark.parametrize("text", ["done", "partly, page 6 of 8", "dropped", "not_done, private"])
def test_an_outcome_is_formatted_in_its_short_form(text: str) -> None:
    assert format_outcome(outcome("runs", text)) == text.replace("_", " ")
    assert format_outcome(None) is None
