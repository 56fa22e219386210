"""Two people at their terminals after one week: Ana's has four goals, and Ben has kept a copy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.demo import copied, pack
from tests.helpers.people import begin
from tests.terminal.terminal import Desk

MONDAY = "2026-11-23T08:30+01:00"
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


@pytest.fixture(scope="session")
def desks_as_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of the two, created once and copied for each test."""
    folder = tmp_path_factory.mktemp("desks")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("GIT_", "APJ_"))]:
            patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("nobody")))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        ana, ben = begin(folder)
        ana.write("ana/2026-W48.md", ANAS_WEEK)
        ana.apj("sync", at=MONDAY)
        ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--sync", at=MONDAY)
        ben.apj("review", "--keep", at=MONDAY)
        ana.apj("review", "--keep", at=MONDAY)
        ben.apj("sync", at=MONDAY)
    pack(folder)
    return folder


@pytest.fixture
def desks(desks_as_built: Path, tmp_path: Path, own_home: Path) -> tuple[Desk, Desk]:
    """Ana's desk and Ben's, on the Monday after their first week."""
    folder = copied(desks_as_built, tmp_path / "desks")
    return Desk(folder / "ana", own_home, NEXT_MONDAY), Desk(folder / "ben", own_home, NEXT_MONDAY)


@pytest.fixture
def ana(desks: tuple[Desk, Desk]) -> Desk:
    """Ana's desk."""
    return desks[0]


@pytest.fixture
def ben(desks: tuple[Desk, Desk]) -> Desk:
    """Ben's desk."""
    return desks[1]
