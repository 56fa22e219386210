"""Histories of lines in `kept.md`: forged, withdrawn, mistyped, written by others."""

from __future__ import annotations

from tests.helpers import repos
from tests.helpers.repos import ANA, BEN
from tests.histories.scene import (
    GRANT,
    NOWHERE,
    RUNS,
    STRANGER,
    WEEK,
    Scene,
    goals,
    history,
    person,
)


@history(("kept_missing", "ben/kept.md"))
def a_line_that_names_a_commit_which_is_nowhere(scene: Scene) -> None:
    scene.add(scene.line(NOWHERE))


@history(("kept_missing", "ben/kept.md"))
def a_line_that_abbreviates_a_commit_which_is_nowhere(scene: Scene) -> None:
    scene.add(f"- 2026-W48 ana {NOWHERE[:8]}\n")


@history(("kept_forged", "ben/kept.md"))
def a_line_that_names_a_commit_from_beside(scene: Scene) -> None:
    scene.branch()
    beside = scene.commit({WEEK: goals("Work on the draft")})
    scene.back()
    scene.add(scene.line(beside))


@history(("kept_forged", "ben/kept.md"))
def a_line_that_names_a_commit_which_came_later(scene: Scene) -> None:
    scene.branch()
    later = scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.back()
    scene.add(scene.line(later))
    scene.merge("side", BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_that_was_removed(scene: Scene) -> None:
    scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)


@history(("kept_slip", "ben/kept.md"))
def a_line_that_named_nothing_and_was_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.add(scene.line(NOWHERE))
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_slip", "ben/kept.md"))
def a_line_that_meant_nothing_and_was_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.add("- 2026-W48 cem\n")
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_slip", "ben/kept.md"))
def a_line_of_a_commit_from_beside_that_was_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.branch()
    beside = scene.commit({WEEK: goals("Work on the draft")})
    scene.back()
    scene.add(scene.line(beside))
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_slip", "ben/kept.md"), ("kept_withdrawn", "ben/kept.md"))
def a_line_that_named_nothing_and_one_that_named_a_copy_removed_together(scene: Scene) -> None:
    scene.add(scene.line(NOWHERE))
    scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_with_another_time(scene: Scene) -> None:
    scene.commit({"ben/kept.md": scene.read("ben/kept.md").replace("T08:0", "T07:0")}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_file_of_lines_that_was_removed(scene: Scene) -> None:
    scene.keep()
    scene.commit({"ben/kept.md": None}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_completed_with_what_it_did_not_mean(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    first = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask\n")})
    scene.add("- 2026-W48 ana\n")
    scene.commit({"ben/kept.md": text + scene.line(first)}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_dropped_by_a_merge_that_took_one_side(scene: Scene) -> None:
    before = scene.made[-1]
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.keep()
    scene.branch(before)
    side = scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    mine = repos.tip(scene.root)
    scene.merge("side", BEN, {"ben/kept.md": scene.read("ben/kept.md", before)})
    assert scene.read("ben/kept.md", side) == scene.read("ben/kept.md") != scene.read("ben/kept.md", mine)


@history(("foreign_write", "ben/kept.md"))
def a_line_that_another_wrote_and_the_keeper_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[0])}, ANA)
    scene.commit({"ben/kept.md": text}, BEN)


@history()
def a_line_that_another_wrote_and_took_out_again(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[2])}, ANA)
    scene.commit({"ben/kept.md": text}, ANA)


@history()
def a_line_that_another_took_out_and_brought_back(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": "# Kept copies\n"}, ANA)
    scene.commit({"ben/kept.md": text}, ANA)


@history(("unknown_author", "ben/kept.md"))
def a_line_by_an_unknown_address(scene: Scene) -> None:
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, STRANGER)


@history(("unknown_author", "ben/kept.md"))
def a_line_by_an_unknown_address_which_it_took_out_again(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[2])}, STRANGER)
    scene.commit({"ben/kept.md": text}, STRANGER)


@history(("unknown_author", "ben/partner.md"))
def a_line_by_an_unknown_address_that_named_itself(scene: Scene) -> None:
    named = person(BEN, f"emails: [{STRANGER[1]}]\nagreed: yes\n")
    scene.commit({"ben/partner.md": named}, STRANGER)
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, STRANGER)


@history(("kept_missing", "ben/kept.md"))
def a_line_under_an_address_to_which_the_keeper_moved(scene: Scene) -> None:
    new = ("Ben", "ben@new.example")
    scene.commit({"ben/partner.md": person(new)}, new)
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, new)


@history(("unknown_author", "ben/kept.md"))
def a_line_by_an_unknown_address_that_the_keeper_took_out(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[2])}, STRANGER)
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_missing", "ben/kept.md"))
def a_line_by_an_address_that_the_keeper_named_later(scene: Scene) -> None:
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, STRANGER)
    scene.commit({"ben/partner.md": person(BEN, f"emails: [{STRANGER[1]}]\nagreed: yes\n")}, BEN)
