"""`apj agree`: two clones, a change that waits, and one that does not have to."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from apjournal.model.agreement import UNWRITTEN
from tests.fault_injector.faults import Fault, struck
from tests.helpers.people import Person, begun
from tests.helpers.repos import commit, git, tip, who
from tests.helpers.systems import needs

MONDAY = "2026-11-23T09:00+01:00"
FIVE_WEEKS_LATER = "2026-12-29T09:00+01:00"


@pytest.fixture
def founders(tmp_path: Path) -> tuple[Person, Person]:
    return begun(tmp_path, at=MONDAY)


@pytest.fixture
def together(founders: tuple[Person, Person]) -> tuple[Person, Person]:
    """Ana and Ben in one clone, where each has at once what the other commits."""
    ana, _ = founders
    return ana, Person("ben", ana.root, ana.now)


def share(*people: Person, at: str | None = None) -> None:
    for person in people:
        person.apj("sync", at=at)


def shown(person: Person) -> Any:
    return person.apj("agree", "--no-sign", "--json").json


def find_signed_commits(person: Person) -> list[str]:
    return [signing["partner"] for signing in shown(person)["partners"] if signing["signed"]]


def by_hand(person: Person, path: str, old: str, new: str) -> None:
    """Change a file and commit it with plain git, as a partner without apj does."""
    person.change(path, old, new)
    name = person.handle.capitalize()
    person.git("commit", "-qam", "by hand", **who((name, f"{person.handle}@example.org"), person.now))


def add_cem(person: Person) -> None:
    """Let Cem join in somebody's clone. He has accepted what Ben has."""
    text = person.read("ben/partner.md").replace("ben", "cem").replace("Ben Adler", "Cem Demir")
    commit(person.root, {"cem/partner.md": text}, "cem: joins", ("Cem Demir", "cem@example.org"))


def test_a_new_journal_starts_with_an_accepted_agreement(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    assert find_signed_commits(ana) == ["ana", "ben"]
    ran = ana.apj("agree")
    assert "Two-sided: you report to each other; every week." in ran.out
    assert "Accepted by Ana (Mon 23 Nov) and Ben (Mon 23 Nov)." in ran.out
    assert "You had already accepted this version." in ran.out
    assert "Next: apj status" in ran.out


def test_agree_review_on_changes_the_day_of_the_review(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    assert "Review on Mon 15 Feb 2027." in ana.apj("agree", "--review-on", "+12w").out
    ana.apj("agree", "--review-on", "2026-12-01")
    assert "\nreview_on: 2026-12-01\n" in ana.read("agreement.md")
    assert "late is not a date." in ana.apj("agree", "--review-on", "late", code=2).err
    assert "Sun 22 Nov is in the past." in ana.apj("agree", "--review-on", "2026-11-22", code=2).err


def test_only_the_call_on_the_day_of_the_review_mentions_it(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.apj("agree", "--review-on", "2026-12-01")
    said = "In this call you review the agreement: apj agree --talk."
    for day, here in (("2026-11-30", False), ("2026-12-07", True), ("2026-12-14", False)):
        shown = ana.apj("call", at=f"{day}T08:00+01:00").out
        assert (said in shown) == here, day
        assert ("due for review" in ana.apj("status", at=f"{day}T08:00+01:00").out) == here, day


def test_agree_no_sign_shows_a_change_without_changing_a_file(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.change("agreement.md", "minutes: 20", "minutes: 30")
    before = tip(ana.root), ana.read("ana/partner.md")
    assert "minutes: [-20-]{+30+}" in ana.apj("agree", "--no-sign").out
    assert (tip(ana.root), ana.read("ana/partner.md")) == before


def test_agree_works_without_history(founders: tuple[Person, Person], tmp_path: Path) -> None:
    ana, _ = founders
    shutil.copytree(ana.root, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    copy = Person("ana", tmp_path / "copy")
    assert find_signed_commits(copy) == ["ana", "ben"]
    copy.change("agreement.md", "minutes: 20", "minutes: 30")
    assert [signing["changes"] for signing in shown(copy)["partners"]] == [None, None]
    copy.change("ben/partner.md", "agreed: ", "agreed: yes # ")
    assert "Ben has not accepted it yet." in copy.apj("agree", "--no-sign").out


def test_a_proposed_cadence_takes_effect_once_all_accept_it_and_the_week_is_over(
    founders: tuple[Person, Person],
) -> None:
    ana, ben = founders
    ran = ana.apj("agree", "--cadence", "fortnightly", at="2026-11-25T09:00+01:00")
    assert "Proposed: every second week. The change takes effect when everyone has accepted it." in " ".join(
        ran.out.split()
    )
    assert "until_signed: {cadence: weekly}" in ana.read("agreement.md")
    share(ana, ben)
    view = shown(ben)
    assert (view["cadence"], view["proposed"]["cadence"], view["until"]) == ("weekly", "fortnightly", None)
    assert {"before": "cadence: weekly", "after": "cadence: fortnightly"} in view["changes"]
    assert find_signed_commits(ben) == ["ana"]
    assert ben.apj("status", "--json", at="2026-11-25T12:00+01:00").json["next_call"]["days"] == 5

    ran = ben.apj("agree", at="2026-11-26T09:00+01:00")
    assert "After 2026-W48: every second week. Everyone has accepted it." in ran.out
    assert shown(ben)["until"] == "2026-W48"
    view = ben.apj("agree", "--no-sign", "--json", at="2026-12-03T09:00+01:00").json
    assert (view["cadence"], view["until"], view["proposed"]) == ("fortnightly", None, None)
    assert ben.apj("status", "--json").json["next_call"]["days"] == 4


def test_after_the_rules_are_edited_by_hand_the_accepted_terms_still_apply(together: tuple[Person, Person]) -> None:
    ana, ben = together
    ana.apj("agree", "--cadence", "fortnightly")
    ben.apj("agree")
    by_hand(ben, "agreement.md", "how blunt to be", "how blunt to be, and when")
    view = ben.apj("agree", "--no-sign", "--json", at="2026-12-03T09:00+01:00").json
    assert (view["cadence"], view["until"]) == ("fortnightly", None)
    assert find_signed_commits(ben) == []


def test_a_second_proposal_replaces_the_former_terms_in_until_signed(together: tuple[Person, Person]) -> None:
    ana, ben = together
    ana.apj("agree", "--cadence", "fortnightly")
    ben.apj("agree")
    ana.apj("agree", "--mode", "peer-support", at="2026-12-02T09:00+01:00")
    text = ana.read("agreement.md")
    assert "- {until: 2026-W48, mode: two-sided, cadence: weekly, day: monday}" in text
    assert "until_signed: {mode: two-sided}" in text
    assert shown(ana)["mode"] == "two-sided"
    back = ana.apj("agree", "--mode", "two-sided")
    assert "mode: two-sided}" not in ana.read("agreement.md")
    assert "Proposed" not in back.out


def test_agree_shows_a_word_diff_against_the_version_that_each_partner_accepted(
    founders: tuple[Person, Person],
) -> None:
    ana, ben = founders
    by_hand(ana, "agreement.md", "minutes: 20", "minutes: 30")
    ana.apj("agree", "--json")
    share(ana, ben)
    by_hand(ben, "agreement.md", "how blunt to be", "how blunt to be, and when")
    ran = ben.apj("agree", "--no-sign")
    assert "What changed since you accepted it" in ran.out
    assert "minutes: [-20-]{+30+}" in ran.out
    assert "What changed since Ana accepted it" in ran.out
    assert "Ana has accepted an earlier version, on Mon 23 Nov." in ran.out


def test_partners_who_accepted_the_same_version_are_listed_together(
    founders: tuple[Person, Person],
) -> None:
    ana, _ = founders
    add_cem(ana)
    ran = ana.apj("agree", "--cadence", "monthly")
    assert "since Ben and Cem accepted" in ran.out


def test_terms_changed_by_hand_apply_and_are_shown_as_not_accepted(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    by_hand(ana, "agreement.md", "cadence: weekly", "cadence: monthly")
    view = shown(ana)
    assert (view["cadence"], view["proposed"]) == ("monthly", None)
    assert find_signed_commits(ana) == []


def test_agree_commits_only_the_agreement_and_the_partner_file(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - One\n---\n")
    ana.change("agreement.md", "minutes: 20", "minutes: 30")
    ran = ana.apj("agree", "--json").json
    files = ana.git("show", "--name-only", "--format=%s", ran["commit"]).split()
    assert files == ["ana", "2026-W48:", "agreement", "agreement.md", "ana/partner.md"]
    assert f"agreed: {ran['version']}" in ana.read("ana/partner.md")
    assert ana.git("status", "--porcelain") == "?? ana/2026-W48.md"


def test_a_yes_typed_by_hand_accepts_the_agreement_as_of_the_commit_that_added_it(
    together: tuple[Person, Person],
) -> None:
    ana, ben = together
    agreed = next(line for line in ben.read("ben/partner.md").splitlines() if line.startswith("agreed: "))
    by_hand(ben, "ben/partner.md", agreed, "agreed: yes")
    assert find_signed_commits(ana) == ["ana", "ben"]
    by_hand(ben, "ben/partner.md", "name: Ben Adler", "name: Ben A. Adler")
    ana.apj("agree", "--cadence", "monthly")
    assert find_signed_commits(ana) == ["ana"]
    assert shown(ana)["partners"][1]["changes"]
    by_hand(ben, "ben/partner.md", "agreed_on: 2026-11-23", "agreed_on: 2026-11-24")
    assert find_signed_commits(ana) == ["ana", "ben"]
    assert shown(ana)["until"] == "2026-W48"


def test_a_version_that_a_merge_left_out_does_not_revoke_a_yes_typed_by_hand(together: tuple[Person, Person]) -> None:
    ana, ben = together
    agreed = next(line for line in ben.read("ben/partner.md").splitlines() if line.startswith("agreed: "))
    by_hand(ben, "ben/partner.md", agreed, "agreed: yes")
    ben.git("checkout", "-q", "-b", "phone", "HEAD~1")
    by_hand(ben, "ben/partner.md", "name: Ben Adler", "name: Benjamin")
    ben.git("checkout", "-q", "main")
    who = ("-c", "user.name=Ben Adler", "-c", "user.email=ben@example.org")
    ben.git(*who, "merge", "-q", "-s", "ours", "-m", "ben: keep this side", "phone")
    assert find_signed_commits(ana) == ["ana", "ben"]
    ana.apj("agree", "--cadence", "monthly")
    by_hand(ben, "ben/partner.md", "name: Ben Adler", "name: Ben A. Adler")
    assert find_signed_commits(ana) == ["ana"]


def test_an_uncommitted_yes_accepts_the_current_agreement(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    agreed = next(line for line in ana.read("ana/partner.md").splitlines() if line.startswith("agreed: "))
    ana.change("ana/partner.md", agreed, "agreed: yes")
    ana.change("ana/partner.md", "agreed_on: 2026-11-23", "agreed_on: 2026-11-24")
    assert "ana" in find_signed_commits(ana)


def test_a_yes_committed_before_the_agreement_existed_does_not_count(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    commit(root, {"ana/partner.md": "---\nemail: ana@example.org\nagreed: yes\n---\n"})
    commit(root, {"agreement.md": "---\napj: 1\n---\n"})
    ana = Person("ana", root, MONDAY)
    assert find_signed_commits(ana) == []
    assert "Ana has not accepted it yet." in ana.apj("agree", "--no-sign").out
    ana.apj("agree")
    assert find_signed_commits(ana) == ["ana"]


def test_agree_works_before_the_first_commit_of_a_journal(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    ana = Person("ana", root, MONDAY)
    ana.write("agreement.md", "---\napj: 1\n---\n")
    ana.write("ana/partner.md", "---\nemail: ana@example.org\nagreed: yes\n---\n")
    assert find_signed_commits(ana) == []
    ana.apj("agree")
    assert find_signed_commits(ana) == ["ana"]


def test_a_change_accepted_without_a_date_does_not_apply(together: tuple[Person, Person]) -> None:
    ana, ben = together
    ana.apj("agree", "--cadence", "monthly")
    ben.apj("agree")
    for person in (ana, ben):
        ben.change(f"{person.handle}/partner.md", "agreed_on: 2026-11-23", "agreed_on:")
    ben.commit()
    assert "Accepted by Ana and Ben." in ben.apj("agree", "--no-sign").out
    assert shown(ben)["cadence"] == "weekly"


def test_agree_cadence_returns_from_peer_support_to_two_sided(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    by_hand(ana, "agreement.md", "mode: two-sided", "mode: peer-support")
    ran = ana.apj("agree", "--cadence", "weekly")
    assert "This is a return to your reports." in ran.out
    assert "Peer support: no report is due, and nothing is counted" in ran.out
    assert shown(ana)["proposed"]["mode"] == "two-sided"


def test_agree_requires_a_listener_for_a_one_sided_journal(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    before = tip(ana.root), ana.read("agreement.md")
    told = ana.apj("agree", "--mode", "one-sided", code=2).err
    assert "Add: --mode one-sided --listener HANDLE. The partners are: ana, ben." in told
    assert "--listener is only for a one-sided journal." in ana.apj("agree", "--listener", "ben", code=2).err
    assert "is not a valid handle" in ana.apj("agree", "--mode", "one-sided", "--listener", "B B", code=2).err
    assert (tip(ana.root), ana.read("agreement.md")) == before
    assert "Who listens: ben." in ana.apj("agree", "--mode", "one-sided", "--listener", "ben").out
    assert "listeners: [ben]" in ana.read("agreement.md")
    assert find_signed_commits(ana) == ["ana"]
    assert "Who listens: ana." in ana.apj("agree", "--listener", "ana").out


def test_proposing_the_current_terms_does_not_change_the_agreement(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    before = tip(ana.root)
    assert "The agreement already contains these terms." in ana.apj("agree", "--cadence", "weekly").out
    assert tip(ana.root) == before


def test_a_proposal_with_the_option_no_sign_is_refused(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ran = ana.apj("agree", "--cadence", "monthly", "--no-sign", code=2)
    assert "If you propose a change, you also accept it" in ran.err


# ---- when a partner is silent


def test_agree_alone_applies_a_change_without_the_silent_partner(founders: tuple[Person, Person]) -> None:
    ana, ben = founders
    ran = ana.apj("agree", "--mode", "peer-support", "--alone", at=FIVE_WEEKS_LATER)
    assert "Since Tue 29 Dec, Ana has continued alone. This ends when the others accept." in ran.out
    text = ana.read("agreement.md")
    assert "alone: ana 2026-12-29" in text
    assert "until: 2026-W52, mode: two-sided" in text
    assert shown(ana)["mode"] == "peer-support"
    share(ana, ben, at=FIVE_WEEKS_LATER)
    ran = ben.apj("agree")
    assert "From now on, a change takes effect when everyone has accepted it." in ran.out
    assert shown(ben)["alone"] == []
    assert find_signed_commits(ben) == ["ana", "ben"]
    assert "Ana has accepted an earlier version" not in ran.out
    share(ben, ana)
    assert find_signed_commits(ana) == ["ana", "ben"]
    assert asked_by_verify(ana) == []


def test_agree_and_verify_both_report_a_partner_who_accepted_another_version(together: tuple[Person, Person]) -> None:
    ana, ben = together
    ana.apj("agree", "--mode", "peer-support", "--alone", at=FIVE_WEEKS_LATER)
    ana.change("agreement.md", "alone: ana 2026-12-29", "quiet: on Sundays\nalone: ana 2026-12-29")
    ana.apj("commit")
    ben.apj("agree", at=FIVE_WEEKS_LATER)
    assert find_signed_commits(ana) == ["ben"]
    assert asked_by_verify(ana) == ["ana"]


def asked_by_verify(person: Person) -> list[str]:
    """Return the partners who, according to `verify`, have not accepted the current agreement."""
    found = person.apj("verify", "--json").json["findings"]
    return [one["partner"] for one in found if one["code"] == "agreement_unsigned"]


def test_agree_alone_applies_a_waiting_proposal(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.apj("agree", "--cadence", "monthly", at="2026-12-15T09:00+01:00")
    ana.apj("agree", "--alone", at=FIVE_WEEKS_LATER)
    view = shown(ana)
    assert (view["cadence"], view["proposed"], view["alone"]) == (
        "monthly",
        None,
        [{"partner": "ana", "since": "2026-12-29"}],
    )


def test_a_monthly_cadence_accepted_alone_does_not_postpone_the_earlier_report(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.write("ana/2026-W52.md", "---\ngoals:\n  - One\n---\n")
    before = ana.apj("show", "ana", "W52", "--json", at=FIVE_WEEKS_LATER).json
    ana.apj("agree", "--cadence", "monthly", "--alone")
    assert ana.apj("show", "ana", "W52", "--json").json == before
    assert before["weeks"][0]["goals"][0]["state"] == "unreported"
    assert ana.apj("status", "--json").json["next_call"]["at"].startswith("2027-01-04")


def test_agree_alone_is_refused_if_the_partner_wrote_in_the_last_four_weeks(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ran = ana.apj("agree", "--cadence", "monthly", "--alone", at="2026-12-20T09:00+01:00", code=2)
    assert "Ben wrote here on Mon 23 Nov, which is less than four weeks ago." in ran.err
    assert "cadence: weekly" in ana.read("agreement.md")


def test_agree_alone_fetches_before_it_treats_a_partner_as_silent(founders: tuple[Person, Person]) -> None:
    ana, ben = founders
    ben.apj("park", "back again", at="2026-12-28T09:00+01:00")
    share(ben)
    ran = ana.apj("agree", "--cadence", "monthly", "--alone", at=FIVE_WEEKS_LATER, code=2)
    assert "Ben wrote here on Mon 28 Dec" in ran.err


def test_agree_alone_is_refused_offline(founders: tuple[Person, Person], tmp_path: Path) -> None:
    ana, _ = founders
    shutil.rmtree(tmp_path / "shared.git")
    ana.apj("agree", "--cadence", "monthly", "--alone", at=FIVE_WEEKS_LATER, code=4)
    assert "cadence: weekly" in ana.read("agreement.md")


def test_agree_alone_without_a_remote_uses_local_commits(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.git("remote", "remove", "origin")
    ana.apj("agree", "--cadence", "monthly", "--alone", at=FIVE_WEEKS_LATER)
    assert shown(ana)["cadence"] == "monthly"
    assert "Next: apj status" in ana.apj("agree").out


def test_a_commit_dated_in_the_future_does_not_count_as_recent_writing(founders: tuple[Person, Person]) -> None:
    ana, ben = founders
    ben.now = "2031-01-01T09:00:00+01:00"
    by_hand(ben, "ben/partner.md", "name: Ben Adler", "name: Ben A. Adler")
    ben.git("push", "-q", "origin", "main")
    ana.apj("agree", "--cadence", "monthly", "--alone", at=FIVE_WEEKS_LATER)
    assert shown(ana)["cadence"] == "monthly"


def test_a_partner_without_commits_counts_as_silent(tmp_path: Path) -> None:
    ana = Person("ana", tmp_path / "ana", MONDAY)
    ana.apj("init", str(ana.root), "--partner", "ana", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")
    ana.write("ben/partner.md", "---\nname: Ben\n---\n")
    ana.apj("agree", "--cadence", "monthly", "--alone")
    assert shown(ana)["cadence"] == "monthly"


def test_the_option_alone_needs_a_waiting_proposal(together: tuple[Person, Person]) -> None:
    ana, ben = together
    assert "No proposal is waiting" in ana.apj("agree", "--alone", at=FIVE_WEEKS_LATER, code=2).err
    ana.apj("agree", "--cadence", "monthly")
    ben.apj("agree", at=FIVE_WEEKS_LATER)
    assert "No proposal is waiting" in ana.apj("agree", "--alone", code=2).err


def test_agree_alone_in_a_circle_lists_every_partner_who_accepted(
    together: tuple[Person, Person],
) -> None:
    ana, ben = together
    add_cem(ana)
    ana.apj("agree", "--cadence", "monthly", at="2026-12-20T09:00+01:00")
    assert "Ben wrote" in ana.apj("agree", "--alone", code=2).err
    ben.apj("agree", at="2026-12-20T09:00+01:00")
    ana.apj("agree", "--alone", at=FIVE_WEEKS_LATER)
    assert [one["partner"] for one in shown(ana)["alone"]] == ["ana", "ben"]


# ---- what stands in the way


def test_a_partner_who_left_cannot_accept_and_is_not_waited_for(together: tuple[Person, Person]) -> None:
    ana, ben = together
    by_hand(ben, "ben/partner.md", "left:", "left: 2026-11-24")
    assert "You have ended your part in this journal." in ben.apj("agree", code=2).err
    ana.apj("agree", "--cadence", "monthly")
    assert shown(ana)["until"] == "2026-W48"
    assert [signing["partner"] for signing in shown(ana)["partners"]] == ["ana"]


@pytest.mark.parametrize("ana_too", [False, True], ids=["ben-alone", "ana-too"])
def test_a_partner_who_accepted_and_left_does_not_block_a_proposal(
    together: tuple[Person, Person], ana_too: bool
) -> None:
    ana, ben = together
    for person in (ben, *([ana] if ana_too else [])):
        path = f"{person.handle}/partner.md"
        agreed = next(line for line in person.read(path).splitlines() if line.startswith("agreed: "))
        by_hand(person, path, agreed, "agreed: yes")
    ben.apj("leave", "--yes", "--yes", at="2026-11-25T09:00+01:00")
    ana.apj("agree", "--cadence", "monthly")
    assert find_signed_commits(ana) == ["ana"]
    assert find_signed_commits(ben) == ["ana"]


def test_agree_refuses_an_agreement_with_invalid_yaml(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.change("agreement.md", "mode: two-sided", "mode: [two-sided")
    before = ana.read("ana/partner.md")
    assert "agreement.md:" in ana.apj("agree", code=3).err
    assert ana.read("ana/partner.md") == before


def test_agree_says_that_an_accepted_version_is_missing_in_this_clone(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    agreed = next(line for line in ana.read("ben/partner.md").splitlines() if line.startswith("agreed: "))
    ana.change("ben/partner.md", agreed, f"agreed: {'a' * 40}")
    ana.commit()
    assert "Ben has accepted a version that is not in this clone." in ana.apj("agree", "--no-sign").out


def test_an_accepted_version_with_invalid_yaml_is_compared_line_by_line(founders: tuple[Person, Person]) -> None:
    ana, ben = founders
    odd = git(ben.root, "hash-object", "-w", "--stdin", stdin=b"---\nmode: [\n---\n")
    agreed = next(line for line in ben.read("ben/partner.md").splitlines() if line.startswith("agreed: "))
    ben.change("ben/partner.md", agreed, f"agreed: {odd}")
    (ben_signing,) = [one for one in shown(ben)["partners"] if one["partner"] == "ben"]
    assert ben_signing["signed"] is False
    assert {"before": "mode: [", "after": "apj: 1"} in ben_signing["changes"]
    assert ana.handle == "ana"


@needs("fork")
def test_agree_leaves_the_agreement_unchanged_if_the_partner_file_cannot_be_written(
    founders: tuple[Person, Person],
) -> None:
    ana, _ = founders
    before = ana.read("agreement.md")
    for line, write in (("agree --cadence monthly", 2), ("agree", 1)):
        ran = struck(ana, line.split(), write, Fault.NO_SPACE, only="write").ran
        assert ran is not None
        assert ran.code == 4
        assert ran.err.startswith(
            "ana/partner.md cannot be written: No space left on device.\nThe file is unchanged. Free some space"
        )
        assert ana.read("agreement.md") == before
        before = before.replace("minutes: 20", "minutes: 30")
        ana.write("agreement.md", before)
    assert ana.read("agreement.md") == before


def test_agree_makes_its_commit_even_if_the_index_is_locked(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    (ana.root / ".git/index.lock").touch()
    ana.apj("agree", "--cadence", "monthly", code=4)
    assert "cadence: monthly" in ana.git("show", "HEAD:agreement.md")


@pytest.mark.parametrize("body", ["", UNWRITTEN, f"{UNWRITTEN}\n"])
def test_agree_does_not_show_the_template_body_as_agreed_text(founders: tuple[Person, Person], body: str) -> None:
    ana, _ = founders
    text = ana.read("agreement.md")
    ana.write("agreement.md", text.replace(UNWRITTEN, body))
    shown = " ".join(ana.apj("agree", "--no-sign").out.split())
    assert "Nothing else is written down yet. To talk about the rest: apj agree --talk" in shown
    assert "What we agreed: what stays" not in shown


WRAPPED = "What we agreed: what stays between us,\nwhat we do when a week is missed,\n  how blunt to be.\n\n"


@pytest.mark.parametrize("body", [WRAPPED, WRAPPED.replace("\n", "\r\n"), "", f"\n\n{UNWRITTEN}\n\n"])
def test_a_template_body_that_was_only_rewrapped_is_not_shown_as_changed(
    founders: tuple[Person, Person], body: str
) -> None:
    ana, _ = founders
    ana.write("agreement.md", ana.read("agreement.md").replace(f"{UNWRITTEN}\n", body))
    assert ana.apj("agree", "--no-sign", "--json").json["changes"] in ([], None)
    ana.change("agreement.md", "cadence: weekly", "cadence: monthly")
    shown = ana.apj("agree", "--no-sign").out
    assert "cadence: [-weekly-]{+monthly+}" in shown
    assert "blunt" not in shown


def test_a_body_that_replaces_the_body_of_the_template_is_shown_as_the_only_difference(
    founders: tuple[Person, Person],
) -> None:
    ana, _ = founders
    ana.apj("agree")
    ana.write("agreement.md", ana.read("agreement.md").replace(UNWRITTEN, "Nothing leaves this room."))
    changes = ana.apj("agree", "--no-sign", "--json").json["changes"]
    assert [(change["before"], change["after"]) for change in changes] == [(None, "Nothing leaves this room.")]


def test_status_on_the_day_of_the_call_says_that_the_agreement_has_only_the_terms(
    founders: tuple[Person, Person],
) -> None:
    ana, _ = founders
    said = "Agreement  so far it contains only the terms; to talk about the rest:"
    assert said in ana.apj("status", at="2026-11-30T08:00+01:00").out
    assert "Agreement" not in ana.apj("status", at="2026-12-02T08:00+01:00").out
    ana.write("agreement.md", ana.read("agreement.md").replace(UNWRITTEN, "Nothing leaves this room."))
    ana.apj("agree")
    assert "it contains only the terms" not in ana.apj("status", at="2026-11-30T08:00+01:00").out


def test_agree_shows_the_rules_that_replaced_the_template_body(founders: tuple[Person, Person]) -> None:
    ana, _ = founders
    ana.apj("agree")
    ana.write("agreement.md", ana.read("agreement.md").replace(UNWRITTEN, "Nothing leaves this room."))
    shown = " ".join(ana.apj("agree", "--no-sign").out.split())
    assert "Nothing leaves this room." in shown
    assert "Nothing else is written down" not in shown
    assert "What we agreed: what stays" not in shown
