"""The demo journal, built once for a whole test run by `apj demo` itself, and copied for each test that wants one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

NOW = "2026-11-25T10:00+01:00"
"""Wednesday of the demo's last week: goals are set, no report is due."""


def built_once(shared: Path) -> Path:
    """Build the demo below `shared`, a folder of all test processes, unless another process has; give its folder."""
    folder = shared / "apj-demo"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            being_made = shared / "apj-demo-being-made"
            shutil.rmtree(being_made, ignore_errors=True)
            finished = subprocess.run(
                [sys.executable, "-m", "apjournal", "demo", str(being_made)],
                env=surroundings(shared),
                capture_output=True,
                text=True,
                check=False,
            )
            assert finished.returncode == 0, finished.stdout + finished.stderr
            move_origins(being_made, being_made, folder)
            being_made.rename(folder)
    return folder


def surroundings(home: Path) -> dict[str, str]:
    """Give an environment with a fixed clock, and nothing of the machine's user."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "APJ_NOW": NOW,
    }


def copied(demo: Path, to: Path) -> Path:
    """Copy a demo journal, its clones sharing through the copy."""
    shutil.copytree(demo, to)
    move_origins(to, demo, to)
    return to


def move_origins(demo: Path, before: Path, after: Path) -> None:
    """Let the clones of the demo in `demo` share through `after` where they shared through `before`."""
    for clone in ("ana", "ben"):
        config = demo / clone / ".git" / "config"
        text = config.read_text("utf-8")
        assert str(before) in text
        config.write_text(text.replace(str(before), str(after)), "utf-8")
