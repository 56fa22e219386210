"""Journals for the tests of the command line: created once by the commands themselves, and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.demo import copied, pack
from tests.helpers.home import move_in
from tests.helpers.people import FIVE_LINES, Person, begin


@pytest.fixture(scope="session")
def both_journals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the journals `begun` and `kept`, which are copied and never changed."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home-of-all"), patch)
        begin(folder / "begun")
        pack(folder / "begun")
        ana, ben = people(copied(folder / "begun", folder / "kept"))
        ana.write("ana/2026-W48.md", FIVE_LINES)
        ana.apj("sync")
        ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--no-sync")
        ben.apj("review", "--keep")
        ben.apj("sync")
        ana.apj("sync")
        pack(folder / "kept")
    return folder


def people(folder: Path) -> tuple[Person, Person]:
    return Person("ana", folder / "ana"), Person("ben", folder / "ben")


@pytest.fixture
def begun(both_journals: Path, tmp_path: Path) -> tuple[Person, Person]:
    """Ana and Ben, who have begun a journal on Monday morning, without a week yet."""
    return people(copied(both_journals / "begun", tmp_path / "journal"))


@pytest.fixture
def kept(both_journals: Path, tmp_path: Path) -> tuple[Person, Person]:
    """Ana and Ben on the Monday of 2026-W48: both have goals, Ben has kept Ana's, and all of it is shared."""
    return people(copied(both_journals / "kept", tmp_path / "journal"))


@pytest.fixture
def ana(kept: tuple[Person, Person]) -> Person:
    """Ana alone, from `kept`."""
    return kept[0]


@pytest.fixture
def plain(demo: Path) -> Path:
    """The demo journal's files in a plain folder, without git in it or above."""
    import shutil

    folder = demo.parent / "plain"
    shutil.copytree(demo / "ana", folder, ignore=shutil.ignore_patterns(".git"))
    return folder
