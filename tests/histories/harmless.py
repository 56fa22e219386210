"""Histories without findings."""

from __future__ import annotations

from datetime import timedelta

from apjournal.model.views.calendar import CREATOR
from apjournal.model.views.host_page import FIRST_LINE
from tests.helpers import repos
from tests.helpers.repos import ANA, BEN, git
from tests.histories.scene import (
    AGREEMENT,
    GRANT,
    REPORTED,
    RUNS,
    STRANGER,
    WEEK,
    Scene,
    goals,
    history,
    person,
)


@history()
def a_plain_week(scene: Scene) -> None:
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.keep(ANA, "ben")
    outcomes = "outcomes:\n  - partly, page 6\n  - done\n"
    scene.commit({WEEK: goals(GRANT, RUNS, more=outcomes)}, at=REPORTED)
    scene.keep(at=REPORTED + timedelta(minutes=5))


@history()
def goals_that_were_reworded(scene: Scene) -> None:
    scene.commit({WEEK: goals("Send the grant draft", RUNS)})


@history()
def a_goal_that_was_never_kept(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, RUNS, "Ring the tax office")})
    scene.commit({WEEK: goals(GRANT, RUNS)})


@history()
def a_goal_taken_out_with_a_reason(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, more="amended:\n  three-runs: A sprained ankle\n")})


@history()
def a_goal_taken_out_and_kept_so_in_time(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT)})
    scene.keep()


@history()
def a_week_marked_away(scene: Scene) -> None:
    scene.commit({WEEK: "---\naway: true\ngoals:\n---\n"})


@history()
def a_week_that_came_back(scene: Scene) -> None:
    text = scene.read(WEEK)
    scene.commit({WEEK: None})
    scene.commit({WEEK: text})


@history()
def a_week_that_cant_be_read_now(scene: Scene) -> None:
    scene.commit({WEEK: "---\ngoals: [\n---\n"})


@history()
def lines_completed(scene: Scene) -> None:
    scene.commit({WEEK: goals("Send the draft to Ines", RUNS)})
    scene.add("- 2026-W48 ana\n")
    meant = git(scene.root, "rev-list", "-1", "HEAD", "--", "ana")
    text = scene.read("ben/kept.md").replace("- 2026-W48 ana\n", scene.line(meant))
    scene.commit({"ben/kept.md": text}, BEN)


@history()
def a_line_typed_by_hand_and_left_so(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.add("- 2026-W48 ana\n")


@history()
def a_line_that_means_nothing(scene: Scene) -> None:
    scene.add("- 2026-W48 cem\n")


@history()
def lines_tidied_up(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text.replace("- 2026", "*  2026").replace("\n", "\r\n")}, BEN)


@history()
def a_line_that_came_back(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)
    scene.commit({"ben/kept.md": text}, BEN)


@history()
def an_abbreviated_commit_written_out(scene: Scene) -> None:
    kept = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    text = scene.read("ben/kept.md")
    scene.add(f"- 2026-W48 ana {kept[:9]}\n")
    scene.commit({"ben/kept.md": text + scene.line(kept)}, BEN)


@history()
def lines_from_two_devices(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    first = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.branch()
    one = scene.line(first)
    scene.commit({"ben/kept.md": text + one}, BEN)
    scene.back()
    second = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask\n")})
    two = scene.line(second)
    scene.commit({"ben/kept.md": text + two}, BEN)
    scene.merge("side", BEN, {"ben/kept.md": text + one + two})


@history()
def an_honest_merge(scene: Scene) -> None:
    scene.branch()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.merge("side")


@history()
def a_second_address(scene: Scene) -> None:
    phone = ("Ana", "Ana@Phone.example")
    scene.commit({"ana/partner.md": person(ANA, "emails: [ana@phone.example]\nagreed: yes\n")})
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, phone)


@history()
def an_address_that_changed(scene: Scene) -> None:
    new = ("Ana Example", "ana@new.example")
    scene.commit({"ana/partner.md": person(new)}, new)
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, new)
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office", RUNS)}, ANA)  # an old device


@history()
def an_address_that_went_to_the_other(scene: Scene) -> None:
    scene.commit({"ben/partner.md": person(("Ben Example", "ben@new.example"))}, BEN)
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")})
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, BEN)


@history()
def a_question_that_was_answered(scene: Scene) -> None:
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, STRANGER)
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{STRANGER[1]}]\nagreed: yes\n")})


@history()
def an_agreement_signed_by_its_id(scene: Scene) -> None:
    scene.commit({"agreement.md": AGREEMENT + "We talk on Mondays.\n"})
    signed = repos.tip(scene.root, "HEAD:agreement.md")
    for who, folder in ((ANA, "ana"), (BEN, "ben")):
        scene.commit({f"{folder}/partner.md": person(who, f"agreed: {signed}\n")}, who)


@history()
def an_agreement_that_one_who_left_has_not_signed(scene: Scene) -> None:
    scene.commit({"ben/partner.md": person(BEN, "agreed: yes\nleft: 2026-11-24\n")}, BEN)
    scene.commit({"agreement.md": AGREEMENT + "Alone now.\n", "ana/partner.md": person(ANA) + "New.\n"})
    signed = repos.tip(scene.root, "HEAD:agreement.md")
    scene.commit({"ana/partner.md": person(ANA, f"agreed: {signed}\n")})


@history()
def files_that_are_not_of_the_format(scene: Scene) -> None:
    scene.commit({"photos/gull.jpg": b"\xff\xd8", "LICENSE": "free\n", ".gitignore": "private/\n"})


@history()
def files_that_sync_writes_and_a_host_merged(scene: Scene) -> None:
    page, calendar = f"{FIRST_LINE}\n# Ana and Ben\n", f"BEGIN:VCALENDAR\r\nPRODID:{CREATOR}\r\n"
    before = scene.commit({"ana/README.md": page, "ana/calendar.ics": calendar})
    newer = scene.commit({"ana/README.md": f"{page}Call\n", "ana/calendar.ics": f"{calendar}END:VCALENDAR\r\n"})
    scene.join_trees(before, newer, before, by=STRANGER)
    scene.commit({"ana/README.md": f"{page}New\n"}, STRANGER)
    scene.commit({"ana/README.md": None, "ana/calendar.ics": None}, STRANGER)
