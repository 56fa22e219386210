"""Kept text is rewritten, dropped or lost, on the server or here, on purpose or by accident."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault_injector.faults import Fault, put_back, struck
from tests.fault_injector.writing_commands import a_rewriting
from tests.helpers import repos
from tests.helpers.attacked import ADDRESSES, LATER, WEEK, Attacked, codes, run_all
from tests.helpers.folders import everything
from tests.helpers.invariants import Watched
from tests.helpers.people import Person
from tests.helpers.rows import row
from tests.helpers.systems import needs

ACCUSING = ("partner rewrote", "Ana rewrote", "cheat", "tamper", "forged", "hid ")
BOTH = "[-Send-]{+Work on+} the grant draft [-to Ines-]"
"""What Ben kept, and what Ana has put in its place."""


AGAIN = "git commit -q --amend --allow-empty -m again"
"""In a rebase: each commit anew, with the same text and author."""


def kept_commit(person: Watched) -> str:
    """Return the commit that a person's newest kept line names."""
    return person.read(f"{person.handle}/kept.md").split()[-2]


def softened(journal: Attacked, *, back_to: str, message: str = "goals") -> str:
    """Let Ana rewrite her week on top of an older commit, with softer goals."""
    ana = journal.ana
    ana.git("reset", "-q", "--hard", back_to)
    text = "---\ngoals:\n  - Work on the grant draft\n  - Three runs\n---\n"
    return journal.commit(ana, {WEEK: text}, message)


def before_the_week(journal: Attacked) -> str:
    """Return the commit before Ana's week first existed."""
    return journal.ana.git("log", "--diff-filter=A", "--format=%H", "--", WEEK) + "^"


def state(person: Watched) -> tuple[str, dict[str, bytes | str | None]]:
    """Return what must not move while an alert is open: the branch, the accepted tip, every file outside .git."""
    files = {name: data for name, data in everything(person.root).items() if not name.startswith(".git/")}
    return person.git("rev-parse", "HEAD", "refs/apj/remote/main"), files


# ---- 22


@row(22)
def test_a_forced_push_that_drops_kept_commits_stops_sync(
    journal: Attacked,
) -> None:
    ben = journal.ben
    kept, before = kept_commit(ben), state(ben)
    attack = journal.force(journal.ana, softened(journal, back_to=before_the_week(journal)))
    for command in ("sync", "review", "sync"):
        told = ben.apj(command, "--json", code=5, at=LATER).json
        assert {alarm["code"] for alarm in told["alarms"]} == {"rewrite", "kept_lost"}
        assert told["error"]["exit"] == 5
    (lost,) = (alarm for alarm in told["alarms"] if alarm["code"] == "kept_lost")
    assert lost["message"].startswith(f"{kept[:7]}, which you kept on Mon 23 Nov")
    (text,) = run_all(ben, [lost["show"]])
    assert "Send the grant draft to Ines" in text
    assert BOTH in ben.apj("sync", code=5).out
    assert state(ben) == before
    assert journal.tip() == attack


@row(22)
def test_a_forced_push_that_only_drops_commits_is_reported_as_tip_went_back(journal: Attacked) -> None:
    ben = journal.ben
    before = state(ben)
    journal.force(journal.ana, before_the_week(journal))
    told = ben.apj("sync", "--json", code=5)
    assert codes(told) == {"tip_went_back", "kept_lost"}
    assert "one of its weeks is missing from the new history" in told.json["alarms"][1]["message"]
    assert state(ben) == before


@row(22)
def test_an_alert_does_not_prevent_the_commit_of_my_text(journal: Attacked) -> None:
    ben = journal.ben
    ben.apj("log", "two", "quiet", "hours")
    journal.force(journal.ana, softened(journal, back_to=before_the_week(journal)))
    told = ben.apj("sync", "--json", code=5).json
    assert told["files"] == ["ben/2026-W48.md"]
    assert not told["pushed"]
    assert "two quiet hours" in ben.git("show", "HEAD:ben/2026-W48.md")


def told_by_status(person: Watched, *, code: int) -> tuple[set[str], str]:
    """Return the codes of the alerts that `status` shows, and its next step."""
    told = person.apj("status", "--json", code=code).json
    return {alarm["code"] for alarm in told["alarms"]}, told["next"]


@row(22)
@pytest.mark.parametrize("command", ["sync", "review"])
def test_status_shows_the_alert_until_the_rewrite_is_resolved(journal: Attacked, command: str) -> None:
    ana, ben = journal.ana, journal.ben
    journal.force(ana, before_the_week(journal))
    assert told_by_status(ben, code=0)[0] == set(), "it asks no server"
    before = state(ben)
    ben.apj(command, code=5)
    assert told_by_status(ben, code=5) == ({"tip_went_back", "kept_lost"}, "apj sync")
    assert "The shared history no longer contains some commits" in ben.apj("status", code=5).out
    assert state(ben) == before
    ben.apj("sync", "--accept-rewrite")
    assert told_by_status(ben, code=0)[0] == set()
    journal.force(ana, before_the_week(journal))
    ben.apj("sync", code=5)
    assert told_by_status(ben, code=5)[1] == "apj sync"
    repos.git(ben.root, "push", "-q", "origin", "refs/apj/remote/main:refs/heads/main")  # the server is repaired
    ben.apj("sync")
    assert told_by_status(ben, code=0)[0] == set()


@row(22)
def test_status_reports_a_deleted_branch_until_it_is_restored(journal: Attacked) -> None:
    ben = journal.ben
    good = journal.tip()
    repos.git(journal.shared, "update-ref", "-d", "refs/heads/main")
    ben.apj("sync", code=5)
    assert told_by_status(ben, code=5) == ({"branch_gone"}, "apj sync")
    repos.git(journal.shared, "update-ref", "refs/heads/main", good)
    ben.apj("sync")
    assert told_by_status(ben, code=0)[0] == set()


@row(22)
@pytest.mark.parametrize("news", [{}, {"ben/news.md": "News\n"}], ids=["nothing new", "a new commit"])
def test_accept_rewrite_also_sends_what_a_stranger_wrote_in_the_lost_history(
    journal: Attacked, news: dict[str, str | bytes | None]
) -> None:
    ana, ben, before = journal.ana, journal.ben, journal.tip()
    strange = repos.commit(ben.root, {"ben/note.md": "?\n"}, "web", ("Web", "web@host.example"), date=ben.now)
    journal.force(ben)
    ana.apj("sync")
    ben.git("reset", "-q", "--hard", before)
    if news:
        journal.commit(ben, news)
    journal.force(ben)
    ana.apj("sync", code=5)
    ana.apj("sync", "--accept-rewrite")
    repos.git(journal.shared, "merge-base", "--is-ancestor", strange, journal.tip())


@row(22)
def test_a_strangers_commit_that_i_pulled_and_the_server_lost_is_sent_again_and_not_called_mine(
    journal: Attacked,
) -> None:
    ana, ben, before = journal.ana, journal.ben, journal.tip()
    strange = repos.commit(ben.root, {"ben/note.md": "?\n"}, "web", ("Web", "web@host.example"), date=ben.now)
    journal.force(ben)
    ana.git("pull", "-q", "--no-rebase", "origin", "main")
    journal.force(ben, before)
    ana.apj("sync")
    repos.git(journal.shared, "merge-base", "--is-ancestor", strange, journal.tip())


@row(22)
def test_text_that_a_rewritten_history_still_contains_does_not_prevent_a_sync(journal: Attacked) -> None:
    ana, ben, before = journal.ana, journal.ben, journal.tip()
    for message in ("web", "web, made anew"):
        ben.git("reset", "-q", "--hard", before)
        repos.commit(ben.root, {"ben/note.md": "?\n"}, message, ("Web", "web@host.example"), date=ben.now)
        journal.force(ben)
        ana.git("pull", "-q", "--no-rebase", "origin", "main", **repos.who(repos.ANA))
    ana.apj("sync")
    assert ana.git("rev-parse", "HEAD") == journal.tip()


@row(22)
def test_neither_a_plain_git_fetch_nor_my_own_push_raises_an_alert(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ana.apj("log", "fonts")
    ana.apj("sync")
    assert told_by_status(ana, code=0)[0] == set()
    ben.git("fetch", "-q", "origin", "+refs/heads/main:refs/apj/incoming/main")  # a sync that was killed
    assert told_by_status(ben, code=0)[0] == set()
    ana.git("update-ref", "-d", "refs/remotes/origin/main")
    ana.apj("sync")
    assert ana.git("rev-parse", "refs/remotes/origin/main") == ana.git("rev-parse", "refs/apj/remote/main")


@row(22)
def test_review_keeps_no_copy_during_an_alert(journal: Attacked) -> None:
    ben = journal.ben
    journal.force(journal.ana, softened(journal, back_to=before_the_week(journal)))
    lines = ben.read("ben/kept.md")
    told = ben.apj("review", "--keep", "--json", code=5).json
    assert told["kept"] is None
    assert ben.read("ben/kept.md") == lines


@row(22)
def test_after_accept_rewrite_every_clone_contains_both_versions(journal: Attacked, tmp_path: Path) -> None:
    ana, ben = journal.ana, journal.ben
    kept = kept_commit(ben)
    journal.force(ana, softened(journal, back_to=before_the_week(journal)))
    ben.apj("sync", code=5)
    ben.apj("sync", "--accept-rewrite")
    assert ben.apj("sync", "--json").json["alarms"] == []
    changes = ben.apj("diff", "--json").json["changes"]
    assert [(change["change"], change["before"]) for change in changes] == [
        ("reworded", "Send the grant draft to Ines")
    ]
    ana.apj("sync")
    for clone in (ana.root, repos.clone(journal.shared, tmp_path / "stranger")):
        repos.git(clone, "merge-base", "--is-ancestor", kept, "HEAD")
        assert "Send the grant draft to Ines" in repos.shown(clone, kept, WEEK)


@row(22)
def test_my_kept_refs_reveal_a_rewrite_that_also_changes_my_kept_lines(
    journal: Attacked,
) -> None:
    ben = journal.ben
    softened(journal, back_to=before_the_week(journal))
    journal.commit(journal.ana, {"ben/kept.md": "# Kept copies\n"}, author="ben")
    journal.force(journal.ana)
    assert codes(ben.apj("sync", "--json", code=5)) == {"rewrite", "kept_lost"}


def accepted_with_faults(person: Watched, saved: Path) -> Iterator[str]:
    """Accept a rewrite as often as git is asked for commits, each time with an error in another question.

    Yield the question with the error, if the sync still succeeds.
    """
    copy = Path(shutil.copytree(person.root.parent, saved, symlinks=True))
    line = ["sync", "--accept-rewrite"]
    asked = struck(person, line, 0, Fault.BROKEN, only="git rev-list").moments
    for at, _ in enumerate(asked, 1):
        put_back(person.root.parent, copy)
        ran = struck(person, line, at, Fault.BROKEN, only="git rev-list").ran
        assert ran is not None
        assert ran.code in {0, 4}, ran
        if ran.code == 0:
            yield f"question {at} of {len(asked)}"
    person.heads.clear()  # those of the tries before are gone with them


@row(22)
@needs("fork")
def test_accept_rewrite_records_the_former_tip_even_if_a_git_command_fails(journal: Attacked, tmp_path: Path) -> None:
    a_rewriting(journal)
    ana = journal.ana
    ana.elsewhere = True
    former = ana.git("rev-parse", "refs/apj/remote/main")
    for failed in accepted_with_faults(ana, tmp_path / "before"):
        assert ana.git("for-each-ref", "--format=%(objectname)", "refs/apj/former").split() == [former], failed
        assert repos.git(journal.shared, "merge-base", former, journal.tip()) == former, failed


@row(22)
@needs("fork")
def test_accept_rewrite_restores_a_lost_copy_even_if_a_git_command_fails(journal: Attacked, tmp_path: Path) -> None:
    kept = kept_commit(journal.ben)
    journal.ana.apj("sync")
    journal.ana.git("mktree")
    rewrite = ("rebase", "-q", "--root", "--committer-date-is-author-date", "-x", AGAIN)
    journal.ana.git(*rewrite, **repos.who(repos.ANA))
    journal.force(journal.ana)
    again = Watched("ben", repos.clone(journal.shared, journal.root / "again"))
    again.elsewhere = True
    again.git("fetch", "-q", str(journal.ben.root), kept)
    for failed in accepted_with_faults(again, tmp_path / "before"):
        assert repos.git(journal.shared, "merge-base", kept, journal.tip()) == kept, failed


# ---- 23


@row(23)
def test_a_rewrite_that_changes_no_text_is_reported_in_milder_words(journal: Attacked) -> None:
    ben, ana = journal.ben, journal.ana
    before = state(ben)
    ana.git("mktree")  # git begins at an empty tree, and leaves it to others to write it
    ana.git("rebase", "-q", "--root", "--committer-date-is-author-date", "-x", AGAIN, **repos.who(repos.ANA))
    journal.force(ana)
    told = ben.apj("sync", "--json", code=5)
    assert codes(told) == {"rewrite", "kept_lost"}
    assert told.json["alarms"][1]["message"].endswith("the new history contains the same words.")
    assert "goal changed" not in ben.apj("sync", code=5).out
    assert state(ben) == before
    ben.apj("sync", "--accept-rewrite")
    assert ben.apj("diff", "--json").json["changes"] == []


@row(23)
def test_accept_rewrite_restores_a_kept_commit_that_no_history_contains(journal: Attacked, tmp_path: Path) -> None:
    ana = journal.ana
    kept = kept_commit(journal.ben)
    ana.apj("sync")
    ana.git("mktree")
    ana.git("rebase", "-q", "--root", "--committer-date-is-author-date", "-x", AGAIN, **repos.who(repos.ANA))
    journal.force(ana)
    later = repos.commit(ana.root, {"ana/2026-W49.md": ana.read(WEEK)}, "a web edit", ("Ana", "ana@host.example"))
    line = f"- 2026-W49 ana {later} {LATER}\n"
    journal.by_hand(ana, {"ben/kept.md": ana.read("ben/kept.md") + line}, author="ben")
    again = Watched("ben", repos.clone(journal.shared, tmp_path / "again"))
    again.git("cat-file", "-e", kept)
    assert codes(again.apj("sync", "--json", code=5)) == {"kept_lost"}
    told = again.apj("sync", "--accept-rewrite", "--json")
    assert codes(told) == set(), "the week that the lost commit did not have is in what arrives next"
    assert again.read("ana/2026-W49.md") == ana.read(WEEK)
    repos.git(journal.shared, "merge-base", "--is-ancestor", kept, journal.tip())
    assert again.apj("sync", "--json").json["alarms"] == []


# ---- 24


@row(24)
def test_restoring_a_deleted_branch_does_not_send_my_text_in_a_partners_folder(journal: Attacked) -> None:
    ana = journal.ana
    journal.commit(ana, {"ben/note.md": "mine\n"})
    repos.git(journal.shared, "update-ref", "-d", "refs/heads/main")
    ana.apj("sync", code=5)
    told = ana.apj("sync", "--accept-rewrite", code=1).err
    assert "changes ben/note.md, which belongs to Ben. Nothing was sent." in " ".join(told.split())
    assert repos.git(journal.shared, "for-each-ref", "refs/heads") == ""


@row(24)
def test_a_deleted_branch_can_be_restored_and_deletes_no_file(journal: Attacked) -> None:
    ben, ana = journal.ben, journal.ana
    before, tip = state(ben), journal.tip()
    repos.git(journal.shared, "update-ref", "-d", "refs/heads/main")
    told = ben.apj("sync", "--json", code=5)
    assert codes(told) == {"branch_gone"}
    assert state(ben) == before
    assert "puts the branch back" in ben.apj("sync", code=5).out
    ben.apj("sync", "--accept-rewrite")
    assert journal.tip() == tip
    for person in (ben, ana):
        person.apj("sync")


@row(24)
def test_an_empty_server_deletes_no_file(journal: Attacked) -> None:
    before = state(journal.ben)
    shutil.rmtree(journal.shared)
    repos.new_bare(journal.shared)
    assert codes(journal.ben.apj("sync", "--json", code=5)) == {"branch_gone"}
    assert state(journal.ben) == before


@row(24)
def test_an_empty_repository_at_a_new_url_can_be_filled_without_an_alert(journal: Attacked, tmp_path: Path) -> None:
    ana, ben = journal.ana, journal.ben
    before, new = state(ben), repos.new_bare(tmp_path / "new.git")
    ben.git("remote", "set-url", "origin", str(new))
    for command in ("sync", "review", "sync"):
        told = ben.apj(command, "--json", code=4).json
        assert told["alarms"] == []
        assert told["error"]["message"] == (
            f"Until now the journal was shared through {journal.shared}, but {new} is empty."
        )
    assert "through the new URL: apj sync --accept-rewrite" in " ".join(ben.apj("doctor", code=1).out.split())
    assert state(ben) == before
    assert told_by_status(ben, code=0)[0] == set()
    ben.apj("sync", "--accept-rewrite")
    ana.git("remote", "set-url", "origin", str(new))
    assert ana.apj("sync", "--json").json["alarms"] == []
    assert repos.tip(new, "refs/heads/main") == ana.git("rev-parse", "HEAD")


@row(24)
def test_the_partner_may_be_the_first_to_fill_a_new_remote(journal: Attacked, tmp_path: Path) -> None:
    ana, ben = journal.ana, journal.ben
    new = repos.new_bare(tmp_path / "new.git")
    for person in (ana, ben):
        person.git("remote", "set-url", "origin", str(new))
        person.apj("log", "a", "quiet", "day")
        person.apj("sync", code=4)
    ana.apj("sync", "--accept-rewrite")
    assert ben.apj("sync", "--json").json["alarms"] == []
    ana.apj("sync")
    assert "a quiet day" in ana.read("ben/2026-W48.md")


@row(24)
def test_a_new_remote_that_was_emptied_after_a_push_raises_an_alert(journal: Attacked, tmp_path: Path) -> None:
    ben, new = journal.ben, repos.new_bare(tmp_path / "new.git")
    ben.git("remote", "set-url", "origin", str(new))
    ben.apj("sync", "--accept-rewrite")
    ben.apj("sync")
    shutil.rmtree(new)
    repos.new_bare(new)
    assert codes(ben.apj("sync", "--json", code=5)) == {"branch_gone"}


@row(24)
def test_a_fresh_clone_reports_that_the_branch_was_deleted(journal: Attacked, tmp_path: Path) -> None:
    clone = Person("ben", tmp_path / "again", journal.ben.now)
    repos.clone(journal.shared, clone.root)
    repos.git(journal.shared, "update-ref", "-d", "refs/heads/main")
    assert codes(clone.apj("sync", "--json", code=5)) == {"branch_gone"}
    assert repos.git(journal.shared, "for-each-ref") == ""


# ---- 25


@row(25)
def test_a_clone_restored_from_an_old_backup_syncs_without_an_alert(journal: Attacked, tmp_path: Path) -> None:
    ben, ana = journal.ben, journal.ana
    ben.elsewhere = True
    shutil.copytree(ben.root, tmp_path / "backup")
    ana.change(WEEK, "Three runs", "Two runs")
    ana.apj("sync", at=LATER)
    ben.apj("review", "--keep", at=LATER)
    ben.apj("log", "a", "quiet", "day")
    ben.apj("sync")
    shutil.rmtree(ben.root)
    (tmp_path / "backup").rename(ben.root)
    told = ben.apj("sync", "--json").json
    assert told["alarms"] == []
    assert "a quiet day" in ben.read("ben/2026-W48.md")
    assert len(ben.read("ben/kept.md").splitlines()) == 3


@row(25)
def test_a_restored_clone_checks_copies_that_were_kept_after_its_backup(journal: Attacked, tmp_path: Path) -> None:
    ben, ana = journal.ben, journal.ana
    shutil.copytree(ben.root, tmp_path / "backup")
    ana.change(WEEK, "Three runs", "Two runs")
    ana.apj("sync", at=LATER)
    ben.apj("review", "--keep", at=LATER)
    shutil.rmtree(ben.root)
    (tmp_path / "backup").rename(ben.root)
    ben.apj("sync")
    held = ben.git("for-each-ref", "--format=%(objectname)", "refs/apj/kept").split()
    assert sorted(held) == sorted(re.findall("[0-9a-f]{40}", ben.read("ben/kept.md"))), "each line has its ref again"
    journal.force(ana, softened(journal, back_to=before_the_week(journal)))
    alarms = ben.apj("sync", "--json", code=5).json["alarms"]
    assert [alarm["code"] for alarm in alarms] == ["rewrite", "kept_lost", "kept_lost"]


@row(25)
@pytest.mark.parametrize("way", ["git clone", "apj join"])
def test_a_fresh_clone_finds_kept_copies_by_their_lines(journal: Attacked, way: str) -> None:
    ben = journal.ben
    kept = kept_commit(ben)
    shutil.rmtree(ben.root)
    if way == "apj join":
        ben.apj("join", str(journal.shared), str(ben.root), "--partner", "ben")
    else:
        repos.clone(journal.shared, ben.root)
    assert ben.apj("sync", "--json").json["alarms"] == []
    assert kept in ben.git("for-each-ref", "--format=%(objectname)", "refs/apj/kept").splitlines()
    journal.force(journal.ana, softened(journal, back_to=before_the_week(journal)))
    assert codes(ben.apj("sync", "--json", code=5)) == {"rewrite", "kept_lost"}


@row(25)
@pytest.mark.parametrize("way", ["git clone", "apj join"])
def test_in_a_fresh_clone_of_a_rewritten_history_it_is_unknown_what_was_kept(journal: Attacked, way: str) -> None:
    ben = journal.ben
    kept = kept_commit(ben)
    softened(journal, back_to=before_the_week(journal))
    journal.commit(journal.ana, {"ben/kept.md": ben.read("ben/kept.md")}, author="ben")
    journal.force(journal.ana)
    shutil.rmtree(ben.root)
    ben.heads.clear()  # what was in that clone alone is gone with it
    if way == "apj join":
        ben.apj("join", str(journal.shared), str(ben.root), "--partner", "ben")
    else:
        repos.git(ben.root.parent, "clone", "-q", f"file://{journal.shared}", "ben")
        ben.git("remote", "set-url", "origin", str(journal.shared))
    assert kept[:7] in cannot_tell(ben)
    ben.apj("sync", "--accept-rewrite")
    assert ben.apj("sync", "--json").json["alarms"] == []


@row(25)
def test_in_a_fresh_clone_of_a_history_that_was_started_again_it_is_unknown_what_was_kept(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    kept = kept_commit(ben)
    ana.apj("sync")
    journal.force(ana, ana.git("commit-tree", "HEAD^{tree}", "-m", "anew", **repos.who(repos.ANA)))
    shutil.rmtree(ben.root)
    ben.heads.clear()  # what was in that clone alone is gone with it
    repos.git(ben.root.parent, "clone", "-q", f"file://{journal.shared}", "ben")
    ben.git("remote", "set-url", "origin", str(journal.shared))
    assert kept[:7] in cannot_tell(ben)


# ---- 26


@row(26)
def test_a_server_restored_from_a_backup_is_reported_neutrally_and_repaired_by_my_push(
    journal: Attacked, tmp_path: Path
) -> None:
    ben, ana = journal.ben, journal.ana
    shutil.copytree(journal.shared, tmp_path / "backup.git")
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    ben.apj("sync")
    before = state(ben)
    shutil.rmtree(journal.shared)
    (tmp_path / "backup.git").rename(journal.shared)
    told = ben.apj("sync", "--json", code=5)
    assert codes(told) == {"tip_went_back"}
    said = ben.apj("sync", code=5).out
    assert "restored backup" in said
    assert not any(word in said for word in ACCUSING)
    assert state(ben) == before
    assert ben.apj("sync", "--accept-rewrite", "--json").json["pushed"] is True
    assert journal.tip() == ben.git("rev-parse", "HEAD")
    assert ana.apj("sync", "--json").json["alarms"] == []


@row(26)
def test_text_that_a_restored_server_lost_is_pushed_again(journal: Attacked, tmp_path: Path) -> None:
    ben, ana = journal.ben, journal.ana
    shutil.copytree(journal.shared, tmp_path / "backup.git")
    ana.elsewhere = True
    ana.apj("log", "a", "quiet", "day")
    ana.apj("park", "a newsletter")
    ana.apj("sync")
    ben.apj("sync")
    shutil.rmtree(journal.shared)
    (tmp_path / "backup.git").rename(journal.shared)
    journal.by_hand(Watched("ana", repos.clone(journal.shared, tmp_path / "phone")), {"ana/notes.md": "by phone\n"})
    assert codes(ben.apj("sync", "--json", code=5)) == {"rewrite"}
    ben.apj("sync", "--accept-rewrite")
    assert "a quiet day" in ben.read(WEEK)
    assert "a newsletter" in ben.read("ana/parked.md")
    assert ben.read("ana/notes.md") == "by phone\n"
    assert ana.apj("sync", "--json").json["alarms"] == []
    assert journal.tip() == ana.git("rev-parse", "HEAD")
    assert "a quiet day" in ana.read(WEEK)


# ---- 27


def unrelated(journal: Attacked) -> str:
    """Let Ana recreate the whole history with a softer week."""
    ana = journal.ana
    tree = softened(journal, back_to="HEAD") + "^{tree}"
    commit = ana.git("commit-tree", tree, "-m", "anew", **repos.who(repos.ANA, ana.now))
    return journal.force(ana, commit)


@row(27)
def test_an_unrelated_history_is_shown_and_not_merged(journal: Attacked) -> None:
    ben = journal.ben
    before = state(ben)
    attack = unrelated(journal)
    assert codes(ben.apj("sync", "--json", code=5)) == {"rewrite", "kept_lost"}
    assert BOTH in ben.apj("sync", code=5).out
    assert state(ben) == before
    assert journal.tip() == attack


@row(27)
def test_accept_rewrite_merges_an_unrelated_history_and_keeps_my_text(journal: Attacked) -> None:
    ben = journal.ben
    kept, mine = kept_commit(ben), ben.folder()
    unrelated(journal)
    ben.apj("sync", code=5)
    told = ben.apj("sync", "--accept-rewrite", "--json", code=5)
    assert codes(told) == {"foreign_write"}, "Ana's commit holds Ben's folder, too"
    assert ben.folder() == mine
    assert "Work on the grant draft" in ben.read(WEEK)
    ben.git("merge-base", "--is-ancestor", kept, "HEAD")
    assert ben.apj("sync", "--json").json["alarms"] == []
    journal.ana.apj("sync", code=5)


def settle(person: Watched, hint: str, path: str, text: str) -> list[str]:
    """Resolve by hand what both sides changed, following apj's hint, and return the apj command that follows."""
    *settings, merge, _, add, commit, then = hint.split("Then: ")[1].split(", ")
    run_all(person, settings)
    person.git(*merge.split()[1:], ok=(1,))
    person.write(path, text)
    run_all(person, [add, commit])
    return then.split()[1:]


@row(27)
def test_accept_rewrite_reports_a_conflict_between_my_devices_and_works_after_it_is_resolved(
    journal: Attacked, tmp_path: Path
) -> None:
    ana, before = journal.ana, journal.tip()
    phone = Watched("ana", repos.clone(journal.shared, tmp_path / "phone"))
    journal.by_hand(phone, {"ana/notes.md": "from the phone\n"})
    journal.commit(ana, {"ana/notes.md": "from the laptop\n"})
    ana.apj("sync", code=4)
    journal.force(journal.ben, before)
    ana.apj("sync", code=5)
    hint = ana.apj("sync", "--accept-rewrite", "--json", code=4).json["error"]["hint"]
    then = settle(ana, hint, "ana/notes.md", "from both\n")
    assert then == ["sync", "--accept-rewrite"]
    assert ana.apj(*then, "--json").json["alarms"] == []
    assert ana.apj("sync", "--json").json["alarms"] == []
    assert repos.shown(journal.shared, journal.tip(), "ana/notes.md") == "from both\n"


@row(27)
def test_conflict_commands_also_work_for_unrelated_histories(journal: Attacked) -> None:
    ana = journal.ana
    journal.by_hand(journal.ben, {"ana/notes.md": "from the phone\n"}, author="ana")
    anew = journal.ben.git("commit-tree", "HEAD^{tree}", "-m", "anew", **repos.who(ADDRESSES["ana"]))
    journal.force(journal.ben, anew)
    journal.commit(ana, {"ana/notes.md": "from the laptop\n"})
    ana.apj("sync", code=5)
    told = ana.apj("sync", "--accept-rewrite", code=5).err
    hint = next(line for line in told.splitlines() if "git merge" in line)
    way = "origin/main, edit the file, git add -A -- :/ana/notes.md, git commit --no-edit, apj sync"
    assert f"git merge --allow-unrelated-histories {way}" in hint


# ---- 28


def evil_merge(journal: Attacked, author: str) -> str:
    """Push a merge in which Ana's week has a text that is in none of its parents.

    Every kept commit stays an ancestor.
    """
    ana = journal.ana
    side = ana.git("commit-tree", "HEAD^{tree}", "-p", "HEAD^", "-m", "side", **repos.who(repos.ANA))
    blob = repos.git(ana.root, "hash-object", "-w", "--stdin", stdin=b"---\ngoals:\n  - Rest\n---\n")
    ana.git("update-index", "--cacheinfo", f"100644,{blob},{WEEK}")
    tree = ana.git("write-tree")
    person = repos.ANA if author == "ana" else repos.BEN
    commit = ana.git("commit-tree", tree, "-p", "HEAD", "-p", side, "-m", "merge", **repos.who(person))
    repos.git(ana.root, "push", "-q", "origin", f"{commit}:refs/heads/main")
    ana.git("reset", "-q", "--hard", "HEAD")
    return commit


@row(28)
def test_new_text_in_the_owners_merge_is_shown_as_a_change(journal: Attacked) -> None:
    ben = journal.ben
    evil_merge(journal, "ana")
    assert ben.apj("sync", "--json").json["alarms"] == []
    changes = {change["change"] for change in ben.apj("diff", "--json", "--exit-code", code=1).json["changes"]}
    assert changes == {"removed", "added"}
    assert "Send the grant draft to Ines" in ben.apj("show", "ana").out


@row(28)
def test_a_merge_by_somebody_else_that_changes_my_text_is_a_foreign_write(journal: Attacked) -> None:
    mine = journal.ana.folder()
    evil_merge(journal, "ben")
    assert codes(journal.ana.apj("sync", "--json", code=5)) == {"foreign_write"}
    assert journal.ana.folder() == mine
    assert journal.ana.apj("sync", "--json").json["alarms"] == []


# ---- 29


def remove_object(clone: Path, oid: str) -> None:
    """Remove an object from a clone."""
    for pack in (clone / ".git/objects/pack").glob("*.pack"):
        data = pack.read_bytes()
        for part in pack.parent.glob(f"{pack.stem}.*"):
            part.unlink()
        repos.git(clone, "unpack-objects", "-q", stdin=data)
    (clone / ".git/objects" / oid[:2] / oid[2:]).unlink()


def cannot_tell(person: Watched, *args: str) -> str:
    """Run a sync that ends with "cannot tell", and return its output."""
    told = person.apj("sync", *args, "--json", code=4)
    assert told.json.get("alarms", []) == []
    said = f"{told.json['error']['message']} {told.json['error']['hint']}"
    assert not any(word in said for word in ACCUSING)
    return said


@row(29)
def test_a_shallow_clone_shows_the_command_that_completes_it_before_a_rewrite_can_be_checked(journal: Attacked) -> None:
    ben = journal.ben
    shutil.rmtree(ben.root)
    repos.git(ben.root.parent, "clone", "-q", "--depth=1", f"file://{journal.shared}", "ben")
    assert "git fetch --unshallow" in cannot_tell(ben)
    run_all(ben, ["git fetch --unshallow", f"git remote set-url origin {journal.shared}"])
    ben.apj("sync")


@row(29)
def test_a_missing_accepted_tip_is_reported_as_damage(journal: Attacked) -> None:
    ben = journal.ben
    ana = journal.ana
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    ben.spoilt = True
    remove_object(ben.root, ben.git("rev-parse", "refs/apj/remote/main"))
    assert "missing or damaged in this clone" in cannot_tell(ben)
    repos.git(ben.root, "fetch", "-q", "--refetch", "origin")
    ben.apj("sync")
    ben.spoilt = False


@row(29)
def test_a_corrupt_pack_is_reported_as_damage(journal: Attacked) -> None:
    ben = journal.ben
    journal.by_hand(journal.ana, {WEEK: journal.ana.read(WEEK) + "\nMore.\n"})
    ben.git("gc", "-q", "--prune=now")
    ben.spoilt = True
    (pack,) = (ben.root / ".git/objects/pack").glob("*.pack")
    pack.chmod(0o644)
    pack.write_bytes(pack.read_bytes()[:12])
    assert "missing or damaged in this clone" in cannot_tell(ben)
    shutil.rmtree(ben.root)
    repos.clone(journal.shared, ben.root)
    ben.spoilt = False
    ben.apj("sync")


@row(29)
def test_a_kept_commit_that_no_repository_contains_is_reported_as_unknown(journal: Attacked) -> None:
    ben = journal.ben
    nowhere = "0123456789abcdef0123456789abcdef01234567"
    line = f"- 2026-W47 ana {nowhere} 2026-11-16T09:00+01:00\n"
    journal.by_hand(ben, {"ben/kept.md": ben.read("ben/kept.md") + line})
    journal.ana.git("pull", "-q")
    journal.by_hand(journal.ana, {WEEK: journal.ana.read(WEEK) + "\nMore.\n"})
    assert nowhere[:7] in cannot_tell(ben)
    told = ben.apj("sync", "--accept-rewrite", "--json").json
    assert (told["merged"], told["alarms"]) == ("ff", [])


@row(29)
def test_review_keep_is_refused_while_the_history_is_incomplete(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    ben.apj("sync")
    ben.apj("sync", "--undo")
    ben.spoilt = True
    root = ben.git("rev-list", "--max-parents=0", "HEAD")
    remove_object(ben.root, root)
    assert "No copy was kept. The history here is not complete" in ben.apj("review", "--keep", "--no-fetch", code=4).err
    repos.git(ben.root, "fetch", "-q", "--refetch", "origin")
    ben.apj("sync")
    ben.spoilt = False


# ---- 30


@row(30)
def test_a_rewrite_that_is_undone_between_two_syncs_goes_unnoticed_as_the_docs_warn(journal: Attacked) -> None:
    tip = journal.tip()
    softened(journal, back_to=before_the_week(journal))
    journal.force(journal.ana)
    journal.force(journal.ana, tip)
    journal.ana.git("reset", "-q", "--hard", tip)
    assert journal.ben.apj("sync", "--json").json["alarms"] == []
    limits = (Path(__file__).parent.parent.parent / "docs" / "trust.md").read_text("utf-8")
    assert "A rewrite that is undone between two of your syncs leaves no trace." in limits
