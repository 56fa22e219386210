"""A partner ticks a box in a week typed as a plain list: the kept goals are not told to be removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, begun, replay

WEDNESDAY = "2026-11-25T10:00+01:00"
WEEK = "ben/2026-W48.md"


def keep_plain_list(folder: Path) -> tuple[Person, Person]:
    """Let Ana keep two goals that Ben has typed as a plain list."""
    ana, ben = begun(folder)
    ben.write(WEEK, "Goals\n- Runs\n- Tides\n")
    ben.commit()
    ben.apj("sync")
    ana.apj("review", "--keep")
    return ana, ben


def share(ana: Person, ben: Person, text: str) -> None:
    ben.write(WEEK, text)
    ben.commit()
    for person in (ben, ana):
        person.apj("sync", at=WEDNESDAY)


@pytest.mark.parametrize(
    "after", ["Goals\n- Runs ✅\n- Tides\n", "Goals\n- [x] Runs\n- Tides\n", "Goals\nRuns\nTides\n"]
)
def test_kept_goals_that_cannot_be_read_now_are_not_shown_as_removed(tmp_path: Path, after: str) -> None:
    ana, ben = replay(keep_plain_list, tmp_path)
    share(ana, ben, after)
    said = {
        line: ana.apj(*line.split(), code=None).out for line in ("review", "show ben", "status", "diff ben", "verify")
    }
    for line, out in said.items():
        assert "removed" not in out, line
    assert "cannot be read" in said["show ben"]
    assert "Runs" in said["show ben"]
    assert "no report" not in said["show ben"]
    assert "changed" not in said["status"].partition("Ben")[2]


def test_kept_goals_that_can_be_read_again_have_their_results(tmp_path: Path) -> None:
    ana, ben = replay(keep_plain_list, tmp_path)
    share(ana, ben, "Goals\nRuns\nTides\n")
    share(ana, ben, "---\ngoals: [Runs, Tides]\noutcomes: {1: done}\n---\n")
    (week,) = ana.apj("show", "ben", "--json").json["weeks"]
    assert [goal["state"] for goal in week["goals"]] == ["done", "open"]
