"""The journal that is attacked: made once by the commands themselves, copied for each test, and looked at after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.attacked import Attacked
from tests.helpers.demo import copied
from tests.helpers.home import move_in
from tests.helpers.invariants import Invariants, Watched
from tests.helpers.people import FIVE_LINES, Person, begin
from tests.helpers.repos import git


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clones `ana` and `ben` and `shared.git`, which is copied and never changed."""
    folder = tmp_path_factory.mktemp("made") / "journal"
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home-of-all"), patch)
        begin(folder)
        ana, ben = Person("ana", folder / "ana"), Person("ben", folder / "ben")
        ana.write("ana/2026-W48.md", FIVE_LINES)
        ana.apj("sync")
        ben.apj("new-week", "-g", "Mark the essays", "--no-edit", "--no-sync")
        ben.apj("review", "--keep")
        ben.apj("sync")
        ana.apj("review", "--keep")
        ben.apj("sync")
    for repository in ("ana", "ben", "shared.git"):
        git(folder / repository, "repack", "-a", "-d", "-q")  # few files to copy
        git(folder / repository, "prune-packed")
    return folder


@pytest.fixture
def journal(made: Path, tmp_path: Path) -> Iterator[Attacked]:
    """Ana and Ben on the Monday of 2026-W48; after the test, what must always hold is looked at."""
    root = copied(made, tmp_path / "journal")
    marks = tmp_path / "marks"
    marks.mkdir()
    people = [Watched("ana", root / "ana"), Watched("ben", root / "ben")]
    for person in people:
        person.acknowledge({})
    shared = root / "shared.git"
    attacked = Attacked(root, *people, shared, marks, Invariants(people, [shared], marks))
    yield attacked
    attacked.invariants.hold()
