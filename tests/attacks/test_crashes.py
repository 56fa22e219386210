"""Leftover locks, two commands at once, disks that cannot be written."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from apjournal.store import lock
from tests.fault_injector.faults import Fault, can_mount, is_told, put_back, struck
from tests.fault_injector.snapshot import grow_old
from tests.fault_injector.writing_commands import ANA_SAID, BEN_SAID, both_have_news
from tests.helpers.attacked import ROOT, UNSET, WEEK, Attacked, apart
from tests.helpers.invariants import Watched, assert_sound, lines
from tests.helpers.people import Ran, command_line
from tests.helpers.rows import row
from tests.helpers.systems import as_superuser, needs

pytestmark = needs("fork")

WRITERS, LINES = 8, 8
"""How many write at the same time, and how many lines each."""


def is_whole(journal: Attacked, mine: dict[str, bytes]) -> None:
    """Check that after a fault no text is lost or torn, the next run works, and the result is complete."""
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


# ---- 50


@row(50)
def test_commit_works_despite_a_locked_index_and_reports_the_lock(journal: Attacked) -> None:
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


@row(50)
@pytest.mark.parametrize("name", ["refs/heads/main.lock", "HEAD.lock", "packed-refs.lock", "objects/maintenance.lock"])
def test_a_leftover_lock_is_reported_and_removed_only_when_it_is_old(journal: Attacked, name: str) -> None:
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


@row(51)
def test_commands_that_run_at_once_lose_no_line(journal: Attacked) -> None:
    ana = journal.ana
    said = [[f"line {writer} {number}." for number in range(LINES)] for writer in range(WRITERS)]
    writers = [forked(ana, [["log", line] for line in lines]) for lines in said]
    syncing = forked(ana, [["sync"]] * 3)
    for child in (*writers, syncing):
        assert os.waitpid(child, 0)[1] == 0
    text = ana.read(WEEK)
    assert all(text.count(line) == 1 for lines in said for line in lines)
    ana.apj("sync")
    assert ana.git("show", f"HEAD:{WEEK}").rstrip() == text.rstrip()


def forked(person: Watched, lines: Sequence[Sequence[str]]) -> int:
    """Run command lines one after another in a separate process."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = max(command_line(*line, folder=person.root, as_=person.handle, at=person.now).code for line in lines)
        finally:
            os._exit(code)
    return child


@row(51)
def test_log_does_not_overwrite_a_file_that_is_saved_meanwhile(journal: Attacked) -> None:
    ana = journal.ana
    before = struck_between(ana, ("log", "from apj"), lambda: ana.write(WEEK, ana.read(WEEK) + "\nfrom the editor\n"))
    assert before > 0
    assert "from the editor" in ana.read(WEEK)
    assert "from apj" in ana.read(WEEK)


def struck_between(person: Watched, line: Sequence[str], change: Callable[[], None]) -> int:
    """Let somebody save a file after a command line has read it and before it writes. Return how often it wrote."""
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


@row(51)
def test_the_lock_of_a_killed_process_no_longer_blocks_commands(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = journal.ana
    both_have_news(journal)
    held = (
        "import sys, time; from pathlib import Path; from apjournal.store.lock import hold_lock\n"
        "with hold_lock(Path('.git/apj')): print('held', flush=True); time.sleep(60)\n"
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


# ---- 53


ONE_BY_ONE = """
import sys
from apjournal.cli.boundary import run_command
from apjournal.cli.context import Context
from apjournal.cli.main import apj
for line in sys.argv[1:]:
    print(f"\\ncode of {line}: {run_command(apj, line.split(), Context(own_process=True))}")
"""
"""A program that runs command lines, and prints the exit code of each."""


@row(53)
@pytest.mark.skipif(not can_mount(), reason="a disk of one's own takes unshare -rm, which is not allowed here")
def test_reading_commands_work_on_a_read_only_disk(journal: Attacked) -> None:
    ana = journal.ana
    reading = ("show", "status", "check", "diff", "review --no-fetch")
    writing = ("log a day", "sync", "commit", "review --keep")
    script = """
mount --bind "$ANA" "$ANA" && mount -o remount,ro,bind "$ANA" && cd "$ANA" || exit 99
"$@"
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ANA": str(ana.root), "APJ_NOW": ana.now, "APJ_PARTNER": "ana"}
    command = ["unshare", "-rm", "bash", "-c", script, "bash", sys.executable, "-c", ONE_BY_ONE, *reading, *writing]
    finished = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert finished.returncode == 0, finished.stderr
    assert "Traceback" not in finished.stdout + finished.stderr
    codes = dict(re.findall("^code of (.*): (.*)$", finished.stdout, re.MULTILINE))
    assert codes == dict.fromkeys(reading, "0") | dict.fromkeys(writing, "4")


@row(53)
@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.READ_ONLY])
def test_an_exceeded_quota_is_reported(journal: Attacked, tmp_path: Path, fault: Fault) -> None:
    both_have_news(journal)
    shutil.copytree(journal.root, tmp_path / "before", symlinks=True)
    told = []
    for only, moment in (("replace", 1), ("git", 7), ("git", 12)):
        put_back(journal.root, tmp_path / "before")
        ran = struck(journal.ana, ["sync"], moment, fault, only=only).ran
        assert ran is not None
        assert is_told(ran), ran
        told.append(ran.err)
    assert any(words in "".join(told) for words in ("quota is used up", "cannot be written"))


@row(53)
@as_superuser("becoming somebody else")
def test_without_write_permission_reading_commands_work_and_writing_commands_are_refused(
    journal: Attacked, own_home: Path
) -> None:
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
    """Run a command line as a user who may read but not write."""
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
    """Let everybody read a folder and reach it."""
    for place in folder.parents:
        if place.stat().st_uid == os.getuid() and place != Path("/"):
            place.chmod(place.stat().st_mode | 0o055)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))


@row(53)
@pytest.mark.parametrize("home", [UNSET, "/nowhere", "/dev/null"])
def test_every_command_works_without_a_home_folder(
    journal: Attacked, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = journal.ana
    both_have_news(journal)
    apart(ana, "show", env={"HOME": home, "XDG_CONFIG_HOME": UNSET})
    monkeypatch.delenv("HOME")
    if home != UNSET:
        monkeypatch.setenv("HOME", home)
    for line in ("show", "log a day", "sync", "review --keep"):
        ana.apj(*line.split())
    assert journal.tip() == ana.git("rev-parse", "HEAD")


@row(53)
def test_sync_without_a_temporary_folder_commits_and_says_so(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = journal.ana
    both_have_news(journal)
    before = journal.tip()
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    told = ana.apj("sync", code=4)
    assert "/nowhere" in told.err
    assert ANA_SAID in ana.git("show", f"HEAD:{WEEK}")
    assert journal.tip() == before
    ana.apj("show")
    monkeypatch.setattr(tempfile, "tempdir", None)
    ana.apj("sync")
