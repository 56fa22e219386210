"""A host that refuses commits for their email address or signature: apj recreates commits that nobody else has."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.services.sync import sync
from tests.helpers.hosts import refuse_address, refuse_unsigned
from tests.helpers.people import Person, Ran, command_line
from tests.helpers.repos import clone, commit, git, new_bare, new_key, tip

pytestmark = pytest.mark.slow

GOALS = "---\ngoals:\n  - Duets\n---\n"
OLD, NEW = "ana@example.org", "7+ana@users.noreply.example.com"


@pytest.fixture
def server(kept: tuple[Person, Person]) -> Path:
    return kept[0].root.parent / "shared.git"


def flat(ran: Ran) -> str:
    return " ".join((ran.out + ran.err).split())


def emails(person: Person, since: str) -> set[str]:
    """Return every author and committer of a person's commits since then."""
    return set(person.git("log", "--format=%ae%n%ce", f"{since}..HEAD").split())


def set_email(person: Person, email: str = NEW) -> None:
    person.change("ana/partner.md", f"email: {OLD}", f"email: {email}")


@pytest.mark.parametrize(
    "words",
    [
        "GH007: Your push would publish a private email address.",
        "commit is not welcome here",
    ],
)
def test_unshared_commits_get_my_new_email_address_if_a_host_refused_the_old_one(
    kept: tuple[Person, Person], server: Path, words: str
) -> None:
    ana, ben = kept
    shared = tip(server, "main")
    refuse_address(server, OLD, words)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("sync", code=4)
    set_email(ana)
    ran = ana.apj("sync")
    assert "2 commits that were never shared your current email address" in flat(ran)
    assert tip(server, "main") == tip(ana.root)
    assert emails(ana, shared) == {NEW}
    assert ana.git("status", "--porcelain") == ""
    ben.apj("sync")
    ben.apj("verify")
    assert ben.read("ana/2026-W49.md") == GOALS


def test_commits_that_a_host_refuses_at_the_last_attempt_are_reported(
    ana: Person, server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "TRIES", 1)
    refuse_address(server, OLD)
    set_email(ana)
    before = tip(server, "main")
    assert "The server did not accept the push" in flat(ana.apj("sync", code=4))
    assert tip(server, "main") == before


def test_after_commits_are_recreated_their_former_tip_stays_under_a_backup_ref(ana: Person, server: Path) -> None:
    refuse_address(server, OLD)
    set_email(ana)
    ana.apj("commit")
    ana.write("ana/2026-W49.md", GOALS)
    ana.git("-c", f"user.email={OLD}", "-c", "user.name=Ana", "add", "ana")
    ana.git("-c", f"user.email={OLD}", "-c", "user.name=Ana", "commit", "-qm", "By plain git\n\nWith a body.")
    former = tip(ana.root)
    ana.apj("sync")
    assert former in ana.git("for-each-ref", "--format=%(objectname)", "refs/apj/backup/").split()
    assert ana.git("log", "-1", "--format=%B%ad", "--date=iso") == ana.git(
        "log", "-1", "--format=%B%ad", "--date=iso", former
    )


def test_unshared_commits_stay_unchanged_until_my_email_address_changes(ana: Person, server: Path) -> None:
    refuse_address(server, OLD)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("commit")
    before = tip(ana.root)
    ran = ana.apj("sync", code=4)
    assert "In your partner.md, set email:" in flat(ran)
    assert tip(ana.root) == before


def test_an_unshared_merge_is_recreated_with_both_sides(kept: tuple[Person, Person], server: Path) -> None:
    ana, ben = kept
    hook = refuse_address(server, OLD)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("commit")
    ben.write("ben/2026-W49.md", GOALS)
    ben.apj("sync")
    bens = tip(server, "main")
    ana.apj("sync", code=4)
    assert ana.git("log", "--merges", "--format=%H", f"{bens}..HEAD")
    set_email(ana)
    ana.apj("sync")
    assert hook.exists()
    assert tip(server, "main") == tip(ana.root)
    assert ana.git("merge-base", bens, "HEAD") == bens
    assert emails(ana, bens) == {NEW}
    assert ana.read("ben/2026-W49.md") == GOALS


def test_a_partners_commit_below_mine_is_not_recreated(kept: tuple[Person, Person], server: Path) -> None:
    """Ana pulled Ben's commit directly from his laptop, and her commits build on it."""
    ana, ben = kept
    ben.write("ben/2026-W49.md", GOALS)
    ben.apj("commit")
    ana.git("pull", "-q", "--ff-only", str(ben.root), "main")
    refuse_address(server, OLD)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("commit")
    set_email(ana)
    ana.apj("sync")
    assert tip(server, "main") == tip(ana.root)
    assert ana.git("merge-base", tip(ben.root), "HEAD") == tip(ben.root)


def test_a_partners_commit_on_top_of_mine_is_not_recreated(kept: tuple[Person, Person], server: Path) -> None:
    ana, ben = kept
    refuse_address(server, OLD)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("commit")
    ben.git("pull", "-q", "--ff-only", str(ana.root), "main")
    ben.write("ben/2026-W49.md", GOALS)
    ben.apj("commit")
    ana.git("pull", "-q", "--ff-only", str(ben.root), "main")
    set_email(ana)
    ran = ana.apj("sync", code=4)
    assert f"{tip(ben.root)[:7]} your current email address" in flat(ran)
    assert ana.git("merge-base", tip(ben.root), "HEAD") == tip(ben.root)


def test_a_commit_that_another_remote_has_is_not_recreated(ana: Person, server: Path, tmp_path: Path) -> None:
    stick = new_bare(tmp_path / "stick.git")
    refuse_address(server, OLD)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("commit")
    ana.git("remote", "add", "stick", str(stick))
    ana.git("push", "-q", "stick", "main")
    set_email(ana)
    ran = ana.apj("sync", code=4)
    assert "was already kept by somebody, or shared in another way" in flat(ran)
    assert ana.git("merge-base", tip(stick, "main"), "HEAD") == tip(stick, "main")


def test_commits_are_not_recreated_if_there_are_two_push_urls(ana: Person, server: Path, tmp_path: Path) -> None:
    stick = new_bare(tmp_path / "stick.git")
    for place in (stick, server):
        ana.git("remote", "set-url", "--add", "--push", "origin", str(place))
    refuse_address(server, OLD)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("sync", code=4)
    set_email(ana)
    ana.apj("sync", code=4)
    assert tip(stick, "main") == tip(ana.root)


def test_my_local_commit_with_an_unknown_email_address_is_recreated(ana: Person, server: Path) -> None:
    refuse_address(server, "typo@example.org")
    ana.write("ana/2026-W49.md", GOALS)
    ana.git("-c", "user.email=typo@example.org", "-c", "user.name=Ana", "add", "ana")
    ana.git("-c", "user.email=typo@example.org", "-c", "user.name=Ana", "commit", "-qm", "By hand")
    assert "that were never shared your current email address" in flat(ana.apj("sync"))
    assert tip(server, "main") == tip(ana.root)


def test_sync_explains_a_refused_commit_of_another_device(ana: Person, server: Path) -> None:
    refuse_address(server, "typo@example.org")
    tablet = clone(server, server.parent / "tablet")
    commit(tablet, {"ana/2026-W49.md": GOALS}, "By hand", ("Ana", "typo@example.org"))
    ana.git("pull", "-q", str(tablet), "main")
    ran = ana.apj("sync", code=4)
    assert "has the email address typo@example.org, which your partner.md does not list" in flat(ran)
    ana.change("ana/partner.md", "emails: []", "emails: [typo@example.org]")
    ana.apj("sync")
    assert tip(server, "main") == tip(ana.root)


def test_unsigned_commits_are_signed_if_the_host_wants_signatures(
    kept: tuple[Person, Person], server: Path, tmp_path: Path
) -> None:
    ana, ben = kept
    shared = tip(server, "main")
    refuse_unsigned(server)
    ana.write("ana/2026-W49.md", GOALS)
    assert "Then sync again" in flat(ana.apj("sync", code=4))
    key = new_key(tmp_path / "key")
    (line,) = [line for line in ana.read("ana/partner.md").splitlines() if line.startswith("signing_key:")]
    ana.change("ana/partner.md", line, f"signing_key: {key}")
    ana.git("config", "apj.signingKey", str(tmp_path / "key.pub"))
    ran = ana.apj("sync")
    assert "your current email address and signature" in flat(ran)
    assert tip(server, "main") == tip(ana.root)
    commits = ana.git("rev-list", f"{shared}..HEAD").split()
    assert all("\ngpgsig " in ana.git("cat-file", "commit", commit) for commit in commits)
    ben.apj("sync")
    ben.apj("verify")


def test_a_second_device_recreates_the_same_commits(ana: Person, server: Path, tmp_path: Path) -> None:
    refuse_address(server, OLD)
    ana.write("ana/2026-W49.md", GOALS)
    ana.apj("commit")
    set_email(ana)
    ana.apj("commit")
    phone = Person("ana", clone(ana.root, tmp_path / "phone"))
    phone.git("remote", "set-url", "origin", str(server))
    phone.git("update-ref", "-d", "refs/remotes/origin/main")
    ana.apj("sync")
    phone.apj("sync")
    assert tip(server, "main") == tip(phone.root)
    ana.apj("sync")
    assert tip(phone.root) == tip(ana.root)


def test_init_works_with_another_email_address_after_the_host_refused_one(tmp_path: Path) -> None:
    server = new_bare(tmp_path / "srv.git")
    refuse_address(server, OLD)
    who = ("--partner", "ana", "--name", "Ana Costa", "--timezone", "Europe/Lisbon", "--shared", "srv.git")
    refused = command_line("init", "ours", *who, "--email", OLD, folder=tmp_path, code=4)
    assert "GH007" in flat(refused)
    command_line("init", "ours", *who, "--email", NEW, folder=tmp_path)
    assert tip(server, "main") == tip(tmp_path / "ours")


def test_commits_from_before_the_first_push_get_the_email_address_that_the_host_accepts(tmp_path: Path) -> None:
    server = new_bare(tmp_path / "srv.git")
    refuse_address(server, OLD)
    who = ("--partner", "ana", "--name", "Ana Costa", "--timezone", "Europe/Lisbon", "--email", OLD)
    command_line("init", "ours", *who, folder=tmp_path)
    ana = Person("ana", tmp_path / "ours")
    ana.git("remote", "add", "origin", str(server))
    ana.apj("sync", code=4)
    set_email(ana)
    ana.apj("sync")
    assert tip(server, "main") == tip(ana.root)
    assert git(server, "log", "--format=%ae", "main").split() == [NEW, NEW]
