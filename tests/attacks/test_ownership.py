"""Writing in another's name or folder, unfinished operations of plain git, wrong clocks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.network import remote
from apjournal.model.views.sync import NoteKind
from apjournal.services.sync.sync import sync_with_remote
from apjournal.session.workspace import Workspace
from tests.fault_injector.snapshot import files_below
from tests.helpers import repos
from tests.helpers.attacked import ADDRESSES, LATER, WEEK, Attacked, codes, run_all
from tests.helpers.invariants import Watched
from tests.helpers.people import command_line
from tests.helpers.rows import row

BEN_WEEK = "ben/2026-W48.md"


def open_findings(person: Watched) -> set[str]:
    """Return the codes of the open findings of `verify`."""
    found = person.apj("verify", "--json", code=None).json["findings"]
    return {finding["code"] for finding in found if not finding["settled"] and finding["code"] != "settled"}


# ---- 16


@row(16)
def test_a_partners_changes_in_my_folder_raise_an_alert_and_are_not_merged(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    mine = ana.folder()
    text = ana.read(WEEK)
    commit = journal.by_hand(
        ben,
        {
            WEEK: text.replace("Three runs", "Ten runs"),
            "ana/kept.md": "# Kept copies\n",
            "ana/partner.md": ana.read("ana/partner.md").replace("ana@example.org", "ben@example.org"),
            "ana/parked.md": "- [ ] be nicer to Ben\n",
            "ana/2026-W49.md": "---\ngoals: [Write to Ben]\n---\n",
        },
    )
    told = ana.apj("sync", "--json", code=5)
    assert codes(told) == {"foreign_write"}
    (alarm,) = told.json["alarms"]
    assert "Ten runs" in run_all(ana, [alarm["show"]])[0]
    assert ana.folder() == mine
    assert set(repos.files_of(ana.root, "HEAD:ana")) == {Path(path).name for path in mine}
    ana.git("merge-base", "--is-ancestor", commit, "HEAD")
    assert ana.apj("sync", "--json").json["alarms"] == [], "said once"
    assert open_findings(ana) >= {"foreign_write"}, "and verify keeps it"
    ben.apj("sync", code=None)
    assert ben.read(WEEK) == text


@row(16)
def test_only_the_folders_owner_can_settle_a_change_by_someone_else(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    commit = journal.by_hand(ben, {WEEK: ana.read(WEEK).replace("Three runs", "Ten runs")})
    line = f"- settled {commit} foreign_write 2026-11-23T12:00+01:00\n"
    ana.apj("sync", code=5)
    ben.write("ben/kept.md", ben.read("ben/kept.md") + line)
    ben.apj("sync", code=None)
    ana.apj("sync")
    assert "foreign_write" in open_findings(ana), "its author can't close it"
    ana.elsewhere = True
    ana.write("ana/kept.md", ana.read("ana/kept.md") + line)
    ana.apj("sync")
    assert open_findings(ana) == set()


@row(16)
def test_a_foreign_write_is_reported_even_if_my_two_devices_have_a_merge_conflict(journal: Attacked) -> None:
    ana = journal.ana
    journal.commit(ana, {"ana/notes.md": "from the laptop\n"})
    commit = journal.by_hand(journal.ben, {WEEK: ana.read(WEEK).replace("Three runs", "Ten runs")})
    journal.by_hand(journal.ben, {"ana/notes.md": "from the phone\n"}, author="ana")
    for _ in range(2):
        told = ana.apj("sync", "--json", code=5)
        assert [alarm["show"] for alarm in told.json["alarms"]] == [f"git show {commit[:7]} -- :/ana"]
        assert "Merge conflict in ana/notes.md" in ana.apj("sync", code=5).err


@row(16)
def test_conflict_commands_work_for_text_that_somebody_else_and_i_both_deleted(
    journal: Attacked, tmp_path: Path
) -> None:
    ana = journal.ana
    phone = Watched("ana", repos.clone(journal.shared, tmp_path / "phone"))
    phone.apj("log", "said on the phone")
    phone.apj("sync")
    journal.ben.apj("sync")
    journal.by_hand(journal.ben, {WEEK: None})
    (ana.root / WEEK).unlink()
    told = ana.apj("sync", "--with-deletions", code=5).err
    assert f"Merge conflict in {WEEK}" in told
    shown = told.split("look at both versions: ")[1].split(". Then:")[0].replace("\n", " ").split(" and ")
    here, there = run_all(ana, shown)
    assert "deleted file" in here
    assert "said on the phone" in there


@row(16)
def test_review_keep_reports_a_foreign_write_that_arrives_with_its_fetch(journal: Attacked, tmp_path: Path) -> None:
    ana = journal.ana
    typed = ana.read("ana/kept.md") + "- 2026-W48 ben\n"
    phone = Watched("ana", repos.clone(journal.shared, tmp_path / "phone"))
    phone.apj("sync")
    ana.write("ana/kept.md", typed)
    phone.write("ana/kept.md", typed)
    ana.apj("sync")
    journal.ben.apj("sync")
    journal.by_hand(journal.ben, {WEEK: ana.read(WEEK) + "\nNobody reads this.\n"})
    told = phone.apj("review", "--keep", "--json", code=5)
    assert codes(told) == {"foreign_write"}


@row(16)
def test_a_partners_merge_that_restores_an_older_version_does_not_replace_mine(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    before = ben.git("rev-parse", "HEAD")
    ana.change(WEEK, "Three runs", "Four runs")
    ana.apj("sync")
    ben.git("fetch", "-q", "origin")
    journal.commit(ben, {"ben/notes.md": "mine\n"})
    ben.git("merge", "-q", "-s", "ours", "-m", "merge", "origin/main", **repos.who(ADDRESSES["ben"]))
    assert "Three runs" in ben.git("show", f"HEAD:{WEEK}")
    assert before != ben.git("rev-parse", "HEAD")
    ben.git("push", "-q", "origin", "HEAD:refs/heads/main")
    ana.apj("sync")
    assert "Four runs" in ana.read(WEEK)
    ben.apj("sync")
    assert "Four runs" in ben.read(WEEK)


def _a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("README.md")


@row(16)
@pytest.mark.parametrize(
    "spoil",
    [
        _a_link,
        Path.unlink,
        lambda path: path.write_text(""),
        lambda path: path.write_text(path.read_text().replace("apj: 1\n", "")),
    ],
    ids=["a link", "gone", "empty", "without its line"],
)
def test_a_partner_cannot_end_the_journal_with_an_invalid_agreement(
    journal: Attacked, spoil: Callable[[Path], object]
) -> None:
    ana, ben = journal.ana, journal.ben
    before = ana.read("agreement.md")
    spoil(ben.root / "agreement.md")
    commit = journal.by_hand(ben, {"ben/2026-W49.md": "---\ngoals: [Rest]\n---\n"})
    told = ana.apj("sync", "--json", code=5)
    assert codes(told) == {"path_quarantined"}
    (alarm,) = told.json["alarms"]
    assert commit[:7] in alarm["show"]
    assert "agreement.md" in run_all(ana, [alarm["show"]])[0]
    assert ana.read("agreement.md") == before
    assert ana.git("status", "--porcelain") == ""
    assert ana.apj("sync", "--json").json["alarms"] == [], "said once"
    assert ana.apj("verify", "--json").json["findings"] == []
    assert "Rest" in ana.apj("show", "ben", "2026-W49").out
    ana.apj("sync", "--undo")
    ana.apj("sync")
    ben.git("pull", "-q")
    assert ben.read("agreement.md") == before


@row(16)
def test_a_partner_cannot_claim_my_email_address(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    mine = ana.folder()
    claimed = ben.read("ben/partner.md").replace("emails: []", "emails: [ana@example.org]")
    assert "ana@example.org" in claimed
    journal.by_hand(ben, {"ben/partner.md": claimed, "ana/partner.md": claimed.replace("partner: ben", "partner: ana")})
    journal.by_hand(ben, {WEEK: ana.read(WEEK).replace("Three runs", "Ten runs")})
    assert "foreign_write" in codes(ana.apj("sync", "--json", code=5))
    assert ana.folder() == mine
    ana.apj("log", "a", "day")
    assert ana.apj("sync", "--json").json["alarms"] == []


@row(16)
def test_a_change_of_the_agreement_does_not_apply_until_i_accept_it(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    before = ana.apj("status", "--json").json["next_call"]
    ben.apj("agree", "--cadence", "monthly")
    ben.apj("sync")
    ana.apj("sync")
    assert ana.apj("status", "--json").json["next_call"] == before
    found = ana.apj("verify", "--json").json["findings"]
    assert {finding["code"] for finding in found} == {"agreement_unsigned"}


@row(16)
def test_a_commit_with_an_unknown_email_address_is_merged_and_reported(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    repos.commit(ben.root, {BEN_WEEK: ben.read(BEN_WEEK) + "\nMore.\n"}, author=("Ben", "123+ben@host.example"))
    ben.git("push", "-q")
    told = ana.apj("sync")
    assert "From 123+ben@host.example: 1 commit" in told.out
    assert "More." in ana.read(BEN_WEEK)
    assert open_findings(ana) == {"unknown_author"}


# ---- 17


def with_key(journal: Attacked, person: Watched) -> Path:
    """Return a key with which somebody signs from now on, after both partners know it."""
    key = journal.root / f"{person.handle}-key"
    public = repos.new_key(key)
    person.elsewhere = True
    person.change(f"{person.handle}/partner.md", "signing_key:", f"signing_key: {public}")
    person.git("config", "apj.signingKey", str(key))
    for one in (person, journal.ana, journal.ben):
        one.apj("sync", code=None)
    return key


def commit_signed(person: Watched, key: Path, files: dict[str, str], author: str) -> None:
    """Commit with plain git, signed with a key."""
    repos.write(person.root, files)
    person.git("add", "-A")
    repos.git(person.root, *signing(key), "commit", "-q", "-S", "-m", "by hand", **repos.who(ADDRESSES[author]))


def signing(key: Path) -> tuple[str, ...]:
    return ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")


@row(17)
def test_without_signing_keys_a_forged_author_goes_unnoticed_as_the_docs_warn(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    journal.commit(ben, {WEEK: ana.read(WEEK).replace("Three runs", "Ten runs")}, author="ana")
    ben.git("push", "-q")
    ana.elsewhere = True  # it looks like her second device
    assert ana.apj("sync", "--json").json["alarms"] == []
    docs = Path(__file__).parent.parent.parent / "docs" / "trust.md"
    assert "Anyone who may push can type any author's email address." in docs.read_text("utf-8")


@row(17)
def test_an_unsigned_commit_in_the_name_of_a_partner_who_signs_is_reported_as_unsigned(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    with_key(journal, ana)
    journal.commit(ben, {WEEK: ben.read(WEEK).replace("Three runs", "Ten runs")}, author="ana")
    ben.git("push", "-q")
    ana.apj("sync", code=None)
    assert open_findings(ana) == {"unsigned"}


@row(17)
def test_an_unsigned_commit_in_my_name_does_not_change_my_signed_folder(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    with_key(journal, ana)
    before = ana.folder()
    kept = f"{ana.read('ana/kept.md') if (ana.root / 'ana/kept.md').exists() else ''}- 2026-W48 ben\n"
    forged = {WEEK: ben.read(WEEK).replace("Three runs", "Ten runs"), "ana/kept.md": kept}
    oid = journal.commit(ben, forged, author="ana")
    ben.git("push", "-q")
    ran = ana.apj("sync")
    assert ana.folder() == before
    said = " ".join(ran.out.split())
    assert f"Commit {oid[:7]} is in your name but is not signed with your key. It changed 2 files in ana/" in said
    assert "apj kept your version" in said
    assert ana.apj("sync").out.strip() == "Nothing new on either side.", "said once"
    other = journal.root / "other-key"
    repos.new_key(other)
    ben.apj("sync", code=None)
    commit_signed(ben, other, {WEEK: ben.read(WEEK).replace("Three runs", "Ten runs")}, "ana")
    ben.git("push", "-q")
    ana.apj("sync")
    assert ana.folder() == before, "a key of somebody else's is no signature of mine"


@row(17)
@pytest.mark.parametrize("is_signed", [False, True])
def test_only_a_signed_merge_in_my_name_can_choose_between_my_versions(journal: Attacked, is_signed: bool) -> None:
    ana, ben = journal.ana, journal.ben
    key = with_key(journal, ana)
    ben.git("fetch", "-q", "origin")
    ben.git("reset", "-q", "--hard", "origin/main")
    older = ana.read(WEEK)
    ana.change(WEEK, "Three runs", "Four runs")
    ana.apj("sync")
    newer = ana.read(WEEK)
    ben.git("fetch", "-q", "origin")
    how = (*signing(key), "merge", "-S") if is_signed else ("merge", "--no-gpg-sign")
    commit_signed(ben, key, {"ana/notes.md": "mine\n"}, "ana")
    repos.git(ben.root, *how, "-q", "-s", "ours", "-m", "merge", "origin/main", **repos.who(ADDRESSES["ana"]))
    ben.git("push", "-q", "origin", "HEAD:refs/heads/main")
    ana.elsewhere = True
    ana.apj("sync")
    assert ana.read(WEEK) == (older if is_signed else newer)


def first_conflicts(person: Watched) -> list[str]:
    """Return the conflict that status shows, if there is one. It names one file and counts the others."""
    return re.findall(r"^Conflict   (\S+)", person.apj("status", code=None).out, re.M)


@row(17)
def test_an_unsigned_commit_in_my_name_is_part_of_a_conflict_only_after_i_confirm_it(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    key = with_key(journal, ana)
    ben.apj("sync", code=None)
    journal.commit(ana, {"ana/notes.md": "from the laptop\n", WEEK: ana.read(WEEK).replace("Three runs", "Four runs")})
    journal.commit(ben, {WEEK: ana.read(WEEK).replace("Four runs", "Ten runs")}, author="ana")
    commit_signed(ben, key, {"ana/notes.md": "from the phone\n"}, "ana")
    ben.git("push", "-q")
    assert "Merge conflict in ana/notes.md: " in ana.apj("sync", code=4).err
    assert first_conflicts(ana) == ["ana/notes.md"]
    now = datetime.fromisoformat(ana.now)
    with closing(Workspace(ana.root, partner="ana", now=now, environ=os.environ, terminal=False)) as workspace:
        sync_with_remote(workspace, ask_yes=lambda question: question.kind is NoteKind.ASK_UNSIGNED)
    assert first_conflicts(ana) == [WEEK], "the answer is remembered"


@row(17)
def test_a_commit_signed_by_my_other_device_is_merged(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    with_key(journal, ana)
    ana.elsewhere = True
    ben.apj("sync", code=None)
    text = ben.read(WEEK).replace("Three runs", "Two runs")
    commit_signed(ben, Path(ana.git("config", "apj.signingKey").strip()), {WEEK: text}, "ana")
    ben.git("push", "-q")
    ana.apj("sync")
    assert ana.read(WEEK) == text


@row(17)
def test_a_commit_in_my_name_signed_with_another_key_is_reported(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    with_key(journal, ana)
    other = journal.root / "other-key"
    repos.new_key(other)
    commit_signed(ben, other, {WEEK: ben.read(WEEK).replace("Three runs", "Ten runs")}, "ana")
    ben.git("push", "-q")
    ana.apj("sync", code=None)
    assert open_findings(ana) == {"signature_bad"}
    ana.apj("verify", code=5)


def claim(journal: Attacked, person: Watched, address: str, **key: str) -> str:
    """Let somebody list another partner's address, and return what that partner's sync says."""
    path = f"{person.handle}/partner.md"
    text = person.read(path).replace("emails: []", f"emails: [{address}]")
    assert address in text
    for name, value in key.items():
        text = text.replace(f"{name}:", f"{name}: {value}")
    journal.by_hand(person, {path: text})
    other = journal.ana if person is journal.ben else journal.ben
    return other.apj("sync").out


def warnings_of_check(person: Watched) -> set[str]:
    """Return the codes of what `check` finds in the files as they are."""
    return {one["code"] for one in person.apj("check", "--json", code=None).json["findings"]}


@row(17)
def test_listing_my_email_address_does_not_let_a_partner_avoid_the_signature_check(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    with_key(journal, ben)
    told = claim(journal, ana, "ben@example.org")
    assert "ana/partner.md lists ben@example.org, but Ben uses that email address too. Whose is it?" in " ".join(
        told.split()
    )
    journal.commit(ana, {BEN_WEEK: ana.read(BEN_WEEK) + "\nForged.\n"}, author="ben")
    ana.git("push", "-q")
    assert "names ben@example.org" not in ben.apj("sync", code=None).out, "said once"
    for one in (ana, ben):
        assert open_findings(one) == {"unsigned"}
        assert "shared_address" in warnings_of_check(one)


@row(17)
def test_a_partner_who_lists_my_email_address_with_another_key_does_not_accuse_me(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    with_key(journal, ben)
    key = journal.root / "anas-key"
    public = repos.new_key(key)
    claim(journal, ana, "ben@example.org", signing_key=public)
    ana.git("config", "apj.signingKey", str(key))
    ben.elsewhere = True
    ben.change(BEN_WEEK, "goals:", "goals:\n  - Ride")
    ben.apj("sync")
    for one in (ana, ben):
        one.apj("sync", code=None)
        assert open_findings(one) == set()
        assert "shared_address" in warnings_of_check(one)
    commit_signed(ana, key, {BEN_WEEK: ana.read(BEN_WEEK) + "\nForged.\n"}, "ben")
    ana.git("push", "-q")
    ben.apj("sync", code=None)
    assert open_findings(ben) == {"signature_bad"}


@row(17)
def test_a_merge_with_my_email_address_and_another_key_is_reported(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    with_key(journal, ben)
    key = journal.root / "anas-key"
    claim(journal, ana, "ben@example.org", signing_key=repos.new_key(key))
    ben.elsewhere = True
    ben.change(BEN_WEEK, "goals:", "goals:\n  - Ride")
    ben.apj("sync")
    ana.git("fetch", "-q", "origin")
    commit_signed(ana, key, {"README.md": "x\n"}, "ana")
    who = repos.who(ADDRESSES["ben"])
    repos.git(ana.root, *signing(key), "merge", "-q", "-S", "-s", "ours", "-m", "merge", "origin/main", **who)
    ana.git("push", "-q", "origin", "HEAD:refs/heads/main")
    assert "evil_merge" in open_findings(ana)


# ---- 58


def news(journal: Attacked) -> None:
    journal.ben.apj("log", "a", "quiet", "day")
    journal.ben.apj("sync")


COMMITTING = ("sync", "commit", "review --keep", "sync --undo", "agree", "agree --cadence monthly", "leave --yes")


def refused(person: Watched, *words: str, lines: tuple[str, ...] = COMMITTING) -> None:
    """Check that committing commands are refused with the next step, nothing moves, and taking notes works."""
    before, files = person.git("for-each-ref", "refs/heads"), files_below(person.root.parent)
    for line in lines:
        told = person.apj(*line.split(), code=4).err
        assert all(word in told for word in words), told
    assert (person.git("for-each-ref", "refs/heads"), files_below(person.root.parent)) == (before, files)
    person.apj("log", "two hours of fonts")
    person.apj("show")
    person.apj("status")


@row(58)
def test_staged_files_that_sync_does_not_commit_stay_staged(journal: Attacked) -> None:
    ana = journal.ana
    news(journal)
    ana.write("ben/notes-of-ana.md", "mine\n")
    ana.write("README.md", ana.read("README.md") + "\nMore.\n")
    ana.git("add", "ben/notes-of-ana.md")
    ana.write("photo.txt", "x")
    ana.git("add", "photo.txt")
    ana.apj("log", "two hours of fonts")
    told = ana.apj("sync", "--json").json
    assert set(told["files"]) == {"README.md", WEEK}
    assert set(ana.git("status", "--porcelain").splitlines()) == {"A  ben/notes-of-ana.md", "A  photo.txt"}
    assert "a quiet day" in ana.read(BEN_WEEK)


@row(58)
def test_sync_does_not_overwrite_a_partners_file_that_i_changed_locally(journal: Attacked) -> None:
    ana = journal.ana
    news(journal)
    ana.write(BEN_WEEK, ana.read(BEN_WEEK) + "\nMy note in Ben's week.\n")
    told = ana.apj("sync")
    assert f"{BEN_WEEK} differs from the shared version. apj did not change the file." in told.out
    assert "My note in Ben's week." in ana.read(BEN_WEEK)
    assert "My note" not in ana.git("show", f"HEAD:{BEN_WEEK}")


@row(58)
def test_sync_with_a_detached_head_shows_the_command_that_returns_to_the_branch(journal: Attacked) -> None:
    ana = journal.ana
    news(journal)
    ana.git("checkout", "-q", "--detach")
    refused(ana, "No branch is checked out in this clone", "git switch main")
    run_all(ana, ["git switch main"])
    ana.apj("sync")


@row(58)
@pytest.mark.parametrize("what", ["merge", "rebase", "cherry-pick", "revert"])
def test_sync_is_refused_until_the_git_operation_in_progress_ends(journal: Attacked, what: str) -> None:
    ana = journal.ana
    news(journal)
    base = ana.git("rev-parse", "HEAD")
    who = repos.who(ADDRESSES["ana"])
    side = journal.commit(ana, {"README.md": "side\n"})
    ana.git("reset", "-q", "--hard", base)
    journal.commit(ana, {"README.md": "main\n"})
    argument = "HEAD~1" if what == "revert" else side
    if what == "revert":
        journal.commit(ana, {"README.md": "more\n"})
    repos.git(ana.root, what, argument, ok=(1,), **who)
    refused(ana, f"A {what} is in progress here", f"git {what} --abort")
    if what == "rebase":
        assert ".git/apj/recover" in ana.apj("sync", code=4).err
    repos.git(ana.root, what, "--abort")
    here = ana.read(WEEK) + "".join(path.read_text() for path in (ana.root / ".git/apj").glob("recover/*"))
    assert "two hours of fonts" in here
    ana.apj("sync")


@row(58)
def test_the_agreement_cannot_be_accepted_during_a_rebase(journal: Attacked) -> None:
    ana = journal.ana
    base = ana.git("rev-parse", "HEAD")
    side = journal.commit(ana, {"README.md": "side\n"})
    ana.git("reset", "-q", "--hard", base)
    journal.commit(ana, {"README.md": "main\n"})
    repos.git(ana.root, "rebase", side, ok=(1,), **repos.who(ADDRESSES["ana"]))
    ana.apj("agree", "--cadence", "monthly", code=4)
    ana.git("rebase", "--abort")
    signed = ana.apj("agree", "--cadence", "monthly", "--json").json["commit"]
    assert signed == ana.git("rev-parse", "HEAD")


@row(58)
@pytest.mark.parametrize(("what", "told"), [("am", "A git am is in progress"), ("rebase", "A rebase is in progress")])
def test_sync_is_refused_while_git_applies_patches(journal: Attacked, what: str, told: str) -> None:
    ana = journal.ana
    news(journal)
    base = ana.git("rev-parse", "HEAD")
    side = journal.commit(ana, {"README.md": "side\n"})
    patch = ana.git("format-patch", "-1", "--stdout", side)
    ana.git("reset", "-q", "--hard", base)
    journal.commit(ana, {"README.md": "main\n"})
    who = repos.who(ADDRESSES["ana"])
    argument = ("--apply", side) if what == "rebase" else ()
    repos.git(ana.root, what, *argument, stdin=patch.encode() + b"\n", ok=(1, 128), **who)
    refused(ana, told, f"git {what} --abort", ".git/apj/recover")
    repos.git(ana.root, what, "--abort", **who)
    ana.apj("sync")


@row(58)
def test_sync_is_refused_during_a_bisection(journal: Attacked) -> None:
    ana = journal.ana
    base = ana.git("rev-parse", "HEAD")
    for number in range(3):
        journal.commit(ana, {"README.md": f"{number}\n"})
    news(journal)
    ana.git("bisect", "start", "HEAD", base)
    refused(ana, "A bisect is in progress here", "git bisect reset")
    ana.git("bisect", "reset")  # git itself wants it at the root
    ana.apj("sync")
    assert "two hours of fonts" in ana.git("show", f"HEAD:{WEEK}")


@row(58)
def test_sync_is_refused_until_conflicts_in_the_index_are_resolved(journal: Attacked) -> None:
    ana = journal.ana
    blobs = [repos.git(ana.root, "hash-object", "-w", "--stdin", stdin=text) for text in (b"1", b"2", b"3")]
    lines = "".join(f"100644 {oid} {stage}\tREADME.md\n" for stage, oid in enumerate(blobs, 1))
    ana.git("rm", "-q", "--cached", "README.md")
    repos.git(ana.root, "update-index", "--index-info", stdin=lines.encode())
    refused(ana, "conflicts", "git add")
    ana.git("add", "README.md")
    ana.apj("sync")


@row(58)
def test_sync_is_refused_in_a_sparse_checkout(journal: Attacked) -> None:
    ana = journal.ana
    news(journal)
    ana.git("sparse-checkout", "set", "ana")
    refused(ana, "not checked out in this clone", "git sparse-checkout disable")
    run_all(ana, ["git sparse-checkout disable"])
    ana.apj("sync")


@row(58)
def test_sync_is_refused_on_another_branch(journal: Attacked) -> None:
    ana = journal.ana
    news(journal)
    ana.git("switch", "-q", "-c", "draft")
    refused(ana, "draft", "git switch main", lines=("sync", "review", "review --keep"))
    assert repos.git(journal.shared, "for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main"
    ana.git("stash", "-q")
    run_all(ana, ["git switch main"])
    ana.git("stash", "pop", "-q")
    ana.apj("sync")


def renamed(ana: Watched) -> None:
    ana.git("branch", "-m", "main", "trunk")


def renamed_and_untracked(ana: Watched) -> None:
    ana.git("branch", "-m", "main", "trunk")
    ana.git("branch", "--unset-upstream")


@row(58)
@pytest.mark.parametrize("change", [renamed, renamed_and_untracked])
def test_a_branch_renamed_only_in_my_clone_is_not_pushed_as_a_second_branch(
    journal: Attacked, change: Callable[[Watched], None]
) -> None:
    ana = journal.ana
    news(journal)
    ana.apj("log", "two hours of fonts")
    change(ana)
    for line in (("sync",), ("review",), ("sync",)):
        told = ana.apj(*line, "--json", code=4).json
        assert told["error"]["hint"] == "Rename your branch: git branch -m trunk main"
    (point,) = [point for point in ana.apj("doctor", "--json", code=None).json["points"] if point["name"] == "remote"]
    assert (point["state"], point["command"]) == ("look", "git branch -m trunk main")
    assert repos.git(journal.shared, "for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main"
    run_all(ana, ["git branch -m trunk main"])
    ana.apj("sync")
    assert "a quiet day" in ana.read(BEN_WEEK)
    assert "two hours of fonts" in repos.git(journal.shared, "show", f"main:{WEEK}")


@row(58)
def test_accept_rewrite_restores_a_deleted_branch_even_if_another_branch_exists(journal: Attacked) -> None:
    repos.git(journal.shared, "branch", "old", "main^")  # which has not all that Ana accepted
    repos.git(journal.shared, "update-ref", "-d", "refs/heads/main")
    journal.ana.apj("sync", code=5)
    journal.ana.apj("sync", "--accept-rewrite")
    assert repos.git(journal.shared, "rev-parse", "main") == journal.ana.git("rev-parse", "HEAD")


@row(58)
def test_no_branch_is_pushed_if_the_server_does_not_list_its_branches(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed_and_untracked(journal.ana)
    away = remote.Offline("It cannot be reached.", "Later.")
    monkeypatch.setattr(remote, "list_branches", lambda *_: away)
    assert journal.ana.apj("sync", "--json", code=4).json["offline"] is True
    assert repos.git(journal.shared, "for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main"


@row(58)
def test_a_second_work_tree_can_log_and_sync(journal: Attacked) -> None:
    ana = journal.ana
    news(journal)
    ana.git("switch", "-q", "--detach")
    second = Watched("ana", journal.root / "second")
    ana.git("worktree", "add", "-q", str(second.root), "main")
    second.apj("log", "two hours of fonts")
    assert second.apj("sync", "--json").json["pushed"] is True
    assert "a quiet day" in second.read(BEN_WEEK)
    assert ana.git("status", "--porcelain") == ""


# ---- 62


@row(62)
@pytest.mark.parametrize("wrong", ["1970-01-02T00:00+00:00", "2038-01-19T04:14:08+01:00", "2899-12-31T23:00+14:00"])
def test_changes_are_ordered_by_ancestry_not_by_date(journal: Attacked, wrong: str) -> None:
    ana, ben = journal.ana, journal.ben
    ana.change(WEEK, "to Ines", "to Ina")
    ana.apj("sync", at=wrong)
    ben.apj("review", "--keep", at=LATER)
    kept = ben.read("ben/kept.md").split()[-2]
    assert kept == ana.git("rev-parse", "HEAD")
    ana.change(WEEK, "to Ina", "to Iris")
    ana.apj("sync", at="2026-11-24T09:00+01:00")
    ben.apj("sync", at="2026-11-24T10:00+01:00")
    changes = ben.apj("diff", "--json").json["changes"]
    assert [(change["before"], change["after"]) for change in changes] == [
        ("Send the grant draft to Ina", "Send the grant draft to Iris")
    ]
    assert open_findings(ben) == set()


@row(62)
def test_sync_undo_works_after_the_clock_went_backwards(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ben.apj("log", "the first")
    ben.apj("sync")
    ana.apj("sync", at="2031-01-01T09:00+01:00")
    ben.apj("log", "the second")
    ben.apj("sync")
    before = ana.git("rev-parse", "HEAD")
    ana.apj("sync", at="2026-11-24T09:00+01:00")
    assert "the second" in ana.read(BEN_WEEK)
    ana.apj("sync", "--undo")
    assert ana.git("rev-parse", "HEAD") == before
    assert "the first" in ana.read(BEN_WEEK)


@row(62)
def test_a_changed_time_zone_affects_only_the_dates_of_notes(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = journal.ana
    ana.apj("log", "here", at="2026-11-23T23:30+01:00")
    ana.change("ana/partner.md", "timezone: Europe/Lisbon", "timezone: Pacific/Auckland")
    monkeypatch.setenv("TZ", "America/New_York")
    ana.apj("log", "there")
    ana.apj("sync")
    assert "- 2026-11-23 here" in ana.read(WEEK)
    assert "- 2026-11-24 there" in ana.read(WEEK)
    assert open_findings(ana) == set()


@row(62)
@pytest.mark.parametrize("said", ["9999-12-31T23:59+00:00", "0001-01-01T00:00+00:00", "now", "2026-11-23T09:00"])
def test_an_invalid_apj_now_is_refused(journal: Attacked, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("APJ_NOW", said)
    ran = command_line("sync", folder=journal.ana.root, as_="ana", at=None, code=2)
    assert "APJ_NOW" in ran.err
