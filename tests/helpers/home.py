"""A separate home for the tests, from which nothing of the machine's user is visible."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")

KEPT = (
    *("PATH", "TMPDIR", "XDG_CACHE_HOME", "VIRTUAL_ENV", "PYTHONPATH"),
    *("COVERAGE_PROCESS_START", "HYPOTHESIS_STORAGE_DIRECTORY"),
)


def leave_repository() -> None:
    """Remove the variables that name a repository to hooks and aliases of git: later git commands would use it.

    The tests may be run by a hook of the developer's own repository.
    """
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]


def move_in(home: Path, patch: pytest.MonkeyPatch) -> Path:
    """Set `home` as the home folder, in an environment that contains nothing else."""
    for name in set(os.environ) - {*KEPT, "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}:
        if not name.startswith(("PYTEST_", "COV_")):
            patch.delenv(name)
    patch.setenv("HOME", str(home))
    patch.setenv("LC_ALL", "C.UTF-8")
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return home


def make_at_home(folder: Path, make: Callable[[Path], Made]) -> Made:
    """Make something in `folder / "journal"`, which is new, with a home beside it."""
    with pytest.MonkeyPatch.context() as patch:
        (folder / "home").mkdir(parents=True)
        move_in(folder / "home", patch)
        return make(folder / "journal")
