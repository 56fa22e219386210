"""`apj invite`: what a partner gets who has not joined, and what is said while nobody could."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person

BEGIN = ("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")


@pytest.fixture
def alone(tmp_path: Path) -> Person:
    """Ana, who has begun a journal and not shared it."""
    ana = Person("ana", tmp_path / "ours")
    ana.apj("init", str(ana.root), *BEGIN)
    return ana


def share(ana: Person) -> str:
    server = ana.root.parent / "it's ours.git"
    ana.git("init", "-q", "--bare", "-b", "main", str(server))
    ana.git("remote", "add", "origin", str(server))
    ana.apj("sync")
    return str(server)


def test_the_message_holds_the_command_with_the_real_url(alone: Person) -> None:
    server = share(alone)
    quoted = server.replace("'", "'\"'\"'")
    out = alone.apj("invite").out
    assert f"  apj join '{quoted}'\n" in out
    assert "Without a terminal" in out
    assert "under this path" in " ".join(out.split())
    document = alone.apj("invite", "--json").json
    assert document == {
        "partner": "ana",
        "url": server,
        "command": f"apj join '{quoted}'",
        "page": None,
        "week": "2026-W48",
    }


@pytest.mark.parametrize(
    ("url", "told", "page"),
    [
        (
            "https://ana:secret@example.org/ana/journal.git",
            "https://example.org/ana/journal.git",
            "example.org/ana/journal",
        ),
        ("git@example.org:ana/journal.git", "git@example.org:ana/journal.git", "example.org/ana/journal"),
        ("ssh://git@example.org:22/ana/journal", "ssh://git@example.org:22/ana/journal", "example.org/ana/journal"),
    ],
)
def test_at_a_host_it_names_the_page_and_no_login_of_mine(alone: Person, url: str, told: str, page: str) -> None:
    share(alone)
    alone.git("remote", "set-url", "origin", url)
    document = alone.apj("invite", "--json").json
    assert (document["url"], document["page"]) == (told, f"https://{page}")
    assert "right to push" in alone.apj("invite").out


def test_the_branchs_own_remote_is_the_one_to_join(alone: Person) -> None:
    server = share(alone)
    alone.git("remote", "rename", "origin", "nas")
    assert alone.apj("invite", "--json").json["url"] == server


def test_without_a_remote_nobody_can_join(alone: Person) -> None:
    assert "git remote add origin URL" in " ".join(alone.apj("invite", code=4).err.split())
    alone.git("remote", "add", "origin", "https://example.org/ours.git")
    assert "apj sync" in alone.apj("invite", code=4).err


def test_without_a_remote_no_screen_claims_to_be_shared(alone: Person) -> None:
    alone.write("ana/2026-W48.md", "---\ngoals:\n  - Duets\n---\n")
    for said in (alone.apj("sync").out, alone.apj("sync").out, alone.apj("status").out):
        assert "Nothing is shared: this journal has no remote" in said
        assert "git remote add origin URL" in said
    assert "Nothing to commit" in alone.apj("commit").out


def test_who_is_alone_is_reported_the_real_line_to_send(alone: Person) -> None:
    assert "git remote add origin URL" in " ".join(alone.apj("call", code=2).err.split())
    share(alone)
    for command in ("call", "review", "diff"):
        said = alone.apj(command, code=2).err
        assert "apj join URL" not in said
        assert "s ours.git" in said
    assert "apj invite" in alone.apj("status").out


def test_a_partner_who_has_joined_needs_no_invitation(kept: tuple[Person, Person]) -> None:
    assert "apj invite" not in kept[0].apj("status").out


@pytest.mark.parametrize("wrong", ["ext::sh -c true", "http://example.org/ours"])
def test_a_url_that_apj_does_not_use_is_not_sent_on(alone: Person, wrong: str) -> None:
    share(alone)
    alone.git("remote", "set-url", "origin", wrong)
    alone.apj("invite", code=4)
    assert "git remote set-url origin URL" in alone.apj("call", code=2).err
