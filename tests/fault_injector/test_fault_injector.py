"""The injector causes the chosen fault at the chosen moment, and at no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fault_injector.faults import EACH, GIT, OTHER, Fault, is_told, struck
from tests.helpers.people import Person, begun
from tests.helpers.systems import needs

LINE = ("log", "two hours of fonts")
WEEK = "ana/2026-W48.md"
pytestmark = needs("fork")


@pytest.fixture
def ana(tmp_path: Path) -> Person:
    ana, _ = begun(tmp_path)
    ana.write(WEEK, "---\ngoals:\n  - Three runs\n---\n")
    return ana


def test_the_fault_injector_counts_the_moments_of_a_command(ana: Person) -> None:
    whole = struck(ana, LINE, 0, Fault.KILL)
    assert whole.ran
    assert whole.ran.code == 0
    assert "two hours of fonts" in ana.read(WEEK)
    assert {"open", "write", "fsync"} <= {*whole.moments}


def test_a_kill_stops_the_command_at_the_chosen_moment(ana: Person) -> None:
    before = ana.read(WEEK)
    killed = struck(ana, LINE, 1, Fault.KILL)
    assert killed.ran is None
    assert len(killed.moments) == 1
    assert ana.read(WEEK) == before


@pytest.mark.parametrize("fault", [Fault.NO_SPACE, Fault.BROKEN, Fault.QUOTA, Fault.READ_ONLY])
def test_a_disk_fault_during_a_write_is_reported_by_the_command(ana: Person, fault: Fault) -> None:
    before = ana.read(WEEK)
    broken = struck(ana, LINE, 1, fault, only="write")
    assert broken.ran
    assert broken.ran.code == 4
    assert is_told(broken.ran)
    assert ana.read(WEEK) == before


@pytest.mark.parametrize("fault", [Fault.LATE, Fault.GIT_KILLED, Fault.GIT_FULL])
def test_a_git_fault_affects_the_named_git_command(ana: Person, fault: Fault) -> None:
    told = struck(ana, ("sync",), 1, fault, only="git push")
    assert told.ran
    assert is_told(told.ran)
    assert told.moments[0] == "git push"
    assert {*told.moments} == {"git push"}


def test_a_git_fault_applies_only_when_git_starts() -> None:
    fitting = {moment: {fault for fault in EACH if fault.fits(moment)} for moment in (f"{GIT} push", "write", OTHER)}
    assert fitting[f"{GIT} push"] == {*EACH}
    assert fitting["write"] == {*EACH} - {Fault.GIT_KILLED, Fault.GIT_FULL}
    assert fitting[OTHER] == {Fault.KILL}
