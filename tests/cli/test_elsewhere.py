"""A week of two partners in a Python without anything that only exists on Unix, as on Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
MONDAY, NEXT = "2026-11-23T09:00+00:00", "2026-11-30T09:00+00:00"


def apj(folder: Path, *words: str, at: str = MONDAY, code: int = 0) -> str:
    """Run a command line in a separate process, and return its output."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.cli.elsewhere", "-C", str(folder), *words],
        cwd=ROOT,
        env={**os.environ, "APJ_NOW": at, "PYTHONWARNINGS": "error", "EDITOR": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, f"{' '.join(words)}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    assert "Traceback" not in ran.stderr
    return ran.stdout + ran.stderr


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    """Ana's and Ben's clones, both begun in such a process."""
    shared = tmp_path / "shared.git"
    who = {
        name: ("--partner", name, "--name", name.title(), "--email", f"{name}@example.org") for name in ("ana", "ben")
    }
    zone = ("--timezone", "Europe/Lisbon")
    apj(tmp_path, "init", "ana-journal", *who["ana"], *zone, "--shared", str(shared))
    apj(tmp_path, "join", str(shared), "ben-journal", *who["ben"], *zone)
    return tmp_path / "ana-journal", tmp_path / "ben-journal"


def test_on_a_python_like_that_of_windows_two_partners_can_share_a_week_and_keep_copies(
    clones: tuple[Path, Path],
) -> None:
    ana, ben = clones
    apj(ana, "new-week", "-g", "Send the draft", "--no-edit")
    apj(ana, "log", "Two pages")
    apj(ana, "sync")
    apj(ben, "sync")
    assert "Send the draft" in apj(ben, "review", "--keep", "--no-fetch")
    apj(ben, "sync")
    apj(ana, "sync", at=NEXT)
    apj(ana, "report", "W48", "-o", "1=done", at=NEXT)
    apj(ana, "sync", at=NEXT)
    assert "done" in apj(ben, "review", "--keep", at=NEXT)
    assert "Ana" in apj(ben, "status", at=NEXT)
    apj(ben, "insights", at=NEXT)
    apj(ben, "verify", at=NEXT)


def test_on_a_python_like_that_of_windows_doctor_removes_an_old_lock(clones: tuple[Path, Path]) -> None:
    ana, _ = clones
    lock = ana / ".git/index.lock"
    lock.touch()
    os.utime(lock, (1_000_000, 1_000_000))
    assert "no process here holds it" in " ".join(apj(ana, "doctor", code=1).split())
    apj(ana, "doctor", "--fix")
    assert not lock.exists()


def test_on_a_python_like_that_of_windows_edit_starts_the_editor(clones: tuple[Path, Path]) -> None:
    ana, _ = clones
    apj(ana, "new-week", "-g", "Send the draft", "--no-edit")
    apj(ana, "edit")


def test_on_a_python_like_that_of_windows_demo_creates_its_journal(tmp_path: Path) -> None:
    apj(tmp_path, "demo", "here")
    assert "Ben" in apj(tmp_path / "here/ana", "review", "--no-keep")
