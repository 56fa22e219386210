"""`apj verify --settle`: a command settles a finding that the partners talked about, for the partner concerned only."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.helpers.people import Person, Ran, goals_kept, replay
from tests.helpers.repos import BEN, DATE, git
from tests.partner_model.shared_repository import Server

WEEK = "ana/2026-W48.md"
COMMAND = re.compile(r"^ +(?:resolve it +)?(apj verify --settle .*)$", re.MULTILINE)
Both = tuple[Person, Person]


def words(ran: Ran) -> str:
    return " ".join((ran.out + ran.err).split())


def commands(ran: Ran) -> list[list[str]]:
    """Return the apj commands that settle the findings, without `apj`."""
    return [shlex.split(line)[1:] for line in COMMAND.findall(ran.out)]


def pushed(person: Person, files: dict[str, str | None], by: tuple[str, str] = BEN) -> str:
    """Let somebody push a commit from elsewhere, and return it. The person's clone does not have it yet."""
    return Server(person.root.parent / "shared.git").put(files, by, DATE)


def write_in_anas_week(folder: Path) -> Both:
    ana, ben = replay(goals_kept, folder)
    pushed(ben, {WEEK: ana.read(WEEK).replace("runs", "walks")})
    ana.apj("sync", code=5)
    ben.apj("sync", code=5)
    return ana, ben


@pytest.fixture
def written(tmp_path: Path) -> Both:
    """Ana and Ben, who has written in Ana's week; both have synced."""
    return replay(write_in_anas_week, tmp_path)


def test_the_owners_settle_command_settles_the_finding_for_both_partners(
    written: Both,
) -> None:
    ana, ben = written
    (command,) = commands(ana.apj("verify", code=5))
    ran = ana.apj(*command)
    assert 'Ana: "We talked about it"' in ran.out
    assert "no open findings, 1 resolved" in ran.out
    assert ran.out.endswith("Next: apj sync\n")
    assert git(ana.root, "log", "-1", "--format=%s %ae", "--name-only").split("\n\n") == [
        "ana 2026-W48: kept ana@example.org", "ana/kept.md"
    ]  # fmt: skip
    ana.change("ana/partner.md", "name: Ana", "name: Anna Costa")
    ana.apj("sync")
    assert "From Anna: " in ben.apj("sync").out
    assert 'Anna: "We talked about it"' in ben.apj("verify").out
    assert ben.apj("verify", "--json").json["findings"][0]["settled"] is True


def test_verify_shows_no_settle_command_to_the_author_of_a_foreign_write(written: Both) -> None:
    _, ben = written
    ran = ben.apj("verify", code=5)
    assert commands(ran) == []
    assert "Ana can resolve it." in ran.out
    before = git(ben.root, "rev-parse", "HEAD")
    for more in ((), ("--commit", ben.apj("verify", "--json", code=5).json["findings"][0]["commit"])):
        ran = ben.apj("verify", "--settle", "It was nothing", *more, code=2)
        assert "nothing for you to resolve" in ran.err
    assert git(ben.root, "rev-parse", "HEAD") == before
    assert "settled" not in ben.read("ben/kept.md")


def test_settle_needs_a_commit_only_if_several_findings_are_open(kept: Both) -> None:
    ana, ben = kept
    one = pushed(ben, {"ana/2026-W49.md": "---\ngoals: [Rest]\n---\n"})
    ana.apj("sync", code=5)
    ana.apj("verify", "--settle", "His phone was logged in as me")
    others = []
    for week in ("ana/2026-W50.md", "ana/2026-W51.md"):
        others.append(pushed(ben, {week: "---\ngoals: [Rest]\n---\n"}))
        ana.apj("sync", code=5)
    ran = ana.apj("verify", "--settle", 'The "phone" again', code=2)
    assert "There are 2 findings that you can resolve" in ran.err
    assert "apj verify --settle 'The \"phone\" again' --commit" in words(ran)
    ran = ana.apj("verify", "--settle", 'The "phone" again', "--commit", others[0][:10], code=5)
    assert [line for line in ana.read("ana/kept.md").splitlines() if "settled" in line] == [
        f"- settled {one} foreign_write 2026-11-23T08:00+00:00 His phone was logged in as me",
        f'- settled {others[0]} foreign_write 2026-11-23T08:00+00:00 The "phone" again',
    ]
    ana.apj("verify", "--settle", "And again")
    assert ana.apj("verify").out.endswith("no open findings, 3 resolved.\n")


def test_a_settled_finding_can_be_undone_until_it_is_shared(written: Both) -> None:
    ana, _ = written
    (ana.root / "ana/kept.md").unlink(missing_ok=True)
    ana.apj("verify", "--settle", "We talked")
    ran = ana.apj("undo")
    assert "Undid: verify --settle" in ran.out
    assert ana.read("ana/kept.md") == "# Kept copies\n"
    ana.apj("sync")
    assert "1 open finding" in ana.apj("verify", code=5).out


def test_settling_an_already_settled_finding_is_refused(written: Both) -> None:
    ana, _ = written
    ana.apj("verify", "--settle", "We talked")
    assert "There is nothing for you to resolve." in ana.apj("verify", "--settle", "Again", code=2).err


def test_the_keeper_and_not_the_owner_settles_a_deleted_week(kept: Both) -> None:
    ana, ben = kept
    (ana.root / WEEK).unlink()
    ana.apj("sync", "--with-deletions")
    ben.apj("sync", code=5)
    assert commands(ana.apj("verify", code=5)) == []
    ben.apj(*commands(ben.apj("verify", code=5))[0])
    ben.apj("sync")
    ana.apj("sync")
    assert ana.apj("verify").out.endswith("1 resolved.\n")


def test_verify_asks_only_the_owner_about_an_unknown_email_address(kept: Both) -> None:
    ana, ben = kept
    pushed(ben, {"ana/2026-W49.md": "---\ngoals: [Rest]\n---\n"}, ("Somebody", "who@example.net"))
    for person in (ana, ben):
        person.apj("sync")
    asked, other = words(ana.apj("verify")), words(ben.apj("verify"))
    assert "If you made the change" in asked
    assert "--settle" in asked
    assert "?" not in other
    assert "--settle" not in other
    ana.apj("verify", "--settle", "It was my sister, for fun")
    assert "1 resolved" in ana.apj("verify").out


def test_settle_requires_a_sentence_and_a_commit_id_that_is_not_too_short(written: Both) -> None:
    ana, _ = written
    for said in ("", "  \n "):
        assert ana.apj("verify", "--settle", said, code=2).err.startswith("The note is empty")
    assert "--settle" in ana.apj("verify", "--commit", "0123456789", code=2).err
    assert "too short" in ana.apj("verify", "--settle", "We talked", "--commit", "0", code=2).err


def test_settle_with_json_prints_the_document_of_verify(written: Both) -> None:
    ran = written[0].apj("verify", "--settle", "We talked", "--json")
    assert [ran.json["ok"], ran.json["commits"], len(ran.json["findings"])] == [True, ran.json["commits"], 1]


def test_settle_does_not_write_when_findings_cannot_be_determined(written: Both) -> None:
    ana, _ = written
    (ana.root / ".git/shallow").write_text(git(ana.root, "rev-parse", "HEAD") + "\n")
    before = ana.read("ana/partner.md"), git(ana.root, "rev-parse", "HEAD")
    ana.apj("verify", "--settle", "We talked", code=4)
    assert (ana.read("ana/partner.md"), git(ana.root, "rev-parse", "HEAD")) == before
