"""Row 54: two partners, each in a process of her own, share at the same time, again and again.

Fifty times each, and told how that went: APJ_ROUNDS=50 pytest --log-cli-level=INFO tests/servers -k row_54_two
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

from tests.helpers import repos
from tests.helpers.at_work import Shared
from tests.helpers.attacked import ROOT, Attacked
from tests.helpers.invariants import Watched
from tests.helpers.places import Place, every

LOG = logging.getLogger(__name__)
ROUNDS = int(os.environ.get("APJ_ROUNDS", "4"))
"""How often each shares."""


@every
def test_row_54_two_who_share_at_the_same_time_get_all_through(journal: Attacked, place: Place, kind: str) -> None:
    people = (journal.ana, journal.ben)
    at_work = [begun(person) for person in people]
    told = [ended(process) for process in at_work]
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
    for handle in ("ana", "ben"):
        assert commits.count(f"{handle}@example.org {handle} 2026-W48: log") == ROUNDS
    LOG.info("%s: %d commits; %s", kind, len(commits), figures([shared for one in told for shared in one]))


def begun(person: Watched) -> subprocess.Popen[str]:
    """Let a person write and share again and again, in a process of her own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.at_work", person.handle, str(person.root), str(ROUNDS)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> list[Shared]:
    out, err = process.communicate()
    assert process.returncode == 0, err
    return [Shared(**shared) for shared in json.loads(out)]


def figures(shared: list[Shared]) -> str:
    """Say in a line how the syncs went."""
    seconds = sorted(one.seconds for one in shared)
    again = [one.pushes - 1 for one in shared if one.pushes > 1]
    return (
        f"{len(shared)} syncs, {len(again)} tried again, {max(again, default=0)} times at most, {sum(again)} in all; "
        f"{seconds[len(seconds) // 2]:.2f} s each, {seconds[-1]:.2f} s at most"
    )
