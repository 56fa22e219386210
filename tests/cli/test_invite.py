"""`apj invite`: the message for a partner who has not joined, and the output while nobody could join."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.folders import copy_folder
from tests.helpers.home import move_in
from tests.helpers.people import Person

BEGIN = ("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home"), patch)
        ana = Person("ana", tmp_path_factory.mktemp("made") / "ours")
        ana.apj("init", str(ana.root), *BEGIN)
    return ana.root


@pytest.fixture
def alone(made: Path, tmp_path: Path) -> Person:
    """Ana, who has begun a journal and not shared it."""
    return Person("ana", copy_folder(made, tmp_path / "ours"))


def share(ana: Person) -> str:
    server = ana.root.parent / "it's ours.git"
    ana.git("init", "-q", "--bare", "-b", "main", str(server))
    ana.git("remote", "add", "origin", str(server))
    ana.apj("sync")
    return str(server)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("two-sided", "Each week we set goals, report on the last ones, and talk about both."),
        ("one-sided", "whoever listens asks questions."),
        ("peer-support", "Each week we tell each other what went well, and what we ask or offer."),
    ],
)
def test_invite_says_what_the_partners_do(alone: Person, mode: str, said: str) -> None:
    alone.change("agreement.md", "mode: two-sided", f"mode: {mode}")
    if mode == "one-sided":
        alone.change("agreement.md", "listeners: []", "listeners: [ben]")
    share(alone)
    told = " ".join(alone.apj("invite").out.split())
    assert said in told
    assert ("Your goals for a week are a text file" in told) == (mode == "two-sided")


def test_invite_prints_the_join_command_with_the_real_url(alone: Person) -> None:
    server = share(alone)
    quoted = server.replace("'", "'\"'\"'")
    out = alone.apj("invite").out
    assert f"  apj join '{quoted}'\n" in out
    assert "Without a terminal" in out
    assert "at this path" in " ".join(out.split())
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
def test_invite_prints_the_page_at_the_host_without_my_login(alone: Person, url: str, told: str, page: str) -> None:
    share(alone)
    alone.git("remote", "set-url", "origin", url)
    document = alone.apj("invite", "--json").json
    assert (document["url"], document["page"]) == (told, f"https://{page}")
    assert "right to push" in alone.apj("invite").out


def test_invite_uses_the_remote_of_the_branch(alone: Person) -> None:
    server = share(alone)
    alone.git("remote", "rename", "origin", "nas")
    assert alone.apj("invite", "--json").json["url"] == server


def test_invite_is_refused_without_a_remote_or_before_the_first_sync(alone: Person) -> None:
    assert "git remote add origin URL" in " ".join(alone.apj("invite", code=4).err.split())
    alone.git("remote", "add", "origin", "https://example.org/ours.git")
    assert "apj sync" in alone.apj("invite", code=4).err


def test_without_a_remote_sync_and_status_say_that_the_journal_is_not_shared(alone: Person) -> None:
    alone.write("ana/2026-W48.md", "---\ngoals:\n  - Duets\n---\n")
    for said in (alone.apj("sync").out, alone.apj("sync").out, alone.apj("status").out):
        assert "This journal has no remote" in said
        assert "git remote add origin URL" in said
    assert "Nothing to commit" in alone.apj("commit").out


def test_commands_that_need_a_partner_show_the_join_command_to_send(alone: Person) -> None:
    assert "git remote add origin URL" in " ".join(alone.apj("call", code=2).err.split())
    share(alone)
    for command in ("call", "review", "diff"):
        said = alone.apj(command, code=2).err
        assert "apj join URL" not in said
        assert "s ours.git" in said
    assert "apj invite" in alone.apj("status").out


def test_status_suggests_no_invitation_after_the_partner_joined(kept: tuple[Person, Person]) -> None:
    assert "apj invite" not in kept[0].apj("status").out


@pytest.mark.parametrize("wrong", ["ext::sh -c true", "http://example.org/ours"])
def test_invite_refuses_a_url_that_apj_does_not_use(alone: Person, wrong: str) -> None:
    share(alone)
    alone.git("remote", "set-url", "origin", wrong)
    alone.apj("invite", code=4)
    assert "git remote set-url origin URL" in alone.apj("call", code=2).err
