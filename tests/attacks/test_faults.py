"""Every command that writes, killed or on a broken disk, at each of its moments.

The suite tries some moments of each command, always the same ones. `APJ_EVERY_MOMENT=1` tries all, which takes hours,
and `APJ_KILLS=1000` kills that often at random. CONTRIBUTING.md says how to see the figures.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.fault_injector.faults import Fault, can_mount, put_back, struck
from tests.fault_injector.trials import Trial
from tests.fault_injector.writing_commands import BEN_SAID, COMMANDS, EDITOR
from tests.helpers import repos
from tests.helpers.attacked import ROOT, WEEK, Attacked
from tests.helpers.invariants import Watched
from tests.helpers.rows import row
from tests.helpers.systems import needs

pytestmark = needs("fork")

EVERY_MOMENT = bool(os.environ.get("APJ_EVERY_MOMENT"))
KILLS = int(os.environ.get("APJ_KILLS", "8"))
"""How often a command is killed at a random time, with its git or without."""
PARTS = 4
"""Into how many tests the kills are divided, so that all cores have some."""
log = logging.getLogger(__name__)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("EDITOR", EDITOR)
    return place


@row(49, 52)
@pytest.mark.parametrize("name", COMMANDS)
def test_after_a_fault_at_any_moment_no_text_is_lost_and_the_next_run_works(
    journal: Attacked, temporary: Path, name: str
) -> None:
    trial = Trial.of(journal, COMMANDS[name], temporary)
    strikes = trial.strikes()
    if not EVERY_MOMENT:
        strikes = random.Random(name).sample(strikes, trial.command.most)
    wrong = [what for fault, at in strikes for what in trial.strike(fault, at)]
    log.info("%s: %d moments, %d runs, %d wrong", name, len(trial.moments), len(strikes), len(wrong))
    trial.put_back()
    assert not wrong, "\n".join(wrong)


@row(49)
def test_editing_a_file_after_a_killed_sync_loses_no_change_that_had_arrived(journal: Attacked, tmp_path: Path) -> None:
    ana = journal.ana
    ana.elsewhere = True
    phone = Watched("ana", repos.clone(journal.shared, tmp_path / "phone"))
    journal.by_hand(phone, {WEEK: ana.read(WEEK) + "\nPhone.\n"})
    before = tmp_path / "before"
    shutil.copytree(journal.root, before, symlinks=True)
    text = ana.read(WEEK).replace("Three runs", "Four runs")
    for moment, _ in enumerate(struck(ana, ["sync"], 0, Fault.KILL, only="replace").moments, 1):
        put_back(journal.root, before)
        struck(ana, ["sync"], moment, Fault.KILL, only="replace")
        ana.write(WEEK, text)
        ana.apj("sync")
        assert "Four runs" in ana.read(WEEK)
        assert "Phone." in ana.read(WEEK)
        assert journal.tip() == ana.git("rev-parse", "HEAD")
        ana.heads.clear()  # of the next round none is there


@row(49)
@pytest.mark.parametrize("part", range(PARTS))
def test_after_a_kill_at_a_random_time_no_file_is_lost_or_half_written(
    journal: Attacked, temporary: Path, part: int
) -> None:
    trial = Trial.of(journal, COMMANDS[("sync", "review")[part % 2]], temporary)
    seeds = range(part, KILLS, PARTS)
    wrong = [what for seed in seeds for what in trial.kill(seed)]
    log.info("%s: %d kills, %d wrong", trial.command.line[0], len(seeds), len(wrong))
    trial.put_back()
    assert not wrong, "\n".join(wrong)


ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=1500k tmpfs "$DISK"
cp -r "$ANA/." "$DISK"
cd "$DISK"
git gc -q
fill() {{ dd if=/dev/zero of=filler bs=1k count="$(($(df -k --output=avail . | tail -1) - $1))" 2>/dev/null || true; }}
{apj} log two hours of fonts
for left in 0 8 24; do
    rm -f filler; fill $left
    {apj} sync && echo "code 0" || echo "code $?"
    git fsck --strict --no-dangling --no-progress
done
rm -f filler
{apj} sync && echo "code $? at last"
git log -1 --format=%s
"""


@row(52)
@pytest.mark.skipif(not can_mount(), reason="a disk of one's own takes unshare -rm, which is not allowed here")
def test_on_a_full_disk_no_text_is_lost(journal: Attacked) -> None:
    ana = journal.ana
    journal.ben.apj("log", *BEN_SAID.split())
    journal.ben.apj("sync")
    disk = journal.root / "disk"
    disk.mkdir()
    script = ON_A_SMALL_DISK.format(apj=f"{sys.executable} -m apjournal --as ana")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ANA": str(ana.root), "DISK": str(disk), "APJ_NOW": ana.now}
    finished = subprocess.run(
        ["unshare", "-rm", "bash", "-c", script], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "code 4" in finished.stdout
    assert "The disk is full" in finished.stderr or "No space left" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert "code 0 at last" in finished.stdout
    assert "ana" in finished.stdout.splitlines()[-1]
    assert repos.git(journal.shared, "log", "-1", "--format=%s").startswith("ana")
