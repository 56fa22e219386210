"""The main use, end to end: two clones and a bare repository, using only the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import FIVE_LINES, MONDAY, Person, begun, replay

pytestmark = pytest.mark.slow

LATER = "2026-11-23T09:30+01:00"
WEDNESDAY = "2026-11-25T18:00+01:00"
NEXT_MONDAY = "2026-11-30T09:00+01:00"


@pytest.fixture
def first_week(tmp_path: Path) -> tuple[Person, Person]:
    """Ana and Ben, who have begun a journal; Ana has shared five lines, Ben has kept them, and all of it is shared."""
    return replay(keep_first_week, tmp_path)


def keep_first_week(folder: Path) -> tuple[Person, Person]:
    ana, ben = begun(folder, at=MONDAY)
    ana.write("ana/2026-W48.md", FIVE_LINES)
    ana.apj("sync")
    ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--no-sync")
    ben.apj("review", "--keep")
    ben.apj("sync")
    ana.apj("sync")
    return ana, ben


def test_a_week_written_by_hand_can_be_shared_reviewed_and_kept(first_week: tuple[Person, Person]) -> None:
    _, ben = first_week
    seen = ben.apj("review", "--json").json
    assert [goal["goal"] for goal in seen["current"]["goals"]] == ["Send the grant draft to Ines", "Three runs"]
    assert seen["since"] == seen["head"]
    assert seen["changes"] == []
    assert ben.read("ben/kept.md").splitlines()[-1] == f"- 2026-W48 ana {seen['head']} 2026-11-23T09:00+01:00"


def test_plain_git_can_show_a_kept_commit(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    commit = ben.read("ben/kept.md").split()[-2]
    assert "Send the grant draft to Ines" in ana.git("show", f"{commit}:ana/2026-W48.md")
    ana.git("merge-base", "--is-ancestor", commit, "HEAD")


def test_keeping_an_unchanged_copy_again_adds_no_line(first_week: tuple[Person, Person]) -> None:
    _, ben = first_week
    before = ben.read("ben/kept.md")
    again = ben.apj("review", "--keep", "--json", at=LATER).json
    assert ben.read("ben/kept.md") == before
    assert again["kept"] == again["head"]


def test_a_goal_changed_after_the_kept_copy_is_shown_as_reworded(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.change("ana/2026-W48.md", "Send the grant draft to Ines", "Work on the grant draft")
    ana.apj("sync", at=WEDNESDAY)
    seen = ben.apj("review", "--json", at=WEDNESDAY).json
    (change,) = seen["changes"]
    assert (change["change"], change["before"], change["after"]) == (
        "reworded",
        "Send the grant draft to Ines",
        "Work on the grant draft",
    )
    assert "[-Send-]{+Work on+} the grant draft [-to Ines-]" in ben.apj("diff", "--color", "never").out
    ran = ben.apj("diff", "--exit-code", "--json", code=1)
    assert "error" not in ran.json
    assert len(ran.json["changes"]) == 1


def test_a_goal_kept_again_during_the_call_is_agreed(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.change("ana/2026-W48.md", "Three runs", "Two runs")
    ana.apj("sync", at=LATER)
    kept = ben.apj("review", "--keep", at=LATER)
    assert "Agreed again" in kept.out
    assert ben.apj("diff", "--exit-code", "--json").json["changes"] == []


def test_diff_shows_the_reason_of_an_amended_goal(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.change("ana/2026-W48.md", "Three runs\n", "Three short runs\namended:\n  three-short-runs: My ankle\n")
    ana.apj("sync", at=WEDNESDAY)
    ben.apj("sync")
    changes = ben.apj("diff", "--json", at=WEDNESDAY).json["changes"]
    assert (changes[0]["change"], changes[0]["reason"]) == ("amended", "My ankle")


def test_new_week_requires_the_due_report_first(first_week: tuple[Person, Person]) -> None:
    ana, _ = first_week
    stopped = ana.apj("new-week", "-g", "One page", "--no-edit", "--json", at=NEXT_MONDAY, code=1)
    assert [report["week"] for report in stopped.json["report_due"]] == ["2026-W48"]
    assert stopped.json["error"]["exit"] == 1
    assert not (ana.root / "ana/2026-W49.md").exists()
    told = ana.apj("report", "-o", "1=partly, page 6 of 8", "-o", "2=done", "--happened", "unforeseen: School closed")
    assert "2026-W48" in told.out
    made = ana.apj("new-week", "-g", "One page", "--carry", "1=shrink", "--no-edit", "--no-sync", "--json").json
    assert made["created"] is True
    assert made["carried"] == ["send-the-grant-draft-to-ines"]


def test_new_week_without_report_records_that_it_was_skipped(first_week: tuple[Person, Person]) -> None:
    ana, _ = first_week
    ana.apj("new-week", "-g", "One page", "--without-report", "ill in bed", "--no-edit", at=NEXT_MONDAY)
    assert "report_skipped: ill in bed" in ana.read("ana/2026-W49.md")


def test_review_begins_with_the_report_once_it_is_given(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.apj("report", "-o", "1=done", "-o", "2=not done, private", at=NEXT_MONDAY)
    ana.apj("new-week", "--carry", "2", "--no-edit", "--sync")
    seen = ben.apj("review", at=NEXT_MONDAY).out
    assert seen.index("Ana's report on 2026-W48") < seen.index("Ana's goals for 2026-W49")
    record = ben.apj("review", "--json").json
    assert record["reported"]["week"] == "2026-W48"
    assert [goal["state"] for goal in record["reported"]["goals"]] == ["done", "not_done"]
    assert record["current"]["goals"][0]["carried"] == 1


def test_diff_shows_a_result_that_changed_after_it_was_kept(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.apj("report", "-o", "1=not done", "-o", "2=done", at=NEXT_MONDAY)
    ana.apj("sync")
    ben.apj("review", "--keep", at=NEXT_MONDAY)
    ana.change("ana/2026-W48.md", "not done", "done")
    ana.apj("sync", at="2026-12-01T09:00+01:00")
    ben.apj("sync", at="2026-12-01T09:00+01:00")
    changes = ben.apj("diff", "W48", "--json").json["changes"]
    assert [(change["change"], change["before"], change["after"]) for change in changes] == [
        ("result_changed", "not done", "done")
    ]


def test_sync_completes_a_kept_line_written_by_hand(first_week: tuple[Person, Person]) -> None:
    ana, _ = first_week
    ana.write("ana/kept.md", "# Kept copies\n- 2026-W48 ben\n")
    ana.git("add", "ana/kept.md")
    by_hand = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    ana.git(*by_hand, "commit", "-qm", "kept", "--date", LATER, GIT_COMMITTER_DATE=LATER)
    ana.apj("sync", at=WEDNESDAY)
    newest = ana.git("log", "-1", "--format=%H", "--", "ben").strip()
    assert ana.read("ana/kept.md").splitlines()[-1] == f"- 2026-W48 ben {newest} 2026-11-23T09:30+01:00"
    assert ana.apj("diff", "--json").json["kept_commit"] == newest


def test_a_removed_goal_that_was_kept_is_still_shown(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.change("ana/2026-W48.md", "  - Three runs\n", "")
    ana.apj("sync", at=WEDNESDAY)
    ben.apj("sync", at=WEDNESDAY)
    goals = ben.apj("show", "ana", "W48", "--json").json["weeks"][0]["goals"]
    assert [(goal["goal"], goal["change"]) for goal in goals][-1] == ("Three runs", "removed")


def test_a_deleted_week_is_shared_only_once_confirmed_and_alerts_its_keeper(
    first_week: tuple[Person, Person],
) -> None:
    ana, ben = first_week
    (ana.root / "ana/2026-W48.md").unlink()
    head = ana.git("rev-parse", "HEAD")
    assert "ana/2026-W48.md" in ana.apj("sync", code=1).err
    assert ana.git("rev-parse", "HEAD") == head
    ana.apj("sync", "--with-deletions")
    told = ben.apj("sync", "--json", code=5).json
    assert [alarm["code"] for alarm in told["alarms"]] == ["week_deleted"]
    goals = ben.apj("show", "ana", "W48", "--json").json["weeks"][0]["goals"]
    assert {goal["change"] for goal in goals} == {"removed"}


def test_simultaneous_changes_of_two_partners_are_merged(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.apj("log", "-i", "two hours of fonts", at=WEDNESDAY)
    ben.apj("log", "a", "quiet", "day", at=WEDNESDAY)
    ana.apj("sync")
    merged = ben.apj("sync", "--json").json
    assert merged["merged"] == "merge"
    assert merged["pushed"] is True
    ana.apj("sync")
    assert ana.git("rev-parse", "HEAD") == ben.git("rev-parse", "HEAD")
    assert "two hours of fonts" in ben.read("ana/2026-W48.md")
    assert "- 2026-11-25 a quiet day" in ana.read("ben/2026-W48.md")


def test_sync_skips_my_broken_file_and_shares_the_rest(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.change("ana/2026-W48.md", "Three runs", '"Deep" work')
    ana.apj("park", "a", "newsletter")
    shared = ana.apj("sync", "--json", at=WEDNESDAY, code=3).json
    assert shared["files"] == ["ana/parked.md"]
    assert [skipped["path"] for skipped in shared["skipped"]] == ["ana/2026-W48.md"]
    assert shared["pushed"] is True
    assert '"Deep" work' in ana.read("ana/2026-W48.md")
    assert "ana/2026-W48.md:4:5:" in ana.apj("sync", code=3).err
    ana.apj("check", "--fix")
    ana.apj("sync")
    assert ben.apj("sync").code == 0


def test_a_broken_file_of_the_partner_does_not_stop_sync_or_review(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.change("ana/2026-W48.md", "Three runs", '"Deep" work')
    ana.git("add", ".")
    ana.git("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-qm", "by phone")
    ana.git("push", "-q", "origin", "HEAD:main")
    ben.apj("log", "something", at=WEDNESDAY)
    ben.apj("sync")
    seen = ben.apj("review", "--json").json
    assert seen["current"]["unreadable"]["line"] == 4
    assert [goal["goal"] for goal in seen["current"]["goals"]] == ["Send the grant draft to Ines", "Three runs"]
    assert seen["changes"] == []


def test_a_rewritten_history_stops_sync_and_says_what_to_do(first_week: tuple[Person, Person]) -> None:
    ana, ben = first_week
    ana.change("ana/2026-W48.md", "Send", "Think about")
    ana.git("add", ".")
    ana.git("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-q", "--amend", "-m", "x")
    ana.git("checkout", "-q", "--orphan", "other")
    ana.git("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-qam", "anew")
    shared = ana.root.parent / "shared.git"
    ana.git("--git-dir", str(shared), "config", "receive.denyNonFastForwards", "false")
    ana.git("push", "-q", "--force", "origin", "other:main")
    ben.apj("commit")
    head = ben.git("rev-parse", "HEAD")
    stopped = ben.apj("sync", at=WEDNESDAY, code=5)
    assert ben.git("rev-parse", "HEAD") == head
    assert "The shared history was rewritten from its beginning" in stopped.out
    assert "Nothing of yours was changed or sent." in stopped.out
    assert "Talk first" in stopped.out
    codes = {alarm["code"] for alarm in ben.apj("sync", "--json", code=5).json["alarms"]}
    assert codes == {"rewrite", "kept_lost"}


def test_a_listener_keeps_copies_but_gives_no_reports(tmp_path: Path) -> None:
    ana, ben = begun(tmp_path, at=MONDAY)
    ana.change("agreement.md", "mode: two-sided", "mode: one-sided")
    ana.change("agreement.md", "listeners: []", "listeners: [ben]")
    ana.write("ana/2026-W48.md", FIVE_LINES)
    ana.apj("sync")
    assert ben.apj("review", "--keep", "--json").json["kept"]
    assert ben.apj("status", "--json").json["reports_due"] == []
    ana.apj("report", "-o", "1=done", "-o", "2=done", at=NEXT_MONDAY)
    ana.apj("sync")
    seen = ben.apj("review", "--json", at=NEXT_MONDAY).json
    assert [goal["state"] for goal in seen["reported"]["goals"]] == ["done", "done"]
