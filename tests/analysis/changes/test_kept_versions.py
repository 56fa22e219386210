"""Which version of a week and of its goals a kept copy contains."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from apjournal.analysis.changes.kept_versions import (
    GoalHistory,
    WeekHistory,
    build_history,
    find_counting_copy,
    list_copies_for_reader,
    list_versions,
    use_present_goal_ids,
)
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.week import Week
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
    W48,
    WEDNESDAY,
    goal,
    keep,
    kept,
    week,
)


def follow(now: Week, *versions: tuple[Week, date | None], today: date = AFTER) -> WeekHistory:
    return build_history(now, list_versions(W48, kept(*versions), schedule=SCHEDULE, today=today))


def one(now: Week, *versions: tuple[Week, date | None], today: date = AFTER) -> GoalHistory:
    (found,) = follow(now, *versions, today=today).goals
    return found


def words(found: GoalHistory) -> str | None:
    return found.kept.goal if found.kept else None


def test_a_reader_with_copies_of_this_partner_sees_only_their_own_copies() -> None:
    bens, cleos = keep(week("Runs"), by=BEN), keep(week("Runs"), by=CLEO)
    assert list_copies_for_reader(BEN, [bens, cleos]) == (bens,)


def test_a_reader_without_a_copy_of_this_partner_sees_everybodys_copies() -> None:
    bens, cleos = keep(week("Runs"), by=BEN), keep(week("Runs"), by=CLEO)
    assert list_copies_for_reader(ANA, [bens, cleos]) == (bens, cleos)
    assert list_copies_for_reader(None, [bens, cleos]) == (bens, cleos)


def test_the_newest_copy_kept_before_the_report_is_due_counts() -> None:
    versions = (week("Run in a park"), MONDAY), (week("Run in the park"), SUNDAY), (week("Run in my park"), DUE)
    assert words(one(week("Run in my park"), *versions)) == "Run in the park"


def test_a_copy_that_already_has_the_goals_outcome_does_not_count() -> None:
    reported = week("Run in the park", outcomes={"run-in-the-park": "done"})
    assert words(one(reported, (week("Run in a park"), MONDAY), (reported, SUNDAY))) == "Run in a park"


def test_if_all_copies_have_an_outcome_the_earliest_counts() -> None:
    first = week("Run in a park", outcomes={"run-in-a-park": "done"})
    second = week("Run in the park", outcomes={"run-in-the-park": "done"})
    assert words(one(second, (first, MONDAY), (second, SUNDAY))) == "Run in a park"


def test_if_all_copies_are_late_the_earliest_counts() -> None:
    versions = (week("Run in a park"), DUE), (week("Run in the park"), AFTER)
    assert words(one(week("Run in my park"), *versions)) == "Run in a park"


def test_a_goal_that_nobody_kept_has_no_kept_version() -> None:
    found = one(week("Run in a park"))
    assert words(found) is None
    assert not found.added


def test_a_copy_is_in_time_until_the_day_of_the_call_in_the_partners_time_zone() -> None:
    last = CopyWithWeeks(BEN, ANA, W48, "a" * 40, datetime(2026, 11, 29, 22, 59, tzinfo=UTC), {W48: week("Runs")})
    late = CopyWithWeeks(BEN, ANA, W48, "b" * 40, datetime(2026, 11, 29, 23, 0, tzinfo=UTC), {W48: week("Runs")})
    versions = list_versions(W48, [last, late], schedule=SCHEDULE, today=AFTER)
    assert [version.in_time for version in versions] == [True, False]


def test_a_kept_time_at_the_end_of_the_calendar_can_be_read() -> None:
    far = CopyWithWeeks(
        BEN, ANA, W48, "a" * 40, datetime(9999, 12, 31, 23, 59, tzinfo=ZoneInfo("Etc/GMT+12")), {W48: week("Runs")}
    )
    (version,) = list_versions(W48, [far], schedule=SCHEDULE, today=AFTER)
    assert not version.in_time


def test_under_peer_support_every_copy_is_in_time() -> None:
    (version,) = list_versions(W48, kept((week("Runs"), date(2027, 5, 1))), schedule=PEERS, today=date(2027, 6, 1))
    assert version.in_time


def test_a_kept_line_without_a_time_has_the_time_of_the_next_line() -> None:
    early, late = week("Run in a park"), week("Run in the park")
    assert words(one(late, (early, MONDAY), (late, None), (late, WEDNESDAY))) == "Run in the park"
    assert words(one(late, (early, MONDAY), (late, None), (late, DUE))) == "Run in a park"


def test_the_last_kept_line_counts_as_kept_today_if_it_has_no_time() -> None:
    early, late = week("Run in a park"), week("Run in the park")
    assert words(one(late, (early, MONDAY), (late, None), today=WEDNESDAY)) == "Run in the park"
    assert words(one(late, (early, MONDAY), (late, None), today=DUE)) == "Run in a park"


def test_the_newest_copy_kept_before_the_report_was_due_counts_or_else_the_earliest() -> None:
    keeps = kept((week("Runs"), MONDAY), (week("Runs"), SUNDAY), (week("Runs"), DUE))
    assert find_counting_copy(W48, keeps, schedule=SCHEDULE, today=AFTER) == keeps[1]
    assert find_counting_copy(W48, keeps[2:], schedule=SCHEDULE, today=AFTER) == keeps[2]
    assert find_counting_copy(W48 + 1, keeps, schedule=SCHEDULE, today=AFTER) is None


def test_a_copy_made_before_a_week_has_goals_does_not_keep_the_week() -> None:
    keeps = kept((week(), MONDAY), (week("Runs"), WEDNESDAY))
    assert find_counting_copy(W48, keeps[:1], schedule=SCHEDULE, today=AFTER) is None
    assert not one(week("Runs"), (week(), MONDAY)).added
    assert len(list_versions(W48, keeps, schedule=SCHEDULE, today=AFTER)) == 1


def test_copies_of_an_unchanged_week_give_at_most_one_version_in_time_and_one_late_version() -> None:
    keeps = kept((week("Runs"), MONDAY), (week("Runs"), WEDNESDAY), (week("Runs"), DUE), (week("Runs"), AFTER))
    assert [version.in_time for version in list_versions(W48, keeps, schedule=SCHEDULE, today=AFTER)] == [True, False]


def test_a_goal_reworded_in_small_steps_stays_one_goal() -> None:
    now = week("Post a short letter")
    versions = (week("Send the grant draft"), MONDAY), (week("Send the grant letter"), WEDNESDAY)
    found = one(now, *versions, (week("Post the grant letter"), SUNDAY), (week("Post the letter"), DUE))
    assert words(found) == "Post the grant letter"
    assert found.now == now.goals[0]


def test_a_goal_added_after_the_copy_counts_as_added() -> None:
    runs, tax = follow(week("Runs", "Tax"), (week("Runs"), MONDAY)).goals
    assert (runs.added, tax.added) == (False, True)


def test_a_goal_added_and_kept_in_time_is_agreed() -> None:
    both = week("Runs", "Tax")
    assert not any(found.added for found in follow(both, (week("Runs"), MONDAY), (both, WEDNESDAY)).goals)


def test_a_goal_added_in_time_with_its_outcome_is_agreed() -> None:
    both = week("Runs", "Tax", outcomes={"tax": "done"})
    assert not any(found.added for found in follow(both, (week("Runs"), MONDAY), (both, WEDNESDAY)).goals)


def test_a_goal_added_and_kept_too_late_still_counts_as_added() -> None:
    both = week("Runs", "Tax")
    _, tax = follow(both, (week("Runs"), MONDAY), (both, DUE)).goals
    assert tax.added
    assert words(tax) == "Tax"


def test_if_all_copies_are_late_the_goals_in_them_count_as_kept() -> None:
    both = week("Runs", "Tax")
    assert [found.added for found in follow(both, (week("Runs"), DUE), (both, AFTER)).goals] == [False, False]
    assert [found.added for found in follow(both, (week("Runs"), DUE)).goals] == [False, True]


def test_a_goal_removed_and_kept_in_time_is_an_agreed_removal() -> None:
    _, tax = follow(week("Runs"), (week("Runs", "Tax"), MONDAY), (week("Runs"), WEDNESDAY)).goals
    assert tax.agreed_removal
    assert (tax.goal.goal, tax.now) == ("Tax", None)


def test_a_goal_removed_and_kept_too_late_is_not_an_agreed_removal() -> None:
    _, tax = follow(week("Runs"), (week("Runs", "Tax"), MONDAY), (week("Runs"), DUE)).goals
    assert not tax.agreed_removal


def test_removing_a_goal_with_its_outcome_is_not_an_agreed_removal() -> None:
    reported = week("Runs", "Tax", outcomes={"tax": "not_done"})
    _, tax = follow(week("Runs"), (reported, MONDAY), (week("Runs"), WEDNESDAY)).goals
    assert not tax.agreed_removal


def test_a_removed_goal_whose_outcome_stays_is_not_an_agreed_removal() -> None:
    gone = week("Runs", outcomes={"tax": "not_done"})
    _, tax = follow(gone, (week("Runs", "Tax"), MONDAY), (gone, WEDNESDAY)).goals
    assert not tax.agreed_removal
    assert tax.outcome == gone.outcomes[0]


def test_a_week_missing_in_a_copy_is_not_an_agreed_deletion() -> None:
    keeps = [keep(week("Runs"), on=MONDAY), keep(on=WEDNESDAY)]
    (runs,) = build_history(week(), list_versions(W48, keeps, schedule=SCHEDULE, today=AFTER)).goals
    assert not runs.agreed_removal


def test_a_goal_restored_after_an_agreed_removal_counts_as_added() -> None:
    both = week("Runs", "Tax")
    runs, tax = follow(both, (both, MONDAY), (week("Runs"), WEDNESDAY)).goals
    assert tax.added
    assert tax.kept is None
    assert runs.kept == runs.now


def test_a_goal_restored_and_kept_in_time_is_the_same_goal() -> None:
    both = week("Runs", "Tax")
    _, tax = follow(both, (both, MONDAY), (week("Runs"), MONDAY), (both, WEDNESDAY)).goals
    assert not tax.added
    assert tax.kept == tax.now


def test_goals_of_the_file_come_first_in_the_files_order() -> None:
    found = follow(week("New", "Other", "Runs"), (week("Tax", "Runs"), MONDAY)).goals
    assert [goal.goal.goal for goal in found] == ["New", "Other", "Runs", "Tax"]


def test_an_outcome_under_a_former_id_is_assigned_to_its_goal() -> None:
    now = week("Work on the grant draft", outcomes={"send-the-grant-draft": "partly"})
    found = one(now, (week("Send the grant draft"), MONDAY))
    assert found.outcome == now.outcomes[0]


def test_outcomes_under_former_ids_are_renamed_so_that_each_goal_has_at_most_one() -> None:
    before = week("Send the draft", "Tax", "Runs")
    told = {"send-the-draft": "partly", "tax": "dropped", "nobody": "done", "runs": "done"}
    now = week("Send the whole draft", "Runs", outcomes=told)
    named = use_present_goal_ids(now, follow(now, (before, MONDAY)))
    assert [outcome.goal for outcome in named.outcomes] == ["send-the-whole-draft", "tax", "nobody", "runs"]
    twice = week("Send the whole draft", outcomes={"send-the-draft": "partly", "send-the-whole-draft": "done"})
    assert use_present_goal_ids(twice, follow(twice, (before, MONDAY))) == twice


def test_an_outcome_under_the_current_id_takes_precedence_over_one_under_a_former_id() -> None:
    now = week(
        "Work on the grant draft",
        outcomes={"send-the-grant-draft": "partly", "work-on-the-grant-draft": "done"},
    )
    assert one(now, (week("Send the grant draft"), MONDAY)).outcome == now.outcomes[1]


def test_an_outcome_for_a_goal_that_does_not_exist_is_ignored() -> None:
    assert one(week("Runs", outcomes={"taxes": "done"}), (week("Runs"), MONDAY)).outcome is None


def test_a_former_id_that_another_goal_now_uses_refers_to_that_goal() -> None:
    before = week(goal(1, "one", "Write the long letter"), goal(2, "two", "Three runs"))
    now = week(goal(1, "two", "Write the long letter"), goal(2, "three", "Five swims a day"))
    found = follow(now, (before, MONDAY))
    assert found.goals[found.ids["two"]].now == now.goals[0]


def test_the_first_kept_outcome_of_a_goal_is_the_kept_outcome() -> None:
    done, partly = week("Runs", outcomes={"runs": "done"}), week("Runs", outcomes={"runs": "partly"})
    found = one(partly, (week("Runs"), MONDAY), (done, DUE), (partly, AFTER))
    assert found.kept_outcome == done.outcomes[0]
    assert found.outcome == partly.outcomes[0]


def test_a_week_marked_away_after_it_was_kept_is_a_week_off() -> None:
    away = week("Runs", away=True)
    assert follow(away, (week("Runs"), MONDAY)).set_aside
    assert follow(away, (week("Runs"), DUE)).set_aside
    assert not follow(away).set_aside
    assert not follow(week("Runs"), (week("Runs"), MONDAY)).set_aside


def test_a_week_marked_away_and_kept_in_time_is_agreed() -> None:
    away = week("Runs", away=True)
    assert not follow(away, (week("Runs"), MONDAY), (away, WEDNESDAY)).set_aside
    assert follow(away, (week("Runs"), MONDAY), (away, DUE)).set_aside
