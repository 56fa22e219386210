"""Everyday events raise no alert: what two people do to a shared journal, and what both read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.people import Person, Ran, command_line, goals_kept, replay
from tests.helpers.repos import ANA, commit, git

pytestmark = pytest.mark.slow

WEDNESDAY = "2026-11-25T18:00+01:00"
NO_REPLY = ("Ana Costa", "1234+ana@users.noreply.host.example")
EMPLOYER = ("Ana Costa", "ana.costa@employer.example")
UNSET = ("user", "user@localhost.example")
WEEK = "ana/2026-W48.md"
Both = tuple[Person, Person]


def plain(person: Person, *args: str, who: tuple[str, str] = ANA) -> str:
    """Run plain git as somebody."""
    return person.git("-c", f"user.name={who[0]}", "-c", f"user.email={who[1]}", *args)


def words(ran: Ran) -> str:
    """Return a command's output, whatever the width of the terminal."""
    return " ".join((ran.out + ran.err).split())


def nothing_is_wrong(*people: Person) -> None:
    """Check that both sync again without news, and that no rule is broken."""
    for person in people:
        assert words(person.apj("sync")) == "Nothing new on either side."
        assert "no open findings" in words(person.apj("verify"))


def test_sync_accepts_a_typo_fixed_on_the_hosts_page(kept: Both) -> None:
    ana, ben = kept
    text = ben.read("ben/2026-W48.md")
    fix = commit(ana.root, {"ben/2026-W48.md": text.replace("essays", "essay")}, "Fix typo", NO_REPLY)
    git(ana.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    ana.git("reset", "-q", "--hard", "HEAD~1")
    told = words(ben.apj("sync"))
    use = f"git checkout -p {fix[:7]} -- :/ben/2026-W48.md"
    assert (
        f"Fix typo Somebody using {NO_REPLY[1]} changed ben/2026-W48.md. apj kept your version. "
        f"To see the other version and choose whether to use it: {use} Shared: 1 commit."
    ) in told
    assert ben.read("ben/2026-W48.md") == text
    ben.git(*use.removeprefix("git ").split(), stdin=b"y\n")
    ben.apj("sync")
    assert ben.read("ben/2026-W48.md") == text.replace("essays", "essay")
    told = words(ana.apj("sync"))
    assert f"From {NO_REPLY[1]}: 1 commit" in told
    assert "seems to write at a git host" not in told, "it was Ana"
    nothing_is_wrong(ana, ben)
    assert ben.apj("verify", "--json").json["findings"] == []


def test_a_shared_repository_can_move_to_another_url(kept: Both) -> None:
    ana, ben = kept
    shared, new = ana.root.parent / "shared.git", ana.root.parent / "new.git"
    if not shared.exists():
        shared = Path(ana.git("remote", "get-url", "origin"))
    shutil.move(shared, new)
    told = words(ben.apj("sync", code=4))
    assert "There is no repository at" in told
    assert "If the repository has moved: git remote set-url origin PATH" in told
    for person in kept:
        person.git("remote", "set-url", "origin", str(new))
    ana.apj("log", "a quiet day", at=WEDNESDAY)
    ana.apj("sync")
    assert "From Ana: 1 commit" in words(ben.apj("sync"))
    nothing_is_wrong(ana, ben)


def test_sync_asks_no_question_about_a_squash_of_commits_that_ana_already_has(kept: Both) -> None:
    ana, ben = kept
    for said in ("ran", "ran again"):
        ana.apj("log", said, at=WEDNESDAY)
        ana.apj("commit")
    mine = ana.git("rev-parse", "HEAD")
    plain(ana, "checkout", "-q", "-b", "host", "origin/main")
    plain(ana, "merge", "-q", "--squash", mine)
    plain(ana, "commit", "-qm", "Week 48 (#1)", who=NO_REPLY)
    git(ana.root, "push", "-q", "origin", "host:main")
    plain(ana, "checkout", "-q", "main")
    told = words(ana.apj("sync"))
    assert "apj kept your version" not in told, "it is the same version"
    assert "If you made the change" not in told
    assert "ran again" in ana.read(WEEK)
    ben.apj("sync")
    assert "ran again" in ben.read(WEEK)
    nothing_is_wrong(ana, ben)


def test_only_ana_is_asked_about_a_squash_that_she_pulled(kept: Both) -> None:
    ana, ben = kept
    git(ana.root.parent, "clone", "-q", "shared.git", "host")
    host = ana.root.parent / "host"
    text = (host / WEEK).read_text()
    commit(host, {WEEK: text.replace("Three runs", "Four runs")}, "Week 48 (#1)", NO_REPLY)
    git(host, "push", "-q")
    plain(ana, "pull", "-q")
    told = words(ana.apj("sync"))
    assert f"Somebody using {NO_REPLY[1]} changed {WEEK}" in told
    assert "If you made the change, add the address to emails in ana/partner.md" in told
    said = words(ben.apj("sync"))
    assert said.endswith("Week 48 (#1)")
    assert "Was that you?" not in said
    nothing_is_wrong(ana, ben)


def test_ana_can_use_git_pull_with_rebase(kept: Both) -> None:
    ana, ben = kept
    ben.apj("log", "a quiet day", at=WEDNESDAY)
    ben.apj("sync")
    ana.apj("log", "mine", at=WEDNESDAY)
    ana.apj("commit")
    plain(ana, "pull", "-q", "--rebase")
    plain(ana, "push", "-q")
    assert "From Ana: 1 commit" in words(ben.apj("sync"))
    nothing_is_wrong(ana, ben)


def test_ana_can_use_plain_git_for_a_month(kept: Both) -> None:
    ana, ben = kept
    for week in range(49, 53):
        path = f"ana/2026-W{week}.md"
        ana.write(path, f"---\ngoals:\n  - Something of W{week}\n---\n")
        plain(ana, "add", path)
        plain(ana, "commit", "-qm", f"W{week}")
        ben.apj("log", f"W{week}", at=WEDNESDAY)
        ben.apj("sync")
        plain(ana, "pull", "-q", "--no-rebase")
        with (ana.root / "ana/kept.md").open("a", encoding="utf-8") as file:
            file.write(f"- 2026-W{week} ben\n")
        plain(ana, "add", "ana/kept.md")
        plain(ana, "commit", "-qm", "kept")
        plain(ana, "push", "-q")
    assert ana.apj("sync", "--json", at="2026-12-23T18:00+01:00").json["alarms"] == []
    ben.apj("sync", at="2026-12-23T18:00+01:00")
    nothing_is_wrong(ana, ben)


def test_ana_can_rejoin_without_a_backup_after_reinstalling_her_laptop(kept: Both) -> None:
    ana, ben = kept
    ana.apj("review", "--keep")
    ben.apj("sync")
    shared = ana.git("remote", "get-url", "origin")
    shutil.rmtree(ana.root)
    joined = command_line("join", shared, str(ana.root), "--partner", "ana", folder=ana.root.parent, at=WEDNESDAY)
    assert "Your handle in it is ana." in joined.out
    assert "Nothing changed since the copy you kept" in ana.apj("review", "--no-keep").out
    ana.apj("log", "back again", at=WEDNESDAY)
    ana.apj("sync")
    assert "From Ana: 1 commit" in words(ben.apj("sync"))
    nothing_is_wrong(ana, ben)


@pytest.mark.parametrize("pushed", [True, False], ids=["pushed with plain git", "shared by sync"])
def test_ana_can_commit_with_her_employers_email_address(kept: Both, pushed: bool) -> None:
    ana, ben = kept
    ana.change(WEEK, "Three runs", "Three long runs")
    plain(ana, "commit", "-qam", "goals", who=EMPLOYER)
    if pushed:
        plain(ana, "push", "-q")
    told = words(ana.apj("sync"))
    assert f"You committed as {EMPLOYER[1]} here, so apj added that address to emails in ana/partner.md." in told
    told = words(ben.apj("sync"))
    assert "Is that" not in told, "Ben can't answer for Ana"
    assert "Three long runs" in ben.read(WEEK)
    ana.change(WEEK, "Three long runs", "Four long runs")
    plain(ana, "commit", "-qam", "goals", who=EMPLOYER)
    assert EMPLOYER[1] not in words(ana.apj("sync")), "she was told"
    ben.apj("sync")
    for person in kept:
        assert words(person.apj("verify")).endswith("no open findings.")


def test_ana_can_commit_with_an_address_that_ben_lists_later(kept: Both) -> None:
    ana, ben = kept
    ben.write("ben/notes.md", "a new machine\n")
    plain(ben, "add", "ben")
    plain(ben, "commit", "-qm", "notes", who=UNSET)
    ben.apj("sync")
    ana.change(WEEK, "Three runs", "Three long runs")
    plain(ana, "commit", "-qam", "goals", who=UNSET)
    ana.apj("review", "--keep")
    assert UNSET[1] in ana.read("ana/partner.md"), "she committed under it before she knew that Ben did"
    told = words(ben.apj("sync"))
    assert f"ana/partner.md lists {UNSET[1]}, but Ben uses that email address too. Whose is it?" in told
    assert "Three long runs" in ben.read(WEEK)


def test_ana_cannot_claim_an_address_that_ben_already_lists(kept: Both) -> None:
    ana, ben = kept
    ben.change("ben/partner.md", "emails: []", f"emails: [{UNSET[1]}]")
    ben.apj("sync")
    ana.apj("sync")
    ana.change(WEEK, "Three runs", "Three long runs")
    plain(ana, "commit", "-qam", "goals", who=UNSET)
    told = words(ana.apj("sync"))
    assert f"with {UNSET[1]}, which is Ben's email address. Your other devices and Ben will get an alert" in told
    assert UNSET[1] not in ana.read("ana/partner.md"), "or Ben could change her folder"
    assert f"ana/ was changed by somebody using Ben's email address, in {ana.git('rev-parse', 'HEAD')[:7]}" in words(
        ben.apj("sync", code=5)
    )


def test_an_address_that_ana_removed_from_her_emails_is_not_added_again(kept: Both) -> None:
    ana, ben = kept
    path, before = "ana/partner.md", kept[0].read("ana/partner.md")
    ana.change(path, "emails: []", f"emails: [{EMPLOYER[1]}]")
    ana.apj("sync")
    ana.write(path, before)
    plain(ana, "commit", "-qam", "I leave my employer", who=EMPLOYER)
    assert EMPLOYER[1] not in words(ana.apj("sync"))
    assert ana.read(path) == before
    ben.apj("sync")
    assert ben.read(path) == before
    nothing_is_wrong(ana, ben)


def test_the_address_of_anas_employer_is_added_to_her_emails_even_when_an_alert_arrives(kept: Both) -> None:
    ana, ben = kept
    commit(ben.root, {"ana/note.md": "by mistake\n"}, "vault backup", ("Ben Adler", "ben@example.org"))
    plain(ben, "push", "-q")
    ana.change(WEEK, "Three runs", "Three long runs")
    plain(ana, "commit", "-qam", "goals", who=EMPLOYER)
    assert "added that address to emails in ana/partner.md" in words(ana.apj("sync", code=5))
    ben.apj("sync")
    found = ben.apj("verify", "--json", code=5).json["findings"]
    assert {one["code"] for one in found} == {"foreign_write"}


def test_the_address_of_anas_employer_is_added_to_her_emails_even_after_a_rebase(kept: Both) -> None:
    ana, ben = kept
    ben.apj("log", "fonts")
    ben.apj("sync")
    ana.change(WEEK, "Three runs", "Three long runs")
    plain(ana, "commit", "-qam", "goals", who=EMPLOYER)
    plain(ana, "pull", "-q", "--rebase")
    told = words(ana.apj("sync"))
    assert f"You committed as {EMPLOYER[1]} here, so apj added that address to emails in ana/partner.md." in told
    ben.apj("sync")
    assert "Three long runs" in ben.read(WEEK)
    nothing_is_wrong(ana, ben)


@pytest.fixture
def devices(tmp_path: Path) -> tuple[Person, Person, Person]:
    """Ana, Ben, and Ana's phone."""
    ana, ben = replay(clone_to_phone, tmp_path / "journal")
    return ana, ben, Person("ana", ana.root.parent / "phone")


def clone_to_phone(folder: Path) -> Both:
    ana, ben = replay(goals_kept, folder)
    git(folder, "clone", "-q", "shared.git", "phone")
    Person("ana", folder / "phone").apj("sync")
    return ana, ben


@pytest.mark.parametrize("phone_first", [True, False], ids=["the phone syncs before", "the phone syncs after"])
def test_changes_that_ana_committed_with_an_unknown_email_address_reach_her_phone(
    devices: tuple[Person, Person, Person], phone_first: bool
) -> None:
    ana, _, phone = devices
    ana.change(WEEK, "Three runs", "Three long runs")
    ana.write("ana/notes.md", "From the laptop\n")
    plain(ana, "add", "ana")
    plain(ana, "commit", "-qam", "goals", who=EMPLOYER)
    plain(ana, "push", "-q")
    phone.apj("log", "fonts")
    for device in (phone, ana, phone) if phone_first else (ana, phone, ana):
        device.apj("sync")
    for device in (ana, phone):
        assert "Three long runs" in device.read(WEEK)
        assert "fonts" in device.read(WEEK)
        assert device.read("ana/notes.md") == "From the laptop\n"
    nothing_is_wrong(ana, phone)


def test_anas_phone_merges_what_her_laptop_committed_with_an_unknown_email_address(
    devices: tuple[Person, Person, Person],
) -> None:
    ana, ben, phone = devices
    ana.apj("log", "on the laptop")
    ana.apj("commit")
    ana.change(WEEK, "Three runs", "Three long runs")
    plain(ana, "commit", "-qam", "goals", who=EMPLOYER)
    plain(ana, "push", "-q")
    phone.apj("log", "on the phone")
    phone.apj("sync")
    ben.apj("log", "on his own")
    ben.apj("sync")
    for device in (ana, phone, ana):
        device.apj("sync")
    for device in (ana, phone):
        for text in ("Three long runs", "on the laptop", "on the phone"):
            assert text in device.read(WEEK)
    nothing_is_wrong(ana, phone)


def test_ben_and_anas_new_laptop_merge_the_version_that_anas_phone_chose(kept: Both) -> None:
    phone, ben = kept
    text = phone.read(WEEK)
    commit(ben.root, {WEEK: text.replace("Three runs", "Four runs")}, "Fix", ("Ben Adler", "ben@example.org"))
    plain(ben, "push", "-q")
    git(phone.root.parent, "clone", "-q", "shared.git", "laptop")
    laptop = Person("ana", phone.root.parent / "laptop")
    ben.apj("log", "on his own")
    ben.apj("commit")
    phone.apj("sync", code=5)
    ben.apj("sync")
    laptop.apj("sync")
    phone.apj("sync")
    for device in (laptop, phone, ben):
        assert device.read(WEEK) == text


@pytest.mark.parametrize(
    ("text", "writes_between"),
    [("Three long runs", True), ("Three runs\n  - Sleep", False)],
    ids=["a changed goal, and Ben writes between", "an added goal"],
)
def test_a_later_edit_on_anas_phone_does_not_undo_text_that_the_phone_quarantined(
    devices: tuple[Person, Person, Person], text: str, writes_between: bool
) -> None:
    ana, ben, phone = devices
    ana.change(WEEK, "Three runs", text)
    plain(ana, "commit", "-qam", "goals", who=EMPLOYER)
    plain(ana, "push", "-q")
    if writes_between:
        ben.apj("log", "on his own")
        ben.apj("sync")
    phone.apj("sync")
    for line in ("first on the phone", "then on the phone"):
        phone.apj("log", line)
        phone.apj("sync")
    for device in (ana, phone, ana):
        device.apj("sync")
    for device in (ana, phone):
        for words_of_hers in (text, "first on the phone", "then on the phone"):
            assert words_of_hers in device.read(WEEK)
    nothing_is_wrong(ana, phone)


@pytest.mark.parametrize(
    ("name", "called", "said"),
    [
        ("ben  adler", "ben adler (benr)", "ben adler has joined as benr, but that is also {} name."),
        ("Ben Roth", "Ben Roth", "Ben Roth has joined as benr."),
    ],
)
def test_a_new_partner_with_the_name_of_another_is_shown_with_their_handle(
    kept: Both, name: str, called: str, said: str
) -> None:
    ana, ben = kept
    third = Person("benr", ana.root.parent / "benr", WEDNESDAY)
    shared = ana.git("remote", "get-url", "origin")
    third.apj(
        *("join", shared, str(third.root), "--partner", "benr", "--name", name),
        *("--email", "benr@example.org", "--timezone", "Europe/Berlin"),
    )
    assert "has joined" not in third.apj("sync").out
    for person, whose in ((ana, "ben's"), (ben, "your")):
        assert said.format(whose) in words(person.apj("sync"))
    assert f"{called} " in ana.apj("status").out
    nothing_is_wrong(ana, ben)
