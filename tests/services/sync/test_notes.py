"""What a sync notes: weeks that I kept and that are missing, and texts that conflicted in a merge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import repos
from tests.helpers.attacked import ADDRESSES, codes, run_all
from tests.helpers.demo import copied
from tests.helpers.people import Person, Ran, join
from tests.helpers.repos import clone

WEEK = "ben/2026-W48.md"


@pytest.fixture
def partners(made: Path, tmp_path: Path) -> tuple[Person, Person]:
    """Ana and Ben have kept each other's goals of 2026-W48. `shared.git` is next to their clones."""
    folder = copied(made, tmp_path / "journal")
    return Person("ana", folder / "ana"), Person("ben", folder / "ben")


def by_hand(person: Person, *commands: str) -> None:
    """Let a person change their clone with plain git, commit that, and push it."""
    for command in commands:
        person.git(*command.split())
    person.git("commit", "-q", "-m", "by hand", **repos.who(ADDRESSES[person.handle]))
    person.git("push", "-q", "origin", "HEAD:refs/heads/main")


def deleted(ran: Ran) -> list[str]:
    """Return the messages about kept weeks that vanished."""
    return [alarm["message"] for alarm in ran.json["alarms"] if alarm["code"] == "week_deleted"]


@pytest.mark.parametrize("command", [f"rm -q {WEEK}", f"mv {WEEK} ben/2026-W50.md"])
def test_a_kept_week_that_its_owner_removes_raises_one_alert(partners: tuple[Person, Person], command: str) -> None:
    ana, ben = partners
    by_hand(ben, command)
    ana.apj("log", "the", "school", "was", "closed")
    told = ana.apj("sync", "--json", code=5)
    (alarm,) = told.json["alarms"]
    assert (alarm["code"], alarm["message"]) == (
        "week_deleted",
        f"You kept a copy of {WEEK}, but the file no longer exists.",
    )
    assert "Mark the essays" in run_all(ana, [alarm["show"]])[0]
    assert not (ana.root / WEEK).exists()
    assert told.json["pushed"]
    assert ana.apj("sync", "--json").json["alarms"] == []
    assert "Mark the essays" in ana.apj("show", "ben", "W48").out


def test_the_report_of_a_deleted_week_also_gives_a_harmless_reason(
    partners: tuple[Person, Person],
) -> None:
    ana, ben = partners
    by_hand(ben, f"rm -q {WEEK}")
    told = ana.apj("sync", code=5)
    assert "You still have your copy:  git show" in told.out
    assert "There may be a harmless reason" in told.err


def test_review_reports_a_deleted_week(partners: tuple[Person, Person]) -> None:
    ana, ben = partners
    by_hand(ben, f"rm -q {WEEK}")
    assert codes(ana.apj("review", "--json", code=5)) == {"week_deleted"}


def test_only_a_deleted_week_of_others_with_kept_goals_raises_an_alert(
    partners: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = partners
    ben.write("ben/2026-W49.md", "---\ngoals:\n  - Rest\n---\n")
    ben.write("ben/2026-W47.md", "## Notes\nA word.\n")
    ben.apj("sync")
    ana.apj("sync")
    by_hand(ben, "rm -q ben/2026-W49.md")
    assert ana.apj("sync", "--json").json["alarms"] == []
    ana.apj("review", "--keep")
    ben.apj("sync")
    by_hand(ben, "rm -q ben/2026-W47.md")
    assert ana.apj("sync", "--json").json["alarms"] == []
    phone = Person("ben", clone(ben.root.parent / "shared.git", tmp_path / "phone"))
    phone.apj("sync")
    by_hand(ben, f"rm -q {WEEK}")
    assert phone.apj("sync", "--json").json["alarms"] == []


def test_the_alert_of_a_deleted_week_shows_the_newest_copy_with_goals(partners: tuple[Person, Person]) -> None:
    ana, ben = partners
    ben.change(WEEK, "Mark the essays", "Mark all of the essays")
    ben.apj("sync")
    ana.apj("review", "--keep")
    ben.apj("sync")
    ben.change(WEEK, "  - Mark all of the essays\n", "")
    ben.apj("sync")
    ana.apj("review", "--keep")
    ben.apj("sync")
    by_hand(ben, f"rm -q {WEEK}")
    (alarm,) = ana.apj("sync", "--json", code=5).json["alarms"]
    assert "Mark all of the essays" in run_all(ana, [alarm["show"]])[0]


def test_sync_reports_a_deleted_week_even_if_a_conflict_stops_it(partners: tuple[Person, Person]) -> None:
    ana, ben = partners
    ana.change("agreement.md", "minutes: 20", "minutes: 25")
    ben.change("agreement.md", "minutes: 20", "minutes: 30")
    ben.git("add", "agreement.md")
    by_hand(ben, f"rm -q {WEEK}")
    for _ in range(2):
        told = ana.apj("sync", "--json", code=5)
        assert codes(told) == {"week_deleted"}
        assert "Merge conflict in agreement.md" in ana.apj("sync", code=5).err


def test_a_conflict_does_not_report_again_a_week_that_is_already_gone_from_my_files(
    partners: tuple[Person, Person],
) -> None:
    ana, ben = partners
    by_hand(ben, f"rm -q {WEEK}")
    ana.apj("sync", code=5)
    ana.change("agreement.md", "minutes: 20", "minutes: 25")
    ben.git("reset", "-q", "--soft", "HEAD~1")
    ben.change("agreement.md", "minutes: 20", "minutes: 30")
    ben.git("add", "agreement.md")
    ben.git("commit", "-q", "-m", "the same words", **repos.who(ADDRESSES["ben"]))
    repos.git(ben.root.parent / "shared.git", "fetch", "-q", str(ben.root), "+HEAD:refs/heads/main")
    ana.apj("sync", code=5)
    told = ana.apj("sync", "--accept-rewrite", "--json", code=4)
    assert told.json["alarms"] == []


@pytest.mark.parametrize("author", ["ana", "ben"])
def test_accepting_a_rewrite_reports_a_deleted_week_unless_the_merge_restored_it(
    partners: tuple[Person, Person], author: str
) -> None:
    ana, ben = partners
    ben.git("rm", "-q", WEEK)
    ben.git("commit", "-q", "-m", "by hand", **repos.who(ADDRESSES[author]))
    ben.git("push", "-q", "origin", "HEAD:refs/heads/main")
    ana.apj("sync", code=5)
    ana.apj("sync", "--undo")
    ben.git("reset", "-q", "--hard", "HEAD~1")
    ben.git("commit", "-q", "--allow-empty", "-m", "by hand", **repos.who(ADDRESSES["ben"]))
    repos.git(ben.root.parent / "shared.git", "fetch", "-q", str(ben.root), "+HEAD:refs/heads/main")
    ana.apj("sync", code=5)
    told = ana.apj("sync", "--accept-rewrite", "--json", code=5)
    assert len(deleted(told)) == (author == "ben")
    assert (ana.root / WEEK).exists() == (author == "ana")


@pytest.mark.parametrize("command", ["rm -qr ben", "mv ben benny"])
def test_a_partner_whose_folder_was_removed_is_known_from_kept_copies(
    partners: tuple[Person, Person], command: str
) -> None:
    ana, ben = partners
    for week in ("2026-W46", "2026-W47"):
        ben.write(f"ben/{week}.md", "---\ngoals:\n  - Swim\n---\n")
    ben.apj("sync")
    ana.apj("review", "--keep")
    ben.apj("sync")
    by_hand(ben, command)
    told = ana.apj("sync", "--json", code=5)
    assert deleted(told) == ["You kept copies of 3 weeks in ben/ that no longer exist: 2026-W46, 2026-W47, 2026-W48."]
    assert [commit["partner"] in {"ben", "benny"} for commit in told.json["received"]] == [True]
    assert "Mark the essays" in ana.apj("show", "ben").out
    assert "Swim" in ana.apj("show", "ben", "W46").out
    assert "This journal has no partner cem" in ana.apj("show", "cem", code=2).err


def test_a_week_that_i_removed_from_a_partners_folder_with_plain_git_is_not_reported_as_theirs(
    partners: tuple[Person, Person],
) -> None:
    ana, _ = partners
    by_hand(ana, "rm -qr ben")
    ana.git("push", "-q", "origin", "HEAD:main")
    assert codes(ana.apj("sync", "--json", code=None)) & {"week_deleted"} == set()


def test_commits_of_a_partner_who_removed_their_folder_still_count_as_theirs(partners: tuple[Person, Person]) -> None:
    ana, ben = partners
    by_hand(ben, "rm -qr ben")
    assert "From Ben: 1 commit" in ana.apj("sync", code=5).out
    ben.write("README.md", "Still here.\n")
    by_hand(ben, "add README.md")
    assert "From Ben: 1 commit" in ana.apj("sync").out


def test_the_email_address_of_a_partner_who_removed_their_folder_stays_theirs(
    partners: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = partners
    cem = Person("cem", tmp_path / "cem")
    join(cem, ben.root.parent / "shared.git", "Cem Demir", "Europe/Berlin")
    ben.apj("sync")
    by_hand(ben, "rm -qr ben")
    ana.apj("sync", code=5)
    ben.write("cem/2026-W48.md", "---\ngoals:\n  - Write to Ben\n---\n")
    by_hand(ben, "add cem")
    assert codes(ana.apj("sync", "--json", code=5)) == {"foreign_write"}


CEMS_WEEK = "cem/2026-W48.md"


def test_accept_rewrite_does_not_decide_between_two_versions_of_another_partner(made: Path, tmp_path: Path) -> None:
    folder = copied(made, tmp_path / "journal")
    shared = folder / "shared.git"
    ana, cem = Person("ana", folder / "ana"), Person("cem", folder / "cem")
    join(cem, shared, "Cem Demir", "Europe/Berlin")
    before = repos.tip(shared, "refs/heads/main")
    cem.apj("log", "said", "before")
    cem.apj("sync")
    ana.apj("sync")
    repos.git(shared, "update-ref", "refs/heads/main", before)
    anew = Person("cem", repos.clone(shared, folder / "cem-anew"))
    anew.apj("log", "written", "anew")
    anew.apj("sync")
    ana.apj("sync", code=5)
    told = one_line(ana.apj("sync", "--accept-rewrite"))
    assert f"Cem wrote two versions of {CEMS_WEEK}. apj kept the one on the server. To see the other: git show" in told
    assert "belongs to another partner" not in told
    assert "said before" in run_all(ana, [shown(told)])[0]
    told = one_line(anew.apj("sync"))
    assert f"You wrote {CEMS_WEEK} on two devices. apj kept this device's version. To see the other: git show" in told
    assert "said before" in run_all(anew, [shown(told)])[0]
    told = one_line(cem.apj("sync"))
    assert f"You wrote {CEMS_WEEK} on two devices. The file now contains both versions." in told
    for person in (cem, anew, ana):
        assert "two devices" not in person.apj("sync").out
        assert {"said before", "written anew"} <= {line[13:] for line in person.read(CEMS_WEEK).splitlines()}
    assert ana.apj("verify", "--json").json["findings"] == []


def one_line(ran: Ran) -> str:
    return " ".join(ran.out.split())


def shown(told: str) -> str:
    """Return the command that shows the other version."""
    return "git show " + told.split("To see the other: git show ")[1].split()[0]


def test_my_commit_in_a_partners_folder_is_not_sent(made: Path, tmp_path: Path) -> None:
    folder = copied(made, tmp_path / "journal")
    ana, ben = Person("ana", folder / "ana"), Person("ben", folder / "ben")
    repos.commit(ana.root, {"ben/notes.md": "mine\n"})
    ben.write("ben/notes.md", "his\n")
    ben.apj("sync")
    held = ana.apj("sync", code=1)
    assert "changes ben/notes.md, which belongs to Ben. Nothing was sent." in " ".join(held.err.split())
