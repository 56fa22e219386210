"""Which modules a command line loads: told by Python itself, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def loaded_by(*arguments: str, folder: Path, **environ: str) -> set[str]:
    """Run `apj` with arguments in a folder and name every module that was imported."""
    finished = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "apjournal", *arguments],
        cwd=folder,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr[-2000:]
    return {line.rpartition("|")[2].strip() for line in finished.stderr.splitlines() if line.startswith("import time:")}
