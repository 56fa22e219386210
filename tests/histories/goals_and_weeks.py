"""Histories in which goals and weeks vanished after they were kept."""

from __future__ import annotations

from datetime import timedelta

from tests.histories.scene import (
    CEM,
    GRANT,
    REPORTED,
    RUNS,
    WEEK,
    Scene,
    goals,
    history,
    person,
)


@history(("goal_removed", WEEK))
def a_goal_that_was_removed(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT)})


@history()
def a_goal_in_all_other_words(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, "Ring the tax office")})


@history(("goal_removed", WEEK))
def a_goal_removed_where_two_others_came(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, "Ring the tax office", "Sleep by ten")})


@history(("goal_removed", WEEK))
def a_goal_removed_with_the_reason_of_an_earlier_change(scene: Scene) -> None:
    reason = "amended: {three-runs: Olga says no hills}\n"
    scene.commit({WEEK: goals(GRANT, RUNS, more=reason)})
    scene.keep()
    scene.commit({WEEK: goals(GRANT, more=reason)})


@history(("goal_removed", WEEK))
def a_goal_moved_to_another_week(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT), "ana/2026-W49.md": goals(RUNS)})


@history(("goal_removed", WEEK))
def a_goal_taken_out_and_kept_so_too_late(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, more="outcomes: [done]\n")}, at=REPORTED)
    scene.keep(at=REPORTED + timedelta(minutes=5))


@history(("goal_removed", WEEK))
def a_goal_removed_before_the_file_broke(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT)})
    scene.commit({WEEK: "---\ngoals: [\n---\n"})


@history(("goal_removed", WEEK))
def a_goal_that_one_of_two_keepers_saw_removed(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    scene.commit({WEEK: goals(GRANT)})
    scene.keep(CEM)


@history(("week_deleted", WEEK))
def a_week_that_was_deleted(scene: Scene) -> None:
    scene.commit({WEEK: None})


@history(("week_deleted", WEEK))
def a_week_whose_file_was_renamed(scene: Scene) -> None:
    scene.commit({WEEK: None, "ana/2026-W50.md": goals(GRANT, RUNS)})
