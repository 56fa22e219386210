"""Rows 72, 73, 77 and 78: clocks that are wrong, a slip in a kept line, a renamed branch, a file that was cut short."""

from __future__ import annotations

import pytest

from tests.helpers import repos
from tests.helpers.attacked import ADDRESSES, WEEK, Attacked, codes
from tests.helpers.invariants import Watched

BATTERY = "1999-12-31T09:00:00+01:00"
"""What a clock says after its battery died."""


def kept_commit(person: Watched) -> str:
    """Give the commit that a person's newest kept line names."""
    return person.read(f"{person.handle}/kept.md").split()[-2]


# ---- 72


def lines_dated(journal: Attacked, person: Watched, date: str, number: int) -> None:
    """Let somebody commit a line `number` times, as of `date`, and push them."""
    path = f"{person.handle}/2026-W48.md"
    for count in range(number):
        text = person.read(path) + f"\nLine {count} of {date}\n"
        repos.commit(person.root, {path: text}, "by hand", ADDRESSES[person.handle], date)
    repos.git(person.root, "push", "-q", "origin", "HEAD:refs/heads/main")


@pytest.mark.parametrize("date", [BATTERY, "2026-11-22T02:00:00+01:00", "2099-12-31T09:00:00+01:00"])
def test_row_72_a_wrong_clock_makes_no_copy_lost(journal: Attacked, date: str) -> None:
    ana, ben = journal.ana, journal.ben
    lines_dated(journal, ana, date, 8)
    for _ in range(2):
        assert ben.apj("sync", "--json").json["alarms"] == []
    assert f"Line 7 of {date}" in ben.read(WEEK)
    assert ben.apj("verify", "--json").json["findings"] == []


def test_row_72_two_who_wrote_under_wrong_clocks_are_merged(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    lines_dated(journal, ana, BATTERY, 8)
    for count in range(8):
        text = ben.read("ben/2026-W48.md") + f"\nRide {count}\n"
        repos.commit(ben.root, {"ben/2026-W48.md": text}, "by hand", ADDRESSES["ben"], "2000-01-02T09:00:00+01:00")
    told = ben.apj("sync", "--json").json
    assert (told["merged"], told["sent"], len(told["received"])) == ("merge", 9, 8)
    assert ana.apj("sync", "--json").json["alarms"] == []
    ana.apj("review", "--keep")
    assert ben.apj("sync", "--json").json["alarms"] == []


def test_row_72_a_real_rewriting_under_a_wrong_clock_is_flagged(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    lines_dated(journal, ana, BATTERY, 8)
    ben.apj("sync")
    ben.apj("review", "--keep")
    ana.git("reset", "-q", "--hard", "HEAD~4")
    repos.commit(ana.root, {WEEK: "---\ngoals:\n  - Rest\n---\n"}, "by hand", ADDRESSES["ana"], BATTERY)
    journal.force(ana)
    assert codes(ben.apj("sync", "--json", code=5)) == {"rewrite", "kept_lost"}
