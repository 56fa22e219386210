"""Journals for the tests of the command line: created once by the commands themselves, and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stories import begin_on_monday, keep_each_other, log_a_quiet_day, reword_a_goal
from tests.helpers.people import Person, goals_kept, replay

Both = tuple[Person, Person]


@pytest.fixture
def begun(tmp_path: Path) -> Both:
    """Ana and Ben, who have begun a journal on Monday morning, without a week yet."""
    return replay(begin_on_monday, tmp_path / "journal")


@pytest.fixture
def kept(tmp_path: Path) -> Both:
    """Ana and Ben on the Monday of 2026-W48: both have goals, Ben has kept Ana's, and all of it is shared."""
    return replay(goals_kept, tmp_path / "journal")


@pytest.fixture
def mutual(tmp_path: Path) -> Both:
    """Ana and Ben from `kept`; Ana has also kept and shared a copy of Ben's goals, which Ben does not have yet."""
    return replay(keep_each_other, tmp_path / "journal")


@pytest.fixture
def reworded(tmp_path: Path) -> Both:
    """Ana and Ben from `kept`; Ana has reworded a goal and shared that, and Ben does not have it yet."""
    return replay(reword_a_goal, tmp_path / "journal")


@pytest.fixture
def logged(tmp_path: Path) -> Both:
    """Ana and Ben from `kept`; Ben has logged "a quiet day" on Wednesday and shared that; Ana does not have it yet."""
    return replay(log_a_quiet_day, tmp_path / "journal")


@pytest.fixture
def ana(kept: Both) -> Person:
    """Ana alone, from `kept`."""
    return kept[0]


@pytest.fixture
def plain(demo: Path) -> Path:
    """The demo journal's files in a plain folder, without git in it or above."""
    import shutil

    folder = demo.parent / "plain"
    shutil.copytree(demo / "ana", folder, ignore=shutil.ignore_patterns(".git"))
    return folder
