"""The attacked journal, shared through a remote of some kind: a test runs unchanged on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.attacked import Attacked
from tests.helpers.invariants import Watched
from tests.helpers.repos import git
from tests.servers.places import Place, opened


@pytest.fixture
def place(kind: str, journal: Attacked, tmp_path: Path) -> Iterator[Place]:
    """The journal's remote."""
    git(journal.shared, "config", "http.receivepack", "true")
    with opened(kind, journal.shared, tmp_path / "server") as place:
        for person in (journal.ana, journal.ben):
            person.git("config", "remote.origin.url", place.address(person.handle))
        yield place


@pytest.fixture
def behind(place: Place, journal: Attacked) -> Watched:
    """Ana, with news of Ben's on the server and text of her own that is not committed."""
    journal.ben.apj("log", "a", "quiet", "day")
    journal.ben.apj("sync")
    journal.ana.apj("log", "two hours of fonts")
    return journal.ana
