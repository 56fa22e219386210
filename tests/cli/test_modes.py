"""One-sided journals and peer support: each command fits the partner's part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.stories import begin_on_monday, push_by_hand
from tests.helpers.people import Person, begun, join, replay

pytestmark = pytest.mark.slow

MONDAY = "2026-11-23T09:00+01:00"
WEDNESDAY = "2026-11-25T18:00+01:00"
NEXT_MONDAY = "2026-11-30T09:00+01:00"
TWO_WEEKS_LATER = "2026-12-08T18:00+01:00"
TOLD = "---\n---\n\n## Went well\n- A quiet week\n\n## To ana\n- ask: Thursday?\n\n## Notes\nMore.\n"
Both = tuple[Person, Person]


def share(*people: Person, at: str | None = None) -> None:
    for person in people:
        person.apj("sync", at=at)


def next_step(person: Person, at: str) -> str:
    return person.apj("status", "--json", at=at).json["next"]  # type: ignore[no-any-return]


# ---- one-sided: Ana reports, Ben listens


def accept_one_sided(folder: Path) -> Both:
    ana, ben = begun(folder, mode="one-sided", at=MONDAY)
    ana.change("agreement.md", "listeners: []", "listeners: [ben]")
    ana.apj("agree")
    share(ana, ben)
    ben.apj("agree")
    share(ben, ana)
    return ana, ben


@pytest.fixture
def one_sided(tmp_path: Path) -> Both:
    return replay(accept_one_sided, tmp_path)


def test_new_week_explains_the_listeners_part_and_creates_no_file(one_sided: Both) -> None:
    _, ben = one_sided
    ran = ben.apj("new-week")
    assert "You listen in this journal, and set no goals. Your part is to listen to Ana" in ran.out.replace("\n", " ")
    assert "Next: apj review" in ran.out
    document = ben.apj("new-week", "--json").json
    assert (document["created"], document["report_due"]) == (False, [])
    assert not list((ben.root / "ben").glob("2026-*"))


def test_review_suggests_only_steps_that_fit_the_partners_role(one_sided: Both) -> None:
    ana, ben = one_sided
    assert "Next: apj new-week" in ana.apj("review").out
    ben.apj("review", "--keep", code=None)
    assert "Next: apj status" in ben.apj("review", at=NEXT_MONDAY).out
    ana.apj("leave", "--yes", "--yes")
    assert "Next: apj status" in ana.apj("review").out


def test_goals_and_reports_of_a_listener_are_refused(one_sided: Both) -> None:
    _, ben = one_sided
    ran = ben.apj("new-week", "-g", "Mark the essays", "--no-edit", code=2)
    assert ran.err == "You listen in this journal, and set no goals.\nYour part: apj review\n"
    assert "You listen in this journal, and give no report." in ben.apj("report", "-o", "1=done", code=2).err


def test_status_suggests_the_step_that_fits_each_partners_role(one_sided: Both) -> None:
    ana, ben = one_sided
    assert next_step(ben, WEDNESDAY) == "apj show"
    assert next_step(ana, WEDNESDAY) == "apj new-week"
    ana.apj("new-week", "-g", "Three runs", "--no-edit", "--sync")
    ben.apj("sync")
    assert next_step(ben, WEDNESDAY) == "apj review"
    ben.apj("review", "--keep")
    share(ben, ana)
    assert (next_step(ana, WEDNESDAY), next_step(ben, WEDNESDAY)) == ("apj log", "apj show")
    assert (next_step(ana, NEXT_MONDAY), next_step(ben, NEXT_MONDAY)) == ("apj new-week", "apj show")
    assert next_step(ben, "2027-03-01T12:00+01:00") == "apj show"


def test_status_describes_a_listener_and_their_partner(one_sided: Both) -> None:
    ana, ben = one_sided
    ana.apj("new-week", "-g", "Three runs", "--no-edit", "--sync")
    ben.apj("review", "--keep")
    share(ben, ana)
    assert "Ben        listens.\n" in ana.apj("status", at=WEDNESDAY).out
    assert "Ben has kept your goals." in ana.apj("status").out
    assert "You  listen in this journal, and set no goals.\nAna  1 goal.\n" in ben.apj("status", at=WEDNESDAY).out
    assert ben.apj("status", "--short").out == "apj W48 listening, call in 5 d\n"


def test_a_reporting_partner_reviews_and_keeps_the_messages_of_a_listener(one_sided: Both) -> None:
    ana, ben = one_sided
    push_by_hand(ben, {"ben/2026-W48.md": "---\n---\n\n## To ana\n- offer: I call the archive\n"})
    ana.apj("sync", at=WEDNESDAY)
    ana.apj("new-week", "-g", "Three runs", "--no-edit", "--sync")
    assert next_step(ana, WEDNESDAY) == "apj review"
    ran = ana.apj("review", "--keep")
    assert "Ben listens in this journal, and sets no goals." in ran.out
    assert "offer: I call the archive" in ran.out
    assert ana.apj("status", "--json").json["messages"] == []


def test_a_listener_keeps_copies_of_partners_with_goals_and_nobody_keeps_copies_of_a_listener(
    one_sided: Both, tmp_path: Path
) -> None:
    ana, ben = one_sided
    cleo = Person("cleo", tmp_path / "cleo", MONDAY)
    join(cleo, tmp_path / "shared.git", "Cleo Dahl", "Europe/Berlin")
    for person in (ana, cleo):
        person.apj("new-week", "-g", f"A goal of {person.handle}", "--no-edit", "--sync")
    ben.apj("sync")
    assert "There are several partners." in ben.apj("review", code=2).err
    assert ben.apj("review", "cleo", "--json").json["current"]["goals"][0]["goal"] == "A goal of cleo"
    assert "Ana's record for you, Cleo." in cleo.apj("review").out
    assert ben.apj("verify", "--json").json["ok"] is True


def test_no_earlier_report_is_due_from_a_partner_who_becomes_a_listener(tmp_path: Path) -> None:
    ana, ben = replay(begin_on_monday, tmp_path)
    ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--sync")
    ana.apj("sync")
    ana.change("agreement.md", "listeners: []", "listeners: [ben]")
    ana.apj("agree", "--mode", "one-sided")
    share(ana, ben)
    ben.apj("agree", at=WEDNESDAY)
    share(ben, ana)
    status = ben.apj("status", "--json", at=TWO_WEEKS_LATER).json
    assert (status["reports_due"], status["next"]) == ([], "apj show")
    (week,) = ben.apj("show", "ben", "W48", "--json").json["weeks"]
    assert [goal["state"] for goal in week["goals"]] == ["unreported"]
    assert week["report_due"] == "2026-11-30"


# ---- peer support


def set_goals_and_keep(folder: Path) -> Both:
    ana, ben = replay(begin_on_monday, folder)
    for person in (ana, ben):
        person.apj("new-week", "-g", f"A goal of {person.handle}", "--no-edit", "--sync")
    for person in (ana, ben):
        person.apj("review", "--keep")
    ana.apj("sync")
    return ana, ben


@pytest.fixture
def agreed(tmp_path: Path) -> Both:
    """Ana and Ben, who have kept each other's goals for W48."""
    return replay(set_goals_and_keep, tmp_path)


def change_to_peer_support(folder: Path) -> Both:
    ana, ben = replay(set_goals_and_keep, folder)
    ana.apj("agree", "--mode", "peer-support", at=WEDNESDAY)
    share(ana, ben)
    ben.apj("agree", at=WEDNESDAY)
    share(ben, ana)
    return ana, ben


@pytest.fixture
def peers(tmp_path: Path) -> Both:
    """Ana and Ben, who have reported to each other in W48 and use peer support from W49."""
    return replay(change_to_peer_support, tmp_path)


def test_under_peer_support_headings_without_text_do_not_count_as_written(peers: Both) -> None:
    ana, _ = peers
    ana.apj("new-week", "--no-edit", at="2026-11-30T08:00+01:00")
    assert "nothing written yet." in ana.apj("status").out
    ana.change("ana/2026-W49.md", "## Went well\n", "## Went well\n- Two quiet mornings\n")
    assert "you have written something." in ana.apj("status").out


def test_under_peer_support_nobody_is_asked_for_reports_or_goals(peers: Both) -> None:
    ana, _ = peers
    status = ana.apj("status", "--json", at=NEXT_MONDAY).json
    assert (status["reports_due"], status["next"]) == ([], "apj new-week")
    assert "This week  nothing written yet." in ana.apj("status").out
    assert ana.apj("status", "--short").out == "apj W49 peer support, call today\n"
    assert "In peer support, no report is due." in ana.apj("report", "-o", "1=done", code=2).err


def test_new_week_under_peer_support_creates_sections_for_what_went_well_and_for_messages(peers: Both) -> None:
    ana, _ = peers
    ran = ana.apj("new-week", "--no-edit", "--no-sync", at=NEXT_MONDAY)
    assert "In ana/2026-W49.md, a new file, write what went well in 2026-W49" in ran.out
    assert "Next: apj edit 2026-W49" in ran.out
    assert ana.read("ana/2026-W49.md") == "---\n---\n\n## Went well\n\n## To ben\n"
    again = ana.apj("new-week", "--no-edit", "--json")
    assert again.json["created"] is False
    assert ana.apj("status", "--json").json["next"] == "apj call"


def test_review_under_peer_support_shows_a_week_until_it_is_kept(peers: Both) -> None:
    ana, ben = peers
    push_by_hand(ben, {"ben/2026-W49.md": TOLD})
    ana.apj("sync", at=NEXT_MONDAY)
    assert "Ben        something has changed since you kept a copy." in ana.apj("status").out
    ran = ana.apj("review")
    assert "Ben's week 2026-W49, 30 November to 6 December\n\n  Went well\n  - A quiet week\n" in ran.out
    assert "For you\n  ask: Thursday?\n" in ran.out
    assert "To ana" not in ran.out
    assert ran.out.endswith("Next: apj review ben --keep\n")
    ana.apj("review", "--keep")
    assert "Ben        nothing new.\n" in ana.apj("status").out
    assert "W49" in ana.apj("review", at=TWO_WEEKS_LATER).out


def test_call_under_peer_support_shows_what_went_well_notes_messages_and_other_lists(peers: Both) -> None:
    ana, ben = peers
    push_by_hand(ben, {"ben/2026-W49.md": f"{TOLD}\n## To read\n- A novel\n"})
    ana.apj("sync", at=NEXT_MONDAY)
    assert "  To read\n  - A novel\n" in ana.apj("review").out
    assert [one["to"] for one in ana.apj("show", "ben", "W49", "--json").json["weeks"][0]["messages"]] == ["ana"]
    call = ana.apj("call", "--json").json
    titles = [part["title"] for part in call["parts"]]
    assert titles == ["Ben's week 2026-W49, 30 November to 6 December", "Ana's week", "For each other"]
    assert call["parts"][0]["lines"] == ["Went well: A quiet week", "Notes: More.", "To read: A novel"]
    assert "Ben asks Ana: Thursday?" in call["parts"][2]["lines"]
    assert sum(part["minutes"] for part in call["parts"]) == 20


def test_under_peer_support_review_shows_the_last_report_only_once(peers: Both) -> None:
    ana, ben = peers
    ben.apj("report", "W48", "-o", "1=done", at=NEXT_MONDAY)
    share(ben, ana)
    ran = ana.apj("review", "--keep", at=NEXT_MONDAY)
    assert "Ben's report on 2026-W48" in ran.out
    assert "Ben has no words here yet." in ran.out
    assert "report" not in ana.apj("review").out


def test_weeks_before_peer_support_keep_their_counts(peers: Both) -> None:
    ana, ben = peers
    push_by_hand(ben, {"ben/2026-W49.md": "---\ngoals:\n  - A letter\n---\n" + TOLD.partition("---\n---\n")[2]})
    ana.apj("sync", at=TWO_WEEKS_LATER)
    before, after = (ana.apj("show", "ben", week, "--json").json["weeks"][0] for week in ("W48", "W49"))
    assert (before["report_due"], [goal["state"] for goal in before["goals"]]) == ("2026-11-30", ["unreported"])
    assert (after["report_due"], [goal["state"] for goal in after["goals"]]) == (None, ["open"])
    told = ana.apj("summary", "--partner", "ben").out
    assert "Ben Adler: 0 of 1 done, 1 without a report" in told
    assert "- A quiet week" in told
    markdown = ana.apj("summary", "--partner", "ben", "--format", "md").out
    assert "**Went well**\n\n- A quiet week\n" in markdown


def test_new_week_under_peer_support_accepts_goals(peers: Both) -> None:
    ana, _ = peers
    ana.apj("new-week", "-g", "A letter", "--no-edit", at=NEXT_MONDAY)
    assert ana.read("ana/2026-W49.md") == "---\ngoals:\n  - A letter\n---\n"


def test_after_peer_support_new_week_asks_for_goals_but_not_for_an_old_report(peers: Both) -> None:
    ana, ben = peers
    ana.apj("agree", "--cadence", "weekly", at="2026-12-02T09:00+01:00")
    share(ana, ben)
    ben.apj("agree")
    share(ben, ana)
    status = ana.apj("status", "--json", at="2026-12-07T09:00+01:00").json
    assert (status["reports_due"], status["next"]) == ([], "apj new-week")
    ana.apj("new-week", "-g", "Three runs", "--no-edit")
    assert ana.apj("show", "ana", "W50", "--json").json["weeks"][0]["report_due"] == "2026-12-14"


# ---- a change that waits, and who is silent or has left


def test_status_reports_a_proposal_that_waits_for_me_as_the_next_step(agreed: Both) -> None:
    ana, ben = agreed
    ana.apj("agree", "--cadence", "fortnightly", at=WEDNESDAY)
    share(ana, ben)
    assert "Agreement  Ana proposes: every second week. To read and accept it: apj agree\n" in ben.apj("status").out
    assert next_step(ben, WEDNESDAY) == "apj agree"
    assert "Agreement  proposed: every second week. Ben has not accepted it yet.\n" in ana.apj("status").out
    assert next_step(ana, WEDNESDAY) != "apj agree"
    ben.apj("agree")
    share(ben, ana)
    assert "Agreement" not in ben.apj("status").out + ana.apj("status").out


def test_status_reports_a_manual_change_of_the_agreement_until_all_accept(agreed: Both) -> None:
    ana, ben = agreed
    assert "Agreement" not in ana.apj("status", at=WEDNESDAY).out
    ben.change("agreement.md", "cadence: weekly", "cadence: fortnightly")
    share(ben, ana)
    said = "Agreement changed, and in force. You and {} have not accepted it. To read and accept it: apj agree"
    for person, other in ((ana, "Ben"), (ben, "Ana")):
        assert said.format(other) in " ".join(person.apj("status", at=WEDNESDAY).out.split())
        assert next_step(person, WEDNESDAY) == "apj agree"
    ana.apj("agree")
    share(ana, ben)
    assert "Agreement  changed, and in force. Ben has not accepted it.\n" in ana.apj("status").out
    assert next_step(ana, WEDNESDAY) != "apj agree"
    assert "Agreement  changed, and in force. You have not accepted it." in ben.apj("status").out
    ben.apj("agree")
    share(ben, ana)
    assert "Agreement" not in ben.apj("status").out + ana.apj("status").out


def test_while_i_continue_alone_status_does_not_mention_the_silent_partner(tmp_path: Path) -> None:
    ana, _ = replay(begin_on_monday, tmp_path)
    ana.apj("agree", "--cadence", "monthly", "--alone", at="2026-12-29T09:00+01:00")
    assert "not signed" not in ana.apj("status").out
    ana.change("agreement.md", "What we agreed:", "What we agreed, bluntly:")
    assert "changed, and in force. You have not accepted it." in ana.apj("status").out


def test_a_yes_typed_by_hand_does_not_accept_a_later_change(tmp_path: Path) -> None:
    ana, ben = replay(begin_on_monday, tmp_path)
    ben.write("ben/partner.md", re.sub("agreed: .*", "agreed: yes", ben.read("ben/partner.md")))
    share(ben, ana)
    assert "not signed" not in ana.apj("status").out
    ana.change("agreement.md", "cadence: weekly", "cadence: monthly")
    ana.apj("sync")
    assert "You and Ben have not accepted it." in " ".join(ana.apj("status").out.split())


def test_the_agreement_does_not_count_as_changed_if_a_partner_never_accepted_it(tmp_path: Path) -> None:
    ana, _ = replay(begin_on_monday, tmp_path)
    ana.write("cleo/partner.md", "---\nname: Cleo\n---\n")
    assert "changed by hand" not in ana.apj("status").out


def test_status_mentions_a_silent_partner_once_a_week_without_blocking_a_command(tmp_path: Path) -> None:
    ana, ben = replay(begin_on_monday, tmp_path)
    ben.apj("new-week", "-g", "One", "--no-edit", "--sync")
    ana.apj("sync")
    ana.apj("new-week", "-g", "Three runs", "--no-edit", "--sync", at="2027-01-04T10:00+01:00")
    assert "Ben        no week since 23 to 29 Nov (2026-W48).\n" in ana.apj("status").out
    wednesday = ana.apj("status", at="2027-01-06T10:00+01:00")
    assert "no week since" not in wednesday.out
    assert ana.apj("status", "--json").json["partners"][0]["quiet_weeks"] == 5
    ana.apj("agree", "--mode", "peer-support")
    assert "apj agree --alone" in ana.apj("status").out
    ana.apj("agree", "--alone")
    assert "changed by hand" not in ana.apj("status").out


def test_status_reports_that_a_partner_left_and_their_last_report(tmp_path: Path) -> None:
    ana, ben = replay(begin_on_monday, tmp_path)
    ben.apj("new-week", "-g", "One", "--no-edit", "--sync")
    ana.apj("review", "--keep")
    ben.apj("report", "-o", "1=done", at=WEDNESDAY)
    ben.apj("leave", "--yes", "-o", str(tmp_path / "mine.md"), "--yes", at=WEDNESDAY)
    share(ben, ana)
    said = ana.apj("status", at=WEDNESDAY).out
    assert "Ben        left on Wed 25 Nov; something has changed since you kept a copy.\n" in said
    ana.apj("review", "ben", "--keep")
    assert "Ben        left on Wed 25 Nov.\n" in ana.apj("status").out
    assert ana.apj("status", "--json").json["partners"] == []
    assert "left on" not in ana.apj("status", at="2027-01-06T10:00+01:00").out
    assert "You  your part in this journal ended on Wed 25 Nov.\n" in ben.apj("status").out
    assert next_step(ben, NEXT_MONDAY) == "apj show"
    assert "To come back, delete the date after left: in ben/partner.md" in ben.apj("new-week", code=2).err
    assert ana.apj("show", "ben", "W48", "--json").json["weeks"][0]["goals"][0]["state"] == "done"


def test_a_partner_who_returns_is_listed_again(tmp_path: Path) -> None:
    ana, ben = replay(begin_on_monday, tmp_path)
    ben.apj("leave", "--yes", "-o", str(tmp_path / "mine.md"), "--yes", at=WEDNESDAY)
    ben.change("ben/partner.md", "left: 2026-11-25", "left:")
    ben.apj("agree", at=NEXT_MONDAY)
    ben.apj("new-week", "-g", "One", "--no-edit", "--sync")
    ana.apj("review", "--keep", at=NEXT_MONDAY)
    assert [partner["partner"] for partner in ana.apj("status", "--json").json["partners"]] == ["ben"]
    assert ana.apj("verify", "--json").json["findings"] == []
