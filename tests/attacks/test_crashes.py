"""Rows 49 to 53: killed at any moment, locks left behind, two at once, disks that are full or broken."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from apjournal.store import lock
from tests.helpers import repos
from tests.helpers.attacked import ROOT, WEEK, Attacked
from tests.helpers.faults import Fault, is_told, moments, put_back, spread, struck
from tests.helpers.invariants import Watched, assert_sound, lines
from tests.helpers.people import Ran, command_line

MOST = 5
"""How many moments of each command are struck; with APJ_EVERY_MOMENT set it is all of them."""
KILLS = int(os.environ.get("APJ_KILLS", "4"))
"""How often a command and its git are killed at a random time."""
BEN_SAID = "a quiet day"
ANA_SAID = "two hours of fonts"


def both_have_news(journal: Attacked) -> None:
    """Let Ben have shared something new, and Ana have written something that is not committed."""
    journal.ben.apj("log", *BEN_SAID.split())
    journal.ben.apj("sync")
    journal.ana.apj("log", "-i", *ANA_SAID.split())


def is_whole(journal: Attacked, mine: dict[str, bytes]) -> None:
    """See that after a fault no text is lost or torn, that the next run works, and that all is what it was to be."""
    ana = journal.ana
    assert ana.lost() == set()
    assert set(lines(mine.values())) <= set(lines(ana.folder().values())), "a file of hers was torn"
    ana.elsewhere = True  # a line of kept.md may come with the next run
    ana.apj("sync")
    assert BEN_SAID in ana.read("ben/2026-W48.md")
    assert ANA_SAID in ana.git("show", f"HEAD:{WEEK}")
    assert journal.tip() == ana.git("rev-parse", "HEAD")
    assert ana.git("status", "--porcelain") == ""
    assert ana.apj("verify", "--json").json["findings"] == []
    assert_sound(ana.root)
    assert_sound(journal.shared)


# ---- 49


@pytest.mark.parametrize("line", ["sync", "review --keep", "commit", "log more"])
def test_row_49_killed_at_any_moment_nothing_is_torn_and_the_next_run_works(
    journal: Attacked, tmp_path: Path, line: str
) -> None:
    both_have_news(journal)
    shutil.copytree(journal.root, tmp_path / "before", symlinks=True)
    mine = journal.ana.folder()
    known = replace(journal.ana, heads=set(journal.ana.heads), written=set(journal.ana.written))
    number = moments(journal.ana, line.split())
    for moment in spread(number, MOST):
        put_back(journal.root, tmp_path / "before")
        journal.ana.back_to(known)
        assert struck(journal.ana, line.split(), moment, Fault.KILL).ran is None
        is_whole(journal, mine)


def test_row_49_a_file_that_is_edited_after_a_kill_takes_nothing_back_that_had_arrived(
    journal: Attacked, tmp_path: Path
) -> None:
    ana = journal.ana
    ana.elsewhere = True
    journal.by_hand(
        Watched("ana", repos.clone(journal.shared, tmp_path / "phone")), {WEEK: ana.read(WEEK) + "\nPhone.\n"}
    )
    shutil.copytree(journal.root, tmp_path / "before", symlinks=True)
    text = ana.read(WEEK).replace("Three runs", "Four runs")
    for moment in range(1, moments(ana, ["sync"], only="replace") + 1):
        put_back(journal.root, tmp_path / "before")
        struck(ana, ["sync"], moment, Fault.KILL, only="replace")
        ana.write(WEEK, text)
        ana.apj("sync")
        assert "Four runs" in ana.read(WEEK)
        assert "Phone." in ana.read(WEEK)
        assert journal.tip() == ana.git("rev-parse", "HEAD")
        ana.heads.clear()  # of the next round none is there


def test_row_49_killed_with_its_git_at_any_time_nothing_is_lost(journal: Attacked, tmp_path: Path) -> None:
    ana = journal.ana
    both_have_news(journal)
    shutil.copytree(journal.root, tmp_path / "before", symlinks=True)
    mine = ana.folder()
    known = replace(ana, heads=set(ana.heads), written=set(ana.written))
    for seed in range(KILLS):
        put_back(journal.root, tmp_path / "before")
        ana.back_to(known)
        command = random.Random(seed).choice([["sync"], ["review", "--keep"]])
        killed_after(ana, command, random.Random(seed).uniform(0.1, 0.7))
        old_locks_are_removed(ana)
        is_whole(journal, mine)


def killed_after(person: Watched, line: Sequence[str], seconds: float) -> None:
    """Start a command line and kill it with all that it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "apjournal", "--as", person.handle, *line],
        cwd=person.root,
        env={**os.environ, "APJ_NOW": person.now, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.05)  # a network step of git stands in a session of its own, and ends with its pipes


def old_locks_are_removed(person: Watched) -> None:
    """Let the locks of a killed git grow old, and have them removed as the message says."""
    for path in (person.root / ".git").rglob("*.lock"):
        grow_old(path)
    if list((person.root / ".git").rglob("*.lock")):
        person.apj("doctor", "--fix", code=None)


def grow_old(path: Path) -> None:
    """Let a file have been there for an hour."""
    written = path.stat().st_mtime - 3600
    os.utime(path, (written, written))


# ---- 50


def test_row_50_a_lock_of_the_index_keeps_no_text_from_being_shared(journal: Attacked) -> None:
    ana = journal.ana
    both_have_news(journal)
    index = ana.root / ".git/index.lock"
    index.write_bytes(b"")
    told = ana.apj("commit", "--json", code=4).json
    assert told["committed"] == ana.git("rev-parse", "HEAD")
    assert str(index) in told["error"]["hint"] or "index.lock" in told["error"]["hint"]
    index.unlink()
    ana.apj("sync")
    assert ana.git("status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "HEAD.lock", "packed-refs.lock", "objects/maintenance.lock"])
def test_row_50_a_lock_left_behind_is_named_and_removed_when_it_is_old(journal: Attacked, name: str) -> None:
    ana = journal.ana
    both_have_news(journal)
    mine = ana.folder()
    left = ana.root / ".git" / name
    left.write_bytes(b"")
    first = ana.apj("sync", code=None)
    if first.code:
        assert first.code == 4
        assert ".lock" in first.err
    ana.apj("doctor", "--fix", code=None)
    assert left.exists(), "a young lock may still be in use"
    grow_old(left)
    ana.apj("doctor", "--fix", code=None)
    assert not left.exists()
    is_whole(journal, mine)


# ---- 51


def started(person: Watched, *line: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "apjournal", "--as", person.handle, *line],
        cwd=person.root,
        env={**os.environ, "APJ_NOW": person.now, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_row_51_many_at_once_lose_no_line(journal: Attacked) -> None:
    ana = journal.ana
    said = [f"line {number}" for number in range(4)]
    running = [started(ana, "log", line) for line in said] + [started(ana, "sync") for _ in range(2)]
    for process in running:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert all(line in ana.read(WEEK) for line in said)
    ana.apj("sync")
    assert all(line in ana.git("show", f"HEAD:{WEEK}") for line in said)


def test_row_51_a_file_that_was_saved_in_between_is_not_overwritten(journal: Attacked) -> None:
    ana = journal.ana
    before = struck_between(ana, ("log", "from apj"), lambda: ana.write(WEEK, ana.read(WEEK) + "\nfrom the editor\n"))
    assert before > 0
    assert "from the editor" in ana.read(WEEK)
    assert "from apj" in ana.read(WEEK)


def struck_between(person: Watched, line: Sequence[str], change: Callable[[], None]) -> int:
    """Let somebody save a file when a command line has read it and is about to write; gives how often it wrote."""
    writes = 0
    plain = os.open

    def opening(path: str | Path, flags: int, *more: int, **named: int) -> int:
        nonlocal writes
        if flags & os.O_CREAT and str(path).endswith(".tmp"):
            writes += 1
            if writes == 1:
                change()
        return plain(path, flags, *more, **named)

    os.open = opening  # type: ignore[assignment]
    try:
        person.apj(*line)
    finally:
        os.open = plain
    return writes


def test_row_51_the_lock_goes_with_the_process_that_held_it(journal: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = journal.ana
    both_have_news(journal)
    held = (
        "import sys, time; from pathlib import Path; from apjournal.store.lock import locked\n"
        "with locked(Path('.git/apj')): print('held', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", held], cwd=ana.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    monkeypatch.setattr(lock, "WAIT", 0.05)
    assert "Another apj command" in ana.apj("sync", code=4).err
    ana.apj("show")
    process.kill()
    process.communicate()
    ana.apj("sync")


# ---- 52


@pytest.mark.parametrize("fault", [Fault.NO_SPACE, Fault.BROKEN])
@pytest.mark.parametrize("line", ["sync", "review --keep"])
def test_row_52_a_disk_that_is_full_or_broken_at_any_moment_leaves_the_old_state_or_the_new(
    journal: Attacked, tmp_path: Path, line: str, fault: Fault
) -> None:
    both_have_news(journal)
    shutil.copytree(journal.root, tmp_path / "before", symlinks=True)
    mine = journal.ana.folder()
    known = replace(journal.ana, heads=set(journal.ana.heads), written=set(journal.ana.written))
    number = moments(journal.ana, line.split())
    for moment in spread(number, MOST - 2):
        put_back(journal.root, tmp_path / "before")
        journal.ana.back_to(known)
        ran = struck(journal.ana, line.split(), moment, fault).ran
        assert ran is not None
        assert is_told(ran), ran
        is_whole(journal, mine)


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


def can_mount() -> bool:
    return subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="a disk of one's own takes unshare -rm, which is not allowed here")
def test_row_52_on_a_disk_that_is_truly_full_nothing_is_lost(journal: Attacked) -> None:
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


# ---- 53


@pytest.mark.skipif(not can_mount(), reason="a disk of one's own takes unshare -rm, which is not allowed here")
def test_row_53_on_a_disk_that_can_not_be_written_reading_works(journal: Attacked) -> None:
    ana = journal.ana
    apj = f"{sys.executable} -m apjournal --as ana"
    script = f"""
mount --bind "$ANA" "$ANA" && mount -o remount,ro,bind "$ANA" && cd "$ANA" || exit 99
for line in show status check diff; do {apj} $line >/dev/null || echo "$line $?"; done
{apj} review --no-fetch > /dev/null || echo "review $?"
for line in "log a day" sync commit "review --keep"; do {apj} $line 2>&1 >/dev/null; echo "code $?"; done
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ANA": str(ana.root), "APJ_NOW": ana.now}
    finished = subprocess.run(
        ["unshare", "-rm", "bash", "-c", script], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    said = finished.stdout.splitlines()
    assert [line for line in said if line.startswith("code")] == ["code 4"] * 4
    assert "Traceback" not in finished.stdout
    assert [line for line in said if line.split()[0] in {"show", "status", "check", "diff", "review"}] == []


@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.READ_ONLY])
def test_row_53_a_quota_that_is_used_up_is_said(journal: Attacked, tmp_path: Path, fault: Fault) -> None:
    both_have_news(journal)
    shutil.copytree(journal.root, tmp_path / "before", symlinks=True)
    told = []
    for only, moment in (("replace", 1), ("git", 7), ("git", 12)):
        put_back(journal.root, tmp_path / "before")
        ran = struck(journal.ana, ["sync"], moment, fault, only=only).ran
        assert ran is not None
        assert is_told(ran), ran
        told.append(ran.err)
    assert any(words in "".join(told) for words in ("quota is used up", "can't be written"))


@pytest.mark.skipif(os.getuid() != 0, reason="becoming somebody else takes a superuser")
def test_row_53_without_permission_reading_works_and_writing_says_so(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    ana.git("config", "--global", "safe.directory", str(ana.root))
    for line in (["show"], ["log", "a", "day"], ["sync"]):
        ana.apj(*line)  # so that all is loaded that somebody else may not read
    for folder in (journal.root, own_home):
        open_up(folder)
    assert as_somebody_else(ana, ["show"]).code == 0
    for line in (["sync"], ["log", "a", "day"]):
        ran = as_somebody_else(ana, line)
        assert ran.code == 4
        assert is_told(ran)
    (ana.root / WEEK).chmod(0)
    assert as_somebody_else(ana, ["show"]).code == 4
    (ana.root / WEEK).chmod(0o644)


def as_somebody_else(person: Watched, line: list[str]) -> Ran:
    """Run a command line as a user who may read and not write."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            ran = command_line(*line, folder=person.root, as_=person.handle, at=person.now, code=None)
            os.write(writing, pickle.dumps(ran))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    ran = pickle.loads(told)
    assert isinstance(ran, Ran)
    return ran


def open_up(folder: Path) -> None:
    """Let everybody read a folder, and reach it."""
    for place in folder.parents:
        if place.stat().st_uid == os.getuid() and place != Path("/"):
            place.chmod(place.stat().st_mode | 0o055)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))


def test_row_53_without_a_place_for_temporary_files_it_says_so(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = journal.ana
    both_have_news(journal)
    before = ana.git("rev-parse", "HEAD")
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    told = ana.apj("sync", code=4)
    assert "/nowhere" in told.err
    assert ana.git("rev-parse", "HEAD") == before
    ana.apj("show")
    monkeypatch.setattr(tempfile, "tempdir", None)
    ana.apj("sync")
