"""A week of two partners in a Python without anything that only exists on Unix, as on Windows."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.people import Person

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
MONDAY, NEXT = "2026-11-23T09:00+00:00", "2026-11-30T09:00+00:00"


def apj(folder: Path, *lines: str, at: str = MONDAY, code: int = 0) -> str:
    """Run command lines one after the other in one process, and return their output."""
    words = [word for line in lines for word in ("--then", "-C", str(folder), *shlex.split(line))]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.cli.elsewhere", *words[1:]],
        cwd=ROOT,
        env={**os.environ, "APJ_NOW": at, "PYTHONWARNINGS": "error", "EDITOR": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, f"{' '.join(words)}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    assert "Traceback" not in ran.stderr
    return ran.stdout + ran.stderr


def test_on_a_python_like_that_of_windows_two_partners_can_share_a_week_and_keep_copies(tmp_path: Path) -> None:
    who = {
        name: f"--partner {name} --name {name.title()} --email {name}@example.org --timezone Europe/Lisbon"
        for name in ("ana", "ben")
    }
    shared, ana, ben = tmp_path / "shared.git", tmp_path / "ana", tmp_path / "ben"
    apj(tmp_path, f"init ana {who['ana']} --shared {shared}", f"join {shared} ben {who['ben']}")
    apj(ana, "new-week -g 'Send the draft' --no-edit", "log Two pages", "sync")
    assert "Send the draft" in apj(ben, "sync", "review --keep --no-fetch", "sync")
    apj(ana, "sync", "report W48 -o 1=done", "sync", at=NEXT)
    assert "done" in apj(ben, "review --keep", at=NEXT)
    assert "Ana" in apj(ben, "status", "insights", "verify", at=NEXT)


def test_on_a_python_like_that_of_windows_doctor_removes_an_old_lock(ana: Person) -> None:
    lock = ana.root / ".git/index.lock"
    lock.touch()
    os.utime(lock, (1_000_000, 1_000_000))
    assert "no process here holds it" in " ".join(apj(ana.root, "doctor", code=1).split())
    apj(ana.root, "doctor --fix")
    assert not lock.exists()


def test_on_a_python_like_that_of_windows_edit_starts_the_editor(ana: Person) -> None:
    apj(ana.root, "edit")


def test_on_a_python_like_that_of_windows_demo_creates_its_journal(tmp_path: Path) -> None:
    apj(tmp_path, "demo here")
    assert "Ben" in apj(tmp_path / "here/ana", "review --no-keep")
