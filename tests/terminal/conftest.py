"""Two people at their terminals after one week: Ana's has four goals, and Ben has kept a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, begin, replay
from tests.terminal.terminal import Desk

MONDAY, FIRST_MONDAY = "2026-11-23T08:30+01:00", "2026-11-23T10:00+01:00"
WEDNESDAY = "2026-11-25T18:00+01:00"
NEXT_MONDAY = "2026-11-30T08:00+01:00"
ANAS_WEEK = """\
---
goals:
  - goal: Send the grant draft to Ines
    done_when: Mail sent with the PDF attached
    obstacles:
      - interest: I open the site editor -> I write one paragraph first
  - Three runs
  - Ring the tax office
  - Call Olga
---
"""


def first_week(folder: Path) -> tuple[Person, Person]:
    """Let both set goals for a week, and keep the other's."""
    ana, ben = begin(folder)
    ana.write("ana/2026-W48.md", ANAS_WEEK)
    ana.apj("sync", at=MONDAY)
    ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--sync", at=MONDAY)
    ben.apj("review", "--keep", at=MONDAY)
    ana.apj("review", "--keep", at=MONDAY)
    ben.apj("sync", at=MONDAY)
    return ana, ben


def softened(folder: Path) -> tuple[Person, Person]:
    """Let Ana soften a goal after that, and share it."""
    ana, ben = replay(first_week, folder)
    ana.change("ana/2026-W48.md", "Three runs", "Two runs")
    ana.apj("sync", at=FIRST_MONDAY)
    return ana, ben


@pytest.fixture
def news(tmp_path: Path, own_home: Path) -> Desk:
    """Ben's desk on the first Monday, after Ana has softened a goal and shared it."""
    _, ben = replay(softened, tmp_path / "desks")
    return Desk(ben.root, own_home, FIRST_MONDAY)


@pytest.fixture
def desks(tmp_path: Path, own_home: Path) -> tuple[Desk, Desk]:
    """Ana's desk and Ben's, on the Monday after their first week."""
    ana, ben = replay(first_week, tmp_path / "desks")
    return Desk(ana.root, own_home, NEXT_MONDAY), Desk(ben.root, own_home, NEXT_MONDAY)


@pytest.fixture
def ana(desks: tuple[Desk, Desk]) -> Desk:
    """Ana's desk."""
    return desks[0]


@pytest.fixture
def ben(desks: tuple[Desk, Desk]) -> Desk:
    """Ben's desk."""
    return desks[1]
