"""Slow preparations, made once for a whole run, however many processes run the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock


def made_once(shared: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder `name` below `shared`, a folder of all test processes. The first caller creates it."""
    folder, made = shared / name, shared / f"{name}.made"
    if made.exists():
        return folder
    with FileLock(shared / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            made.touch()
    return folder
