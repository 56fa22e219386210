"""Text in my folder under an unknown address, and commits of mine with odd names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import repos
from tests.helpers.attacked import WEEK, Attacked, codes
from tests.helpers.invariants import Watched
from tests.helpers.rows import row

STRANGER = ("Mallory", "anything@nowhere")
FORGED = "---\ngoals:\n  - Breathe\n---\n"


def written_as(journal: Attacked, who: tuple[str, str], files: dict[str, str | bytes | None]) -> str:
    """Let somebody commit files in Ben's clone under any name and address, and push. Return the commit."""
    commit = repos.commit(journal.ben.root, files, "by hand", who, date=journal.ben.now)
    repos.git(journal.ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    return commit


def read(person: Watched, paths: tuple[str, ...]) -> list[str]:
    return [person.read(path) for path in paths]


@row(71)
@pytest.mark.parametrize("path", [WEEK, "ana/kept.md", "ana/partner.md"])
def test_a_commit_with_an_unknown_email_address_never_replaces_my_file(journal: Attacked, path: str) -> None:
    ana = journal.ana
    mine = ana.read(path)
    written_as(journal, STRANGER, {path: FORGED})
    told = ana.apj("sync").out
    assert "Somebody using anything@nowhere changed" in told
    assert "apj kept your version" in " ".join(told.split())
    assert ana.read(path) == mine
    assert ana.apj("sync").out == "Nothing new on either side.\n"
    assert {one["code"] for one in ana.apj("verify", "--json").json["findings"]} == {"unknown_author"}


@row(71)
def test_a_stranger_who_adds_their_email_address_to_my_partner_file_stays_unknown(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    paths = ("ana/partner.md", "ana/kept.md", WEEK)
    mine = read(ana, paths)
    named = ben.read("ana/partner.md").replace("emails: []", "emails: [anything@nowhere]")
    assert named != mine[0]
    written_as(journal, STRANGER, {"ana/partner.md": named})
    written_as(journal, STRANGER, {"ana/kept.md": "# Kept copies\n", WEEK: FORGED})
    assert "Somebody using anything@nowhere changed 3 files in ana/" in " ".join(ana.apj("sync").out.split())
    assert read(ana, paths) == mine
    ben.elsewhere = True
    ben.apj("sync")
    assert read(ben, paths) == mine


@row(71)
@pytest.mark.parametrize("folder_gone", [False, True])
def test_a_stranger_cannot_rename_my_folder(journal: Attacked, folder_gone: bool) -> None:
    ana = journal.ana
    names = [path.name for path in (ana.root / "ana").iterdir()]
    files: dict[str, str | bytes | None] = {f"ana/{name}": None for name in names}
    if not folder_gone:
        files |= {f"anna/{name}": ana.read(f"ana/{name}") for name in names}
    before = ana.folder()
    written_as(journal, STRANGER, files)
    told = " ".join(ana.apj("sync").out.split())
    assert f"changed {len(names)} files in ana/" in told
    assert ana.folder() == before


@row(71)
@pytest.mark.parametrize(
    ("address", "is_mine"),
    [
        ("ANA@Example.org", True),
        ("ana@exаmple.org", False),
        ("ana+apj@example.org", False),
        ("xana@example.org", False),
    ],
)
def test_only_commits_with_my_exact_email_address_are_mine(journal: Attacked, address: str, is_mine: bool) -> None:
    ana = journal.ana
    mine = ana.read(WEEK)
    ana.elsewhere = True
    written_as(journal, ("Ana Costa", address), {WEEK: FORGED})
    ana.apj("sync")
    assert ana.read(WEEK) == (FORGED if is_mine else mine)


@row(71)
def test_a_commit_without_an_email_address_belongs_to_no_partner(journal: Attacked) -> None:
    ana = journal.ana
    mine = ana.read(WEEK)
    written_as(journal, ("Ana Costa", ""), {WEEK: FORGED})
    told = " ".join(ana.apj("sync").out.split())
    assert "Somebody without an email address changed ana/2026-W48.md" in told
    assert "If you made the change" not in told, "anybody can leave the address out"
    assert ana.read(WEEK) == mine


@row(71)
def test_a_mailmap_does_not_make_a_strangers_commit_mine(journal: Attacked) -> None:
    ana = journal.ana
    mine = ana.read(WEEK)
    written_as(journal, STRANGER, {".mailmap": "Ana Costa <ana@example.org> <anything@nowhere>\n", WEEK: FORGED})
    assert "Somebody using anything@nowhere changed" in ana.apj("sync").out
    assert ana.read(WEEK) == mine
    assert "unknown_author" in {one["code"] for one in ana.apj("verify", "--json").json["findings"]}


@row(71)
def test_my_commit_still_counts_as_mine_if_somebody_else_applied_it(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ana.apj("log", "two", "pages")
    ana.apj("commit")
    patch = ana.git("format-patch", "-1", "--stdout")
    ana.git("reset", "-q", "--hard", "HEAD~1")
    ana.elsewhere = True
    repos.git(
        ben.root, "-c", "user.name=Ben", "-c", "user.email=ben@example.org", "am", "-q", stdin=f"{patch}\n".encode()
    )
    repos.git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    assert codes(ana.apj("sync", "--json")) == set()
    assert "two pages" in ana.read(WEEK)
    assert ana.apj("verify", "--json").json["findings"] == []


@row(71)
def test_in_my_folder_my_email_address_is_mine_even_if_a_partner_lists_it(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    named = ben.read("ben/partner.md").replace("emails: []", "emails: [ana@example.org]")
    journal.by_hand(ben, {"ben/partner.md": named})
    assert "Whose is it?" in " ".join(ana.apj("sync").out.split())
    ana.apj("log", "two", "pages")
    assert codes(ana.apj("sync", "--json")) == set()
    assert codes(ben.apj("sync", "--json")) == set()
    assert "two pages" in ben.read(WEEK)
    ana.apj("verify")


@row(71)
def test_my_other_device_can_sync_after_a_stranger_recreated_my_deleted_week(journal: Attacked, tmp_path: Path) -> None:
    ana, phone = journal.ana, Watched("ana", repos.clone(journal.shared, tmp_path / "phone"))
    ana.elsewhere = phone.elsewhere = True
    phone.apj("sync")
    (ana.root / WEEK).unlink()
    ana.apj("sync", "--with-deletions")
    journal.ben.git("pull", "-q")
    written_as(journal, STRANGER, {WEEK: FORGED})
    told = " ".join(phone.apj("sync").out.split())
    assert f"Somebody using anything@nowhere changed {WEEK}" in told
    assert not (phone.root / WEEK).exists()
    ana.apj("sync")
    assert not (ana.root / WEEK).exists()


@row(71)
@pytest.mark.parametrize("is_overwritten", [False, True])
def test_my_text_counts_if_my_manual_merge_chose_it_over_my_own_deletion(
    journal: Attacked, tmp_path: Path, is_overwritten: bool
) -> None:
    ana, phone = journal.ana, Watched("ana", repos.clone(journal.shared, tmp_path / "phone"))
    phone.apj("log", "said on the phone")
    phone.apj("sync")
    said = phone.read(WEEK)
    journal.ben.git("pull", "-q")
    written_as(journal, STRANGER, {WEEK: f"{said}\nAnd more.\n"})
    repos.commit(ana.root, {WEEK: None}, "ana: week removed", repos.ANA)
    who = repos.who(repos.ANA)
    ana.git("fetch", "-q")
    ana.git("merge", "-q", "--no-commit", "origin/main", ok=(0, 1), **who)
    ana.git("checkout", "-q", "origin/main", "--", WEEK)
    ana.git("add", "-A")
    ana.git("commit", "-q", "-m", "settled", **who)
    ana.git("push", "-q")
    phone.elsewhere = True
    if is_overwritten:
        journal.ben.git("pull", "-q")
        journal.by_hand(journal.ben, {WEEK: "his\n"})
    told = phone.apj("sync", "--json", code=5 if is_overwritten else 0)
    assert codes(told) == ({"foreign_write"} if is_overwritten else set())
    assert phone.read(WEEK) == said
