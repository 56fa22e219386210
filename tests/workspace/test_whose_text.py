"""Texts that met in a merge: who is told what of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import repos
from tests.helpers.attacked import run_all
from tests.helpers.demo import copied
from tests.helpers.people import Person, join

WEEK = "cem/2026-W48.md"


@pytest.mark.parametrize("first", ["cem", "cem-anew"])
def test_a_consent_to_a_rewriting_does_not_decide_between_two_texts_of_somebody_else(
    made: Path, tmp_path: Path, first: str
) -> None:
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
    told = ana.apj("sync", "--accept-rewrite").out.replace("\n", " ")
    assert f"Cem wrote {WEEK} twice; the text on the server stands" in told
    assert "is not yours" not in told
    shown = told.split("the other is here: ")[1].split("  ")[0].split(" Shared")[0]
    assert "said before" in run_all(ana, [shown])[0]
    both = sorted((cem, anew), key=lambda person: person.root.name != first)
    assert f"{WEEK} was written in two places apart; both texts are in it now." in both[0].apj("sync").out
    for person in (both[1], ana):
        person.apj("sync")
        assert {"said before", "written anew"} <= {line[13:] for line in person.read(WEEK).splitlines()}
    assert ana.apj("verify", "--json").json["findings"] == []


def test_what_i_wrote_in_anothers_folder_gives_way_and_is_said(made: Path, tmp_path: Path) -> None:
    folder = copied(made, tmp_path / "journal")
    ana, ben = Person("ana", folder / "ana"), Person("ben", folder / "ben")
    repos.commit(ana.root, {"ben/notes.md": "mine\n"})
    ben.write("ben/notes.md", "his\n")
    ben.apj("sync")
    assert "ben/notes.md is not yours; the owner's text stands." in ana.apj("sync").out
