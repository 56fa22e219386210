"""Journals for the tests of the command line: created once by the commands themselves, and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import people
from tests.helpers.people import Person, goals_kept, replay


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Person, Person]:
    """Ana and Ben, who have begun a journal on Monday morning, without a week yet."""
    ana, ben = people.begun(tmp_path / "journal")
    return Person("ana", ana.root), Person("ben", ben.root)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Person, Person]:
    """Ana and Ben on the Monday of 2026-W48: both have goals, Ben has kept Ana's, and all of it is shared."""
    return replay(goals_kept, tmp_path / "journal")


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
