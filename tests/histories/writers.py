"""Histories in which somebody wrote in the folder of another, or a merge did."""

from __future__ import annotations

from apjournal.model.views.host_page import FIRST_LINE
from tests.helpers.repos import ANA, BEN
from tests.histories.scene import (
    CEM,
    GRANT,
    RUNS,
    STRANGER,
    WEEK,
    Scene,
    goals,
    history,
    person,
)


@history(("foreign_write", WEEK))
def a_week_written_by_the_other(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})


@history(("unknown_author", WEEK))
def a_week_that_the_other_wrote_and_took_back_while_somebody_else_wrote_it(scene: Scene) -> None:
    scene.branch()
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")}, STRANGER)
    scene.back()
    before = scene.read(WEEK)
    scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: before}, BEN)
    scene.merge("side", BEN)


@history(("foreign_write", "ana/README.md"))
def a_readme_written_by_hand_and_changed_by_the_other(scene: Scene) -> None:
    scene.commit({"ana/README.md": "# About me\n"})
    scene.commit({"ana/README.md": "# About Ana\n"}, BEN)


@history(("foreign_write", "ana/README.md"))
def a_readme_written_by_hand_that_the_other_made_into_a_page(scene: Scene) -> None:
    scene.commit({"ana/README.md": "# About me\n"})
    scene.commit({"ana/README.md": f"{FIRST_LINE}\n# Ana and Ben\n"}, BEN)


@history(("evil_merge", "ana/README.md"))
def a_merge_that_brings_a_readme_written_by_hand_back_to_an_older_text(scene: Scene) -> None:
    before = scene.commit({"ana/README.md": "# About me\n"})
    newer = scene.commit({"ana/README.md": "# About me and my cat\n"})
    scene.join_trees(before, newer, before, by=BEN)


@history(("foreign_write", "ana/calendar.ics"))
def a_calendar_of_another_program_changed_by_the_other(scene: Scene) -> None:
    scene.commit({"ana/calendar.ics": "BEGIN:VCALENDAR\r\nPRODID:-//Mine//EN\r\n"})
    scene.commit({"ana/calendar.ics": "BEGIN:VCALENDAR\r\nPRODID:-//Ours//EN\r\n"}, BEN)


@history(("foreign_write", "ana/partner.md"), ("foreign_write", WEEK))
def an_address_that_the_other_wrote_into_her_file(scene: Scene) -> None:
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS, "Marathon")}, BEN)


@history(("foreign_write", "cem/partner.md"))
def a_folder_begun_by_another(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, ANA)


@history(("unknown_author", "ana/2026-W49.md"))
def an_address_that_is_nobodys(scene: Scene) -> None:
    for words in (RUNS, GRANT):
        scene.commit({"ana/2026-W49.md": goals(words)}, STRANGER)


@history()
def a_folder_whose_owner_never_names_an_address(scene: Scene) -> None:
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office")}, CEM)
    scene.keep(BEN, "cem")
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office at last")}, CEM)
    scene.keep(CEM)
    scene.commit({"cem/partner.md": "---\nagreed: yes\nagreed_on: 2026-11-23\n---\n"}, CEM)
    scene.commit({"cem/2026-W49.md": goals(RUNS)}, CEM)


@history(("unknown_author", "cem/2026-W49.md"))
def a_second_address_in_a_folder_whose_owner_never_names_one(scene: Scene) -> None:
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office")}, CEM)
    scene.commit({"cem/2026-W49.md": goals(RUNS)}, STRANGER)


@history(("foreign_write", "cem/2026-W49.md"))
def a_partner_in_a_folder_whose_owner_never_names_an_address(scene: Scene) -> None:
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office")}, CEM)
    scene.commit({"cem/2026-W49.md": goals(RUNS)}, BEN)


@history(("unknown_author", "cem/2026-W48.md"))
def a_folder_that_a_stranger_began_before_its_owner_joined(scene: Scene) -> None:
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office")}, STRANGER)
    scene.commit({"cem/partner.md": person(CEM)}, CEM)


@history(("unknown_author", "cem/2026-W48.md"))
def a_folder_begun_without_an_address(scene: Scene) -> None:
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office")}, ("Cem Example", ""))


@history(("kept_withdrawn", "cem/kept.md"))
def a_copy_withdrawn_by_a_keeper_who_never_names_an_address(scene: Scene) -> None:
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office")}, CEM)
    scene.keep(CEM)
    scene.commit({"cem/kept.md": None}, CEM)


@history()
def a_strangers_text_that_its_owner_committed_too(scene: Scene) -> None:
    before = scene.read(WEEK)
    scene.commit({WEEK: goals(GRANT, RUNS, "Marathon")}, STRANGER)
    scene.commit({WEEK: before})
    scene.commit({WEEK: goals(GRANT, RUNS, "Marathon")})


@history(("unknown_author", WEEK))
def a_strangers_return_to_a_text_that_its_owner_committed_before(scene: Scene) -> None:
    before = scene.read(WEEK)
    scene.commit({WEEK: goals(GRANT, RUNS, "Marathon")})
    scene.commit({WEEK: before}, STRANGER)


@history(("unknown_author", "ana/notes.md"))
def a_strangers_two_texts_of_which_the_owner_committed_one(scene: Scene) -> None:
    scene.commit({"ana/notes.md": "One\n", "ana/more.md": "Two\n"}, STRANGER)
    scene.commit({"ana/more.md": None})
    scene.commit({"ana/more.md": "Two\n"})


@history()
def an_address_that_she_names_while_it_is_still_the_others(scene: Scene) -> None:
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")})
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})


@history()
def a_merge_that_brings_ones_own_week_back_under_an_address_that_another_names(scene: Scene) -> None:
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")})
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    before = scene.made[-1]
    newer = scene.commit({"ben/2026-W48.md": goals("Mark them")}, BEN)
    scene.join_trees(before, newer, before, by=BEN)


@history(("evil_merge", WEEK))
def a_merge_that_changes_the_others_week(scene: Scene) -> None:
    scene.branch()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.merge("side", BEN, {WEEK: goals(GRANT, "Five runs")})
    scene.commit({WEEK: goals(GRANT, RUNS)})


@history(("evil_merge", WEEK))
def a_merge_that_brings_the_others_week_back_to_an_older_text(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.join_trees(before, newer, before, by=BEN)


@history(("evil_merge", "ana/2026-W49.md"))
def a_merge_that_drops_the_others_week(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.join_trees(before, newer, before, by=BEN)


@history(("week_deleted", "ana/2026-W49.md"))
def a_merge_that_drops_ones_own_week_after_it_was_kept(scene: Scene) -> None:
    scene.branch()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.keep()
    scene.merge("side", ANA, {"ana/2026-W49.md": None})


@history(("goal_removed", "ana/2026-W49.md"))
def a_goal_of_a_new_week_that_went_after_it_was_kept(scene: Scene) -> None:
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office", RUNS)})
    scene.keep()
    scene.commit({"ana/2026-W49.md": goals(RUNS)})


@history()
def a_goal_that_went_after_only_its_owner_kept_it(scene: Scene) -> None:
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office", RUNS)})
    scene.keep(ANA)
    scene.commit({"ana/2026-W49.md": goals(RUNS)})


@history()
def a_week_that_was_deleted_after_only_its_owner_kept_it(scene: Scene) -> None:
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office", RUNS)})
    scene.keep(ANA)
    scene.commit({"ana/2026-W49.md": None})


@history(("goal_removed", WEEK))
def a_goal_that_came_later_and_went_after_it_was_kept(scene: Scene) -> None:
    before = scene.read(WEEK)
    scene.commit({WEEK: goals(GRANT, RUNS, "Ring the tax office")})
    scene.keep()
    scene.commit({WEEK: before})


@history(("unknown_author", WEEK))
def a_merge_by_nobody_that_brings_a_week_back(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.join_trees(before, newer, before, by=STRANGER)


@history()
def a_merge_that_brings_ones_own_week_back(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.join_trees(before, newer, before, by=ANA)


@history()
def a_week_written_on_two_devices_one_text_chosen_by_the_other(scene: Scene) -> None:
    scene.branch()
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.back()
    mine = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask\n")})
    scene.join_trees(mine, mine, "side", by=BEN)
