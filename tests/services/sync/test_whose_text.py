"""Texts that conflicted in a merge: who reads what about them."""

from __future__ import annotations

from pathlib import Path

from tests.helpers import repos
from tests.helpers.attacked import run_all
from tests.helpers.demo import copied
from tests.helpers.people import Person, Ran, join

WEEK = "cem/2026-W48.md"


def test_accept_rewrite_does_not_decide_between_two_texts_of_another_partner(made: Path, tmp_path: Path) -> None:
    folder = copied(made, tmp_path / "journal")
    shared = folder / "shared.git"
    ana, cem = Person("ana", folder / "ana"), Person("cem", folder / "cem")
    join(cem, shared, "Cem Demir", "Europe/Berlin")
    before = repos.tip(shared, "refs/heads/main")
    cem.apj("log", "said", "before")
    cem.apj("sync")
    ana.apj("sync")
    repos.git(shared, "update-ref", "refs/heads/main", before)
    anew = Person("cem", repos.clone(shared, folder / "cem-anew"))
    anew.apj("log", "written", "anew")
    anew.apj("sync")
    ana.apj("sync", code=5)
    told = one_line(ana.apj("sync", "--accept-rewrite"))
    assert f"Cem wrote {WEEK} twice. apj kept the text on the server; the other is in: git show" in told
    assert "is not yours" not in told
    assert "said before" in run_all(ana, [shown(told)])[0]
    told = one_line(anew.apj("sync"))
    assert f"{WEEK} was written on two devices. apj kept this device's text; the other is in: git show" in told
    assert "said before" in run_all(anew, [shown(told)])[0]
    told = one_line(cem.apj("sync"))
    assert f"{WEEK} was written on two devices; both texts are in it now." in told
    for person in (cem, anew, ana):
        assert "two devices" not in person.apj("sync").out
        assert {"said before", "written anew"} <= {line[13:] for line in person.read(WEEK).splitlines()}
    assert ana.apj("verify", "--json").json["findings"] == []


def one_line(ran: Ran) -> str:
    return " ".join(ran.out.split())


def shown(told: str) -> str:
    """Return the command that shows the other text."""
    return "git show " + told.split("the other is in: git show ")[1].split()[0]


def test_my_commit_in_a_partners_folder_is_not_sent(made: Path, tmp_path: Path) -> None:
    folder = copied(made, tmp_path / "journal")
    ana, ben = Person("ana", folder / "ana"), Person("ben", folder / "ben")
    repos.commit(ana.root, {"ben/notes.md": "mine\n"})
    ben.write("ben/notes.md", "his\n")
    ben.apj("sync")
    held = ana.apj("sync", code=1)
    assert "changes ben/notes.md, which belongs to ben; nothing was sent." in " ".join(held.err.split())
