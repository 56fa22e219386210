"""Signed commits: by a partner with a key, known to whoever fetched it, with an alert for another key."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.model.views.sync import Note, NoteKind, SyncView
from apjournal.usecases import open_journal
from apjournal.usecases.sync import sync_journal
from tests.helpers.people import Person, Ran, begun, replay
from tests.helpers.repos import ANA, clone, commit, new_key, run, tip, who

pytestmark = pytest.mark.slow

MONDAY = "2026-11-23T09:00+01:00"


@pytest.fixture
def signers(tmp_path: Path) -> tuple[Person, Person]:
    """Ana, who has a key and says so, and Ben, who has met it."""
    return replay(introduce_key, tmp_path)


def introduce_key(folder: Path) -> tuple[Person, Person]:
    ana, ben = begun(folder, at=MONDAY)
    use_key(ana, folder / "key")
    share(ana, ben)
    return ana, ben


def use_key(person: Person, path: Path, *, before: str = "") -> str:
    """Return a new key that somebody uses and publishes."""
    key = new_key(path)
    name_key(person, key, before=before)
    person.git("config", "apj.signingKey", str(path.with_name(f"{path.name}.pub")))
    return key


def name_key(person: Person, key: str, *, before: str = "") -> None:
    path = f"{person.handle}/partner.md"
    (line,) = [line for line in person.read(path).splitlines() if line.startswith("signing_key:")]
    assert before in line
    person.change(path, line, f"signing_key: {key}")


def share(*people: Person, code: int = 0) -> None:
    for person in people:
        person.apj("sync", code=code)


def state(person: Person, reader: Person, commit: str = "origin/main") -> str:
    """Return the signature status of a commit, by plain git and the keys that the reader accepted."""
    allowed = reader.root / ".git/apj/allowed_signers"
    return reader.git("-c", f"gpg.ssh.allowedSignersFile={allowed}", "log", "-1", "--format=%G? %GS", commit)


def test_sync_shows_the_fingerprint_of_a_new_key_once_and_accepts_its_signatures(tmp_path: Path) -> None:
    ana, ben = begun(tmp_path, at=MONDAY)
    use_key(ana, tmp_path / "key")
    share(ana)
    assert "Ana signs with the key SHA256:" in ben.apj("sync").out
    ana.apj("park", "A podcast")
    share(ana)
    assert "SHA256" not in ben.apj("sync").out
    assert state(ana, ben, tip(ana.root)) == "G ana"


def test_merges_and_kept_copies_are_signed(signers: tuple[Person, Person], tmp_path: Path) -> None:
    ana, ben = signers
    use_key(ben, tmp_path / "bens")
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - One\n---\n")
    share(ana)
    ben.apj("park", "A podcast")
    share(ben)
    ben.apj("review", "--keep")
    share(ana)
    commits = ana.git("log", "--format=%H", "--author=ben@example.org", "-3", "origin/main").splitlines()
    assert [state(ben, ana, commit) for commit in commits] == ["G ben"] * 3


def test_commits_are_not_signed_without_a_key_in_the_partner_file(tmp_path: Path) -> None:
    ana, _ = begun(tmp_path, at=MONDAY)
    new_key(tmp_path / "key")
    ana.git("config", "apj.signingKey", str(tmp_path / "key.pub"))
    ana.apj("park", "A podcast")
    ana.apj("commit")
    assert "gpgsig" not in ana.git("cat-file", "commit", "HEAD")


def test_commits_are_signed_even_if_the_key_is_only_in_gits_own_settings(tmp_path: Path) -> None:
    ana, _ = begun(tmp_path, at=MONDAY)
    use_key(ana, tmp_path / "key")
    ana.git("config", "--unset", "apj.signingKey")
    ana.git("config", "user.signingKey", str(tmp_path / "key"))
    ana.apj("commit")
    assert "gpgsig" not in ana.git("cat-file", "commit", "HEAD")  # git would sign with PGP
    ana.git("config", "gpg.format", "ssh")
    ana.apj("park", "A podcast")
    ana.apj("commit")
    assert "gpgsig" in ana.git("cat-file", "commit", "HEAD")


def test_the_signing_key_setting_none_turns_off_signing(signers: tuple[Person, Person]) -> None:
    ana, _ = signers
    ana.git("config", "apj.signingKey", "none")
    ana.apj("park", "A podcast")
    ana.apj("commit")
    assert "gpgsig" not in ana.git("cat-file", "commit", "HEAD")


def test_commits_are_not_signed_with_a_key_other_than_that_of_the_partner_file(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, _ = signers
    new_key(tmp_path / "other")
    ana.git("config", "apj.signingKey", str(tmp_path / "other.pub"))
    ana.apj("park", "A podcast")
    ana.apj("commit")
    assert "gpgsig" not in ana.git("cat-file", "commit", "HEAD")


def test_commit_stops_and_keeps_the_text_when_the_key_is_missing(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, _ = signers
    ana.apj("park", "A podcast")
    before = tip(ana.root)
    (tmp_path / "key").unlink()
    ran = ana.apj("commit", code=4)
    assert "cannot be signed" in ran.err
    assert "git config apj.signingKey none" in ran.err
    assert tip(ana.root) == before
    assert "A podcast" in ana.read("ana/parked.md")


# ---- when the key is another


def test_a_new_key_confirmed_by_the_known_key_is_accepted(signers: tuple[Person, Person], tmp_path: Path) -> None:
    ana, ben = signers
    name_key(ana, new_key(tmp_path / "second"), before="AAAA")
    ana.apj("commit")
    ana.git("config", "apj.signingKey", str(tmp_path / "second.pub"))
    ana.apj("park", "A podcast")
    share(ana)
    assert "The previous key confirms it" in " ".join(ben.apj("sync").out.split())
    assert state(ana, ben, tip(ana.root)) == "G ana"
    assert state(ana, ben, tip(ana.root, "HEAD~1")) == "G ana"
    assert ben.apj("verify", "--json").json["findings"] == []


def test_two_changes_of_a_key_between_syncs_are_accepted_in_order(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = signers
    for name in ("second", "third"):
        name_key(ana, new_key(tmp_path / name), before="AAAA")
        ana.change("ana/partner.md", "## Aims", "## Aims\n- One")
        ana.apj("commit")
        ana.git("config", "apj.signingKey", str(tmp_path / f"{name}.pub"))
        ana.change("ana/partner.md", "## Aims\n- One", "## Aims")
        ana.apj("commit")
    aims = ana.read("ana/partner.md").replace("## Aims", "## Aims\n- Two")
    commit(ana.root, {"ana/partner.md": aims})  # with plain git: not signed, and names no other key
    share(ana, ben)
    assert ben.read(".git/apj/allowed_signers").count("ana ") == 3
    assert [state(ana, ben, f"HEAD~{back}") for back in range(1, 5)] == ["G ana"] * 4


def test_a_merge_signed_with_the_former_key_has_a_valid_signature(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = signers
    laptop = Person("ana", clone(tmp_path / "shared.git", tmp_path / "laptop"))
    laptop.git("config", "apj.signingKey", str(tmp_path / "key.pub"))
    name_key(ana, new_key(tmp_path / "second"), before="AAAA")
    ana.apj("sync", "--offline")
    ana.git("config", "apj.signingKey", str(tmp_path / "second.pub"))
    laptop.apj("log", "On the train")
    share(laptop, ana)
    laptop.apj("log", "At home")
    share(laptop)
    assert laptop.git("log", "-1", "--format=%P").count(" ") == 1
    assert "The previous key confirms it" in " ".join(ben.apj("sync").out.split())
    assert ben.apj("verify", "--json").json["findings"] == []


def test_a_former_key_can_be_restored_without_confirmation(signers: tuple[Person, Person], tmp_path: Path) -> None:
    ana, ben = signers
    before = ana.read("ana/partner.md")
    use_key(ana, tmp_path / "second", before="AAAA")
    ana.apj("commit")
    ana.write("ana/partner.md", before)
    share(ana, ben)
    assert ben.read(".git/apj/allowed_signers").count("ana ") == 1


def test_a_partner_may_stop_signing_if_the_known_key_confirms_it(signers: tuple[Person, Person]) -> None:
    ana, ben = signers
    name_key(ana, "", before="AAAA")
    share(ana)
    assert "Ana no longer signs commits. The previous key confirms this." in ben.apj("sync").out
    assert ben.read(".git/apj/allowed_signers") == ""


def test_an_unconfirmed_new_key_raises_one_alert_with_the_command_to_accept_it(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = signers
    key = use_key(ana, tmp_path / "second", before="AAAA")
    share(ana)
    ran = ben.apj("sync", "--json", code=5).json
    (alarm,) = ran["alarms"]
    assert alarm["code"] == "signature_bad"
    assert "Ana's key changed in" in alarm["message"]
    assert key.split()[1] in ben.git(*alarm["show"].split()[1:])
    assert key.split()[1] in ben.read("ana/partner.md")
    assert "Ask Ana by voice." in ran["error"]["hint"]
    share(ben)
    ana.apj("park", "A podcast")
    share(ana, ben)
    assert state(ana, ben, tip(ana.root)).startswith("U")
    command = ran["error"]["hint"].partition("If the change is right: ")[2]
    run("sh", "-c", f"cd {ben.root}/ana && {command}")
    assert state(ana, ben, tip(ana.root)) == "G ana"


def test_an_unconfirmed_new_key_raises_an_alert_even_if_the_clone_lost_its_refs(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = signers
    use_key(ana, tmp_path / "second", before="AAAA")
    share(ana)
    ben.git("update-ref", "-d", "refs/apj/remote/main")
    (alarm,) = ben.apj("sync", "--json", code=5).json["alarms"]
    assert alarm["code"] == "signature_bad"


def test_unsigned_commits_in_my_name_never_count_even_without_my_partner_file(
    signers: tuple[Person, Person],
) -> None:
    ana, ben = signers
    run("git", "-C", str(ana.root.parent / "shared.git"), "config", "receive.denyNonFastForwards", "false")
    ben.git("checkout", "-q", "--orphan", "anew")
    ben.git("rm", "-q", "--cached", "ana/partner.md")
    ben.write("ana/notes.md", "Forged\n")
    ben.git("add", "ana/notes.md")
    ben.git("commit", "-q", "-m", "anew", **who(ANA))
    ben.git("push", "-q", "--force", "origin", "anew:main")
    ana.apj("sync", code=5)
    assert "is in your name but is not signed" in " ".join(ana.apj("sync", "--accept-rewrite", code=None).out.split())
    assert not (ana.root / "ana/notes.md").exists()


@pytest.fixture
def choosing(tmp_path: Path) -> tuple[Person, Person, str]:
    """Ana at her desk, after her laptop shared an unsigned merge that chose the laptop's text, Ben, and that merge."""
    ana, ben = replay(choose_on_laptop, tmp_path)
    return ana, ben, tip(tmp_path / "laptop")


def choose_on_laptop(folder: Path) -> tuple[Person, Person]:
    ana, ben = replay(introduce_key, folder)
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - One\n---\n")
    share(ana)
    laptop = Person("ana", clone(folder / "shared.git", folder / "laptop"))
    laptop.git("config", "apj.signingKey", str(folder / "key.pub"))
    laptop.apj("sync")
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - One\n---\n\n## Log\n- At the desk\n")
    share(ana)
    laptop.write("ana/2026-W48.md", "---\ngoals:\n  - One, but shorter\n---\n")
    laptop.apj("sync", "--offline")
    laptop.git("fetch", "-q")
    laptop.git("merge", "-q", "-s", "ours", "-m", "by hand", "origin/main", **who(ANA))
    laptop.git("push", "-q")
    return ana, ben


def test_an_unsigned_merge_in_my_name_that_chose_a_version_is_reported_and_both_versions_stay(
    choosing: tuple[Person, Person, str],
) -> None:
    ana, _, merge = choosing
    said = " ".join(ana.apj("sync").out.split())
    assert f"Commit {merge[:7]} is in your name but is not signed with your key." in said
    assert "It chose between two versions of ana/2026-W48.md. apj did not treat this as your choice." in said
    assert (
        f"To see the other version and choose whether to use it: git checkout -p {merge[:7]} -- :/ana/2026-W48.md"
        in said
    )
    assert "  - One, but shorter\n" in ana.read("ana/2026-W48.md")
    assert "- At the desk\n" in ana.read("ana/2026-W48.md")
    assert merge[:7] not in ana.apj("sync").out


def sync_with(ana: Person, answer: bool) -> tuple[list[Note], SyncView]:
    """Sync, give the same answer to each question, and return the questions and the result."""
    asked: list[Note] = []

    def ask(question: Note) -> bool:
        asked.append(question)
        return answer

    now = datetime.fromisoformat(MONDAY)
    opened = open_journal.open_journal(ana.root, partner="ana", now=now, environ=dict(os.environ), terminal=False)
    with closing(opened) as workspace:
        return asked, sync_journal(workspace, write_page=lambda page: "", ask_yes=ask)


def unsigned_findings(person: Person) -> list[tuple[str, bool, str]]:
    """Return the code, the state and the commit of each finding of `verify` after a sync."""
    person.apj("sync")
    found = person.apj("verify", "--json").json["findings"]
    return [(one["code"], one["settled"], one["commit"]) for one in found]


def test_an_unsigned_merge_in_my_name_counts_after_one_yes(choosing: tuple[Person, Person, str]) -> None:
    ana, ben, merge = choosing
    asked, view = sync_with(ana, True)
    assert [(one.kind, one.paths) for one in asked] == [(NoteKind.ASK_UNSIGNED_CHOICE, ("ana/2026-W48.md",))]
    assert view.merged == "ff"
    assert ana.read("ana/2026-W48.md") == "---\ngoals:\n  - One, but shorter\n---\n"
    assert ana.git("config", "apj.mine") == merge
    for person in (ana, ben):  # the answer counts in every clone
        assert unsigned_findings(person) == [("unsigned", True, merge)]


def test_without_a_terminal_one_command_says_that_an_unsigned_merge_is_mine(
    choosing: tuple[Person, Person, str],
) -> None:
    ana, ben, merge = choosing
    assert unsigned_findings(ben) == [("unsigned", False, merge)]
    ana.apj("sync")
    command = ("verify", "--settle", "I made this commit", "--commit", merge[:10])
    assert f'resolve it  apj verify --settle "I made this commit" --commit {merge[:10]}' in ana.apj("verify").out
    assert "--settle" not in ben.apj("verify").out
    assert "nothing for you to resolve" in ben.apj(*command, code=2).err
    ana.apj(*command)
    for person in (ana, ben):
        assert unsigned_findings(person) == [("unsigned", True, merge)]
    assert 'Ana: "I made this commit"' in ben.apj("verify").out


def test_an_answer_about_an_unsigned_commit_needs_a_signature(
    choosing: tuple[Person, Person, str],
) -> None:
    ana, ben, merge = choosing
    share(ana, ben)
    commit(ben.root, {"ana/kept.md": f"# Kept copies\n- settled {merge} unsigned\n"}, "forged", ANA)
    found = ben.apj("verify", "--json").json["findings"]
    assert [(one["code"], one["settled"], one["commit"]) for one in found] == [("unsigned", False, tip(ben.root))]


def test_confirming_one_unsigned_commit_does_not_confirm_one_that_was_refused(
    choosing: tuple[Person, Person, str], tmp_path: Path
) -> None:
    ana, _, _ = choosing
    sync_with(ana, False)
    laptop = tmp_path / "laptop"
    run("git", "-C", str(laptop), "pull", "-q", "--ff-only")
    newer = commit(laptop, {"ana/notes.md": "On the train\n"}, "notes", ANA)
    run("git", "-C", str(laptop), "push", "-q")
    asked, _ = sync_with(ana, True)
    assert [one.kind for one in asked] == [NoteKind.ASK_UNSIGNED]
    assert unsigned_findings(ana) == [("unsigned", False, newer)]


def test_an_unsigned_merge_that_chose_no_version_is_not_reported(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = signers
    laptop = Person("ana", clone(tmp_path / "shared.git", tmp_path / "laptop"))
    laptop.git("config", "apj.signingKey", str(tmp_path / "key.pub"))
    laptop.apj("sync")
    ana.apj("park", "A podcast")
    share(ana)
    laptop.apj("log", "On the train")
    laptop.apj("sync", "--offline")
    laptop.git("fetch", "-q")
    laptop.git("merge", "-q", "-m", "by hand", "origin/main", **who(ANA))
    laptop.git("push", "-q")
    said = ana.apj("sync").out
    assert "not signed" not in said
    assert "On the train" in ana.read("ana/2026-W48.md")
    assert "A podcast" in ana.read("ana/parked.md")
    share(ben)


def test_an_unconfirmed_end_of_signing_raises_an_alert_with_the_command_to_accept_it(
    signers: tuple[Person, Person],
) -> None:
    ana, ben = signers
    name_key(ana, "", before="AAAA")
    ana.git("config", "apj.signingKey", "none")
    share(ana)
    ran = ben.apj("sync", code=5)
    assert "has not listed a key since" in ran.out
    command = ran.err.partition("If the change is right: ")[2].splitlines()[0]
    run("sh", "-c", f"cd {ben.root}/ana && {command}")
    assert ben.read(".git/apj/allowed_signers") == ""


def test_the_command_that_accepts_a_key_works_in_a_second_work_tree(
    signers: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = signers
    ben.git("switch", "-q", "--detach")
    second = Person("ben", tmp_path / "bens second")
    ben.git("worktree", "add", "-q", str(second.root), "main")
    assert "Ana signs with the key" in news_of(ana, second).out
    use_key(ana, tmp_path / "second", before="AAAA")
    hint = news_of(ana, second, "--json", code=5).json["error"]["hint"]
    command = hint.partition("If the change is right: ")[2]
    run("sh", "-c", f"cd '{second.root}/ana' && {command}")
    private = Path(second.git("rev-parse", "--absolute-git-dir")) / "apj" / "allowed_signers"
    assert private.read_text().count("ana ") == 2


def news_of(person: Person, reader: Person, *options: str, code: int = 0) -> Ran:
    """Let one partner share a change, and the other fetch it."""
    person.apj("park", "A podcast")
    share(person)
    return reader.apj("sync", *options, code=code)


def test_sync_without_ssh_keygen_says_that_signatures_cannot_be_checked(
    signers: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = signers
    name_key(ana, new_key(tmp_path / "second"), before="AAAA")
    share(ana)
    git_alone = tmp_path / "bin"
    git_alone.mkdir()
    (git_alone / "git").symlink_to("/usr/bin/git")
    monkeypatch.setenv("PATH", str(git_alone))
    ran = ben.apj("sync", "--json", code=4).json
    assert ran["alarms"] == []
    assert "cannot tell" in ran["error"]["message"]
    assert new_goal_arrives(ana, ben)


def new_goal_arrives(ana: Person, ben: Person) -> bool:
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - One\n---\n")
    ana.git("config", "apj.signingKey", "none")
    share(ana)
    ben.apj("sync", code=4)
    return (ben.root / "ana/2026-W48.md").exists()


# ---- doctor


@pytest.mark.parametrize(
    ("setting", "state", "part"),
    [
        ("key.pub", "fine", "the key that signs"),
        ("none", "note", "your commits are not signed here"),
        ("other.pub", "look", "is not the one in ana/partner.md"),
        ("nowhere.pub", "look", "There is no public key at"),
    ],
)
def test_doctor_reports_the_state_of_the_signing_key(
    signers: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, state: str, part: str
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    ana, _ = signers
    new_key(tmp_path / "other")
    ana.git("config", "apj.signingKey", setting if setting == "none" else str(tmp_path / setting))
    found = ana.apj("doctor", "--json", code=1 if state == "look" else 0).json["points"]
    (point,) = [point for point in found if point["name"] == "signing"]
    assert point["state"] == state
    assert part in point["message"]


def test_doctor_reports_a_key_that_is_not_an_ssh_key(signers: tuple[Person, Person]) -> None:
    ana, _ = signers
    name_key(ana, "my laptop", before="AAAA")
    assert "is not an SSH public key" in ana.apj("doctor", code=1).out
