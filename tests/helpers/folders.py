"""Whole folders as values, so that a test can check that a folder is unchanged."""

from __future__ import annotations

import os
from pathlib import Path


def everything(folder: Path) -> dict[str, bytes | str | None]:
    """Return each file below `folder` (git's own too) with its bytes, a symlink with its target, a folder with None."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = os.readlink(path)
        else:
            found[name] = path.read_bytes() if path.is_file() else None
    return found


def touched(folder: Path) -> dict[str, int]:
    """Return the time at which each file and folder was last written, to the nanosecond."""
    return {path.relative_to(folder).as_posix(): path.lstat().st_mtime_ns for path in folder.rglob("*")}
