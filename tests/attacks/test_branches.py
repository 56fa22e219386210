"""The shared branch is renamed at the remote, or two branches there contain the journal."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.helpers import repos
from tests.helpers.attacked import WEEK, Attacked, codes
from tests.helpers.invariants import Watched
from tests.helpers.people import Person
from tests.helpers.rows import row

NAMES = ("trunk", "team/journal", "main/journal")
TUESDAY = "2026-11-24T09:00+01:00"


def rename(journal: Attacked, new: str, old: str = "main") -> None:
    """Rename the shared branch on the host."""
    repos.git(journal.shared, "branch", "-m", old, new)
    repos.git(journal.shared, "symbolic-ref", "HEAD", f"refs/heads/{new}")


def advice(person: Watched) -> str:
    """Return the plain git commands that a sync names after the branch was renamed."""
    error = person.apj("sync", "--json", code=4).json["error"]
    assert error["hint"].startswith("To continue with ")
    return str(error["hint"].partition(": ")[2])


def follow(person: Watched, commands: str) -> None:
    """Run the advised commands in the person's own folder, as a shell does."""
    subprocess.run(commands, shell=True, cwd=person.root / person.handle, check=True, capture_output=True)


@row(77)
@pytest.mark.parametrize("name", NAMES)
def test_sync_names_a_renamed_branch_and_prints_the_commands_that_switch_to_it(journal: Attacked, name: str) -> None:
    ana, ben = journal.ana, journal.ben
    rename(journal, name)
    for person in (ana, ben):
        told = person.apj("sync", "--json", code=4).json
        assert told["alarms"] == []
        assert told["error"]["message"].endswith(f" The branch {name} there contains everything that was shared.")
        follow(person, advice(person))
        person.apj("log", "two", "quiet", "hours")
        assert person.apj("sync", "--json").json["pushed"] is True
    ana.apj("sync")
    assert set(repos.git(journal.shared, "for-each-ref", "--format=%(refname:short)").splitlines()) == {name}
    assert repos.tip(journal.shared, f"refs/heads/{name}") == ana.git("rev-parse", "HEAD")
    assert ana.git("rev-parse", "--abbrev-ref", "@{upstream}") == f"origin/{name}"


@row(77)
def test_a_branch_can_be_renamed_and_renamed_back(journal: Attacked) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    follow(ben, advice(ben))
    ben.apj("sync")
    rename(journal, "main", "trunk")
    ben.git("config", "--add", "branch.main.merge", "refs/heads/main")  # as plain git has left it there
    assert "git branch -m trunk main" in advice(ben)
    follow(ben, advice(ben))
    assert ben.apj("sync", "--json").json["alarms"] == []
    assert "trunk" not in ben.git("for-each-ref", "refs/heads", "refs/apj/remote")


@row(77)
def test_accept_rewrite_does_not_recreate_the_branch_under_its_old_name(journal: Attacked) -> None:
    rename(journal, "trunk")
    told = journal.ben.apj("sync", "--accept-rewrite", "--json", code=4).json
    assert "To continue with trunk" in told["error"]["hint"]
    assert repos.git(journal.shared, "for-each-ref", "--format=%(refname:short)") == "trunk"


@row(77)
def test_after_a_branch_was_renamed_unshared_commits_go_to_its_new_name(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ben.apj("log", "two", "quiet", "hours")
    ben.apj("commit")
    rename(journal, "trunk")
    ben.apj("park", "a newsletter")
    follow(ana, advice(ana))
    ana.change(WEEK, "Three runs", "Two runs")
    ana.apj("sync")
    follow(ben, advice(ben))
    ben.apj("sync")
    ana.apj("sync")
    for person in (ana, ben):
        assert "two quiet hours" in person.read("ben/2026-W48.md")
        assert "a newsletter" in person.read("ben/parked.md")
        assert "Two runs" in person.read(WEEK)


@row(77)
def test_sync_names_a_renamed_branch_even_if_it_has_newer_commits(journal: Attacked, tmp_path: Path) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    phone = Watched("ana", repos.clone(journal.shared, tmp_path / "phone"))
    repos.commit(phone.root, {"ana/notes.md": "by phone\n"}, date=phone.now)
    phone.git("push", "-q")
    follow(ben, advice(ben))
    ben.apj("sync")
    assert ben.read("ana/notes.md") == "by phone\n"


@row(77)
def test_doctor_and_review_report_the_new_name_of_a_renamed_branch(journal: Attacked) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    (point,) = (one for one in ben.apj("doctor", "--json", code=1).json["points"] if one["name"] == "remote")
    assert point["command"] == advice(ben)
    assert "trunk there contains everything" in ben.apj("review", code=4).err


@row(77)
def test_a_fresh_clone_from_before_a_rename_reports_the_new_branch(journal: Attacked, tmp_path: Path) -> None:
    again = Watched("ben", repos.clone(journal.shared, tmp_path / "again"))
    rename(journal, "trunk")
    follow(again, advice(again))
    assert again.apj("sync", "--json").json["alarms"] == []


@row(77)
def test_the_commands_for_a_renamed_branch_work_even_if_a_local_branch_has_the_new_name(journal: Attacked) -> None:
    ben = journal.ben
    ben.apj("log", "two", "quiet", "hours")
    ben.apj("commit")
    ben.git("branch", "trunk", "HEAD^")
    rename(journal, "trunk")
    follow(ben, advice(ben))
    ben.apj("sync")
    assert "two quiet hours" in repos.shown(journal.shared, "refs/heads/trunk", "ben/2026-W48.md")


@row(77)
def test_sync_works_after_plain_git_has_switched_to_the_renamed_branch(journal: Attacked) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    follow(ben, "git branch -m main trunk && git fetch -q origin && git branch -u origin/trunk trunk")
    ben.apj("log", "two", "quiet", "hours")
    told = ben.apj("sync", "--json").json
    assert (told["pushed"], told["alarms"]) == (True, [])


@row(77)
def test_a_branch_without_the_commits_i_accepted_does_not_count_as_the_renamed_branch(journal: Attacked) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    repos.git(journal.shared, "update-ref", "refs/heads/trunk", "refs/heads/trunk^")
    for command in ("review", "sync"):
        assert codes(ben.apj(command, "--json", code=5)) == {"branch_gone"}


@row(77)
def test_a_rewrite_is_reported_even_after_switching_to_a_branch_that_lacks_my_commits(journal: Attacked) -> None:
    ben = journal.ben
    kept = ben.git("rev-parse", "refs/apj/remote/main")
    rename(journal, "trunk")
    repos.git(journal.shared, "update-ref", "refs/heads/trunk", "refs/heads/trunk~2")
    ben.apj("sync", code=5)
    assert (
        "trunk there also contains this journal, but not everything that you accepted." in ben.apj("sync", code=5).err
    )
    follow(ben, "git branch -m main trunk && git config branch.trunk.merge refs/heads/trunk")
    assert "tip_went_back" in codes(ben.apj("sync", "--json", code=5))
    ben.apj("sync", "--accept-rewrite")
    assert repos.git(journal.shared, "merge-base", "--is-ancestor", kept, "trunk") == ""
    assert repos.git(journal.shared, "for-each-ref", "--format=%(refname:short)") == "trunk"


@row(77)
def test_a_rewrite_of_the_renamed_branch_raises_an_alert(journal: Attacked) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    commands = advice(ben)
    repos.git(journal.shared, "update-ref", "refs/heads/trunk", "refs/heads/trunk^^")
    follow(ben, commands)
    assert "tip_went_back" in codes(ben.apj("sync", "--json", code=5))


@row(77)
def test_a_side_branch_does_not_count_as_the_renamed_branch(journal: Attacked) -> None:
    ben, tip = journal.ben, journal.tip()
    repos.git(journal.shared, "branch", "patch-1", "main")
    repos.git(journal.shared, "update-ref", "-d", "refs/heads/main")
    told = ben.apj("sync", "--json", code=4).json["error"]
    assert "If your branch was renamed: " in told["hint"]
    assert told["hint"].endswith("or to restore main from this clone: apj sync --accept-rewrite")
    ben.apj("sync", "--accept-rewrite")
    assert journal.tip() == tip


def pages(journal: Attacked, name: str = "gh-pages") -> None:
    """Create a branch with other content on the host."""
    tree = repos.git(journal.shared, "mktree")
    commit = repos.git(journal.shared, "commit-tree", tree, "-m", "pages", **repos.who(repos.ANA))
    repos.git(journal.shared, "update-ref", f"refs/heads/{name}", commit)


@row(77)
def test_sync_does_not_mention_an_unrelated_branch_when_the_shared_branch_is_gone(
    journal: Attacked, tmp_path: Path
) -> None:
    ben = journal.ben
    pages(journal)
    assert "gh-pages" not in ben.apj("sync", at=TUESDAY).out
    assert "gh-pages" not in ben.apj("doctor").out
    carl = Person("carl", tmp_path / "carl", TUESDAY)
    assert "gh-pages" not in join(carl, journal)
    rename(journal, "trunk")
    assert "trunk" in advice(ben)
    repos.git(journal.shared, "update-ref", "-d", "refs/heads/trunk")
    assert codes(ben.apj("sync", "--json", code=5)) == {"branch_gone"}


def join(person: Person, journal: Attacked) -> str:
    """Let a new partner join."""
    more = ("--name", "Carl Ito", "--email", "carl@example.org", "--timezone", "Europe/Berlin")
    return person.apj("join", str(journal.shared), str(person.root), "--partner", person.handle, *more).out


@pytest.fixture
def twice(journal: Attacked) -> Attacked:
    """Let Ana share through `trunk`, which new clones get, while Ben pushes `main` again and shares through that."""
    ana, ben = journal.ana, journal.ben
    rename(journal, "trunk")
    follow(ana, advice(ana))
    ana.change(WEEK, "Three runs", "Two runs")
    ana.apj("sync")
    ben.git("push", "-q", "origin", "main")
    ben.apj("log", "two", "quiet", "hours")
    ben.apj("sync")
    return journal


@row(77)
def test_both_partners_see_the_same_command_if_two_branches_contain_the_journal(
    twice: Attacked,
) -> None:
    ana, ben = twice.ana, twice.ben
    told = ana.apj("sync", at=TUESDAY).out
    assert "contain this journal: trunk, which you use, and main" in " ".join(told.split())
    assert "Two branches at" not in ana.apj("sync", at="2026-11-25T09:00+01:00").out, (
        "told once, as long as it stays there"
    )
    error = ben.apj("sync", "--json", at=TUESDAY, code=4).json["error"]
    assert (
        "contain this journal: main, which you use, and trunk, the default branch of new clones, which has a commit"
        in error["message"]
    )
    follow(ben, error["hint"].partition(": ")[2])
    assert ben.apj("sync", "--json").json["alarms"] == []
    ana.apj("sync")
    for person in (ana, ben):
        assert "two quiet hours" in person.read("ben/2026-W48.md")
        assert "Two runs" in person.read(WEEK)
    (point,) = (one for one in ana.apj("doctor", "--json").json["points"] if "Two branches at" in one["message"])
    assert point["state"] == "note"
    follow(ana, point["command"])
    assert repos.git(twice.shared, "for-each-ref", "--format=%(refname:short)") == "trunk"


@row(77)
def test_sync_shows_the_partner_on_the_other_branch_how_to_switch(twice: Attacked) -> None:
    ana, ben = twice.ana, twice.ben
    (point,) = (
        one for one in ana.apj("doctor", "--json", code=1).json["points"] if "Two branches at" in one["message"]
    )
    assert (
        point["command"] == "git branch -m main trunk && git config --replace-all branch.trunk.merge refs/heads/trunk"
    )
    follow(ben, point["command"])
    assert ben.apj("sync", "--json").json["alarms"] == []
    ana.apj("sync")
    assert "two quiet hours" in ana.read("ben/2026-W48.md")
    assert "Two runs" in ben.read(WEEK)


@row(77)
def test_join_reports_that_two_branches_contain_the_journal(twice: Attacked, tmp_path: Path) -> None:
    told = " ".join(join(Person("carl", tmp_path / "carl", TUESDAY), twice).split())
    assert "contain this journal: trunk, which you use, and main, which has a commit" in told


@row(77)
def test_a_push_after_the_rename_does_not_change_a_protected_branch_of_the_old_name(journal: Attacked) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    hook = journal.shared / "hooks" / "update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\n[ "$1" = refs/heads/trunk ] || { echo "protected branch"; exit 1; }\n', "utf-8")
    hook.chmod(0o755)
    follow(ben, advice(ben))
    ben.apj("log", "two", "quiet", "hours")
    assert ben.apj("sync", "--json").json["pushed"] is True


@row(77)
def test_commits_that_a_host_refuses_on_the_renamed_branch_are_shared_later(journal: Attacked) -> None:
    ben = journal.ben
    rename(journal, "trunk")
    hook = journal.shared / "hooks" / "update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'protected branch'\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    follow(ben, advice(ben))
    ben.apj("log", "two", "quiet", "hours")
    assert "did not accept the push" in ben.apj("sync", code=4).err
    hook.unlink()
    ben.apj("sync")
    assert "two quiet hours" in repos.shown(journal.shared, "refs/heads/trunk", "ben/2026-W48.md")


@row(77)
def test_sync_undo_works_even_after_the_branch_was_renamed(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    rename(journal, "trunk")
    follow(ana, advice(ana))
    ana.change(WEEK, "Three runs", "Two runs")
    ana.apj("sync")
    follow(ben, advice(ben))
    ben.apj("sync")
    ben.apj("sync", "--undo")
    assert "Three runs" in ben.read(WEEK)
    ben.apj("sync")
    assert "Two runs" in ben.read(WEEK)
    shutil.rmtree(ben.root / ".git" / "apj")
    assert ben.apj("sync", "--json").json["alarms"] == []
