"""A partner ticks a box in a week typed as a plain list: the kept goals are not told to be removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import begin

WEDNESDAY = "2026-11-25T10:00+01:00"


@pytest.mark.parametrize(
    "after", ["Goals\n- Runs ✅\n- Tides\n", "Goals\n- [x] Runs\n- Tides\n", "Goals\nRuns\nTides\n"]
)
def test_kept_goals_that_cannot_be_read_now_are_not_shown_as_removed(tmp_path: Path, after: str) -> None:
    ana, ben = begin(tmp_path)
    ben.write("ben/2026-W48.md", "Goals\n- Runs\n- Tides\n")
    ben.commit()
    ben.apj("sync")
    ana.apj("sync")
    ana.apj("review", "--keep")
    ana.apj("sync")
    ben.write("ben/2026-W48.md", after)
    ben.commit()
    ben.apj("sync", at=WEDNESDAY)
    ana.apj("sync", at=WEDNESDAY)
    for command in ("review", "show ben", "status", "diff ben", "verify"):
        assert "removed" not in ana.apj(*command.split(), at=WEDNESDAY, code=None).out, command
    shown = ana.apj("show", "ben", at=WEDNESDAY).out
    assert "cannot be read" in shown
    assert "Runs" in shown
    assert "no report" not in shown
    assert "changed" not in ana.apj("status", at=WEDNESDAY).out.partition("Ben")[2]
    ben.write("ben/2026-W48.md", "---\ngoals: [Runs, Tides]\noutcomes: {1: done}\n---\n")
    ben.commit()
    ben.apj("sync", at=WEDNESDAY)
    ana.apj("sync", at=WEDNESDAY)
    (week,) = ana.apj("show", "ben", "--json", at=WEDNESDAY).json["weeks"]
    assert [goal["state"] for goal in week["goals"]] == ["done", "open"]
