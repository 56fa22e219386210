"""Two partners share at the same time, again and again, each command in a separate process.

Fifty times each, on every kind of remote, with a report:
APJ_ROUNDS=50 pytest --log-cli-level=INFO --row 54 -k same_time
"""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.helpers import repos
from tests.helpers.attacked import Attacked, apart
from tests.helpers.invariants import Watched
from tests.helpers.rows import row
from tests.servers.places import OPENINGS, Place

LOG = logging.getLogger(__name__)
ROUNDS = int(os.environ.get("APJ_ROUNDS", "2"))
"""How often each shares."""
KINDS = tuple(OPENINGS) if "APJ_ROUNDS" in os.environ else ("disk", "http")
"""The kinds of remotes. Two pushes that certainly meet are tested on each kind, in `test_every_server.py`."""


@dataclass(frozen=True)
class Shared:
    """The course of one sync: how often it offered its commits until it succeeded, and how many seconds it took."""

    offers: int
    seconds: float


@row(54)
@pytest.mark.parametrize("kind", KINDS)
def test_all_commits_arrive_if_two_partners_sync_at_the_same_time(journal: Attacked, place: Place, kind: str) -> None:
    people = (journal.ana, journal.ben)
    begun = time.monotonic()
    with ThreadPoolExecutor() as pool:
        told = [shared for each in pool.map(work, people) for shared in each]
    LOG.info("%s: %s; %.0f s in all", kind, figures(told), time.monotonic() - begun)
    for person in (*people, journal.ana):
        person.apj("sync")
    for person in people:
        for other in ("ana", "ben"):
            text = person.read(f"{other}/2026-W48.md")
            assert [text.count(f"{other} {number}.\n") for number in range(ROUNDS)] == [1] * ROUNDS
        assert person.git("rev-parse", "HEAD") == journal.tip()
        assert person.git("status", "--porcelain") == ""
        assert person.apj("verify", "--json").json["findings"] == []
    commits = repos.git(journal.shared, "log", "--format=%ae %s", "main").splitlines()
    LOG.info("%d commits, %d of them merges", len(commits), sum(subject.endswith(": merge") for subject in commits))
    for handle in ("ana", "ben"):
        assert commits.count(f"{handle}@example.org {handle} 2026-W48: log") == ROUNDS


def work(person: Watched) -> list[Shared]:
    """Let a person write and share again and again."""
    offers = person.root.parent / f"offers-of-{person.handle}"
    done = []
    for number in range(ROUNDS):
        apart(person, "log", f"{person.handle} {number}.")
        begun = time.monotonic()
        offers.write_text("", "utf-8")
        apart(person, "sync", program="tests.servers.noted", env={"APJ_PUSHES": str(offers)})
        done.append(Shared(len(offers.read_text("utf-8").splitlines()), time.monotonic() - begun))
    return done


def figures(shared: list[Shared]) -> str:
    """Return a line about the syncs."""
    seconds = sorted(one.seconds for one in shared)
    again = [one.offers - 1 for one in shared if one.offers > 1]
    return (
        f"{len(shared)} syncs, {len(again)} tried again, {max(again, default=0)} times at most, {sum(again)} in all; "
        f"{seconds[len(seconds) // 2]:.2f} s each, {seconds[-1]:.2f} s at most"
    )
