"""A home of the tests' own: nothing of the machine's user is seen from there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

KEPT = ("PATH", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH", "COVERAGE_PROCESS_START", "HYPOTHESIS_STORAGE_DIRECTORY")


def leave_repository() -> None:
    """Drop what git tells its hooks and aliases about a repository: each later git would work on that one.

    The tests may be run by a hook of the developer's own repository.
    """
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]


def move_in(home: Path, patch: pytest.MonkeyPatch) -> Path:
    """Let `home` be the home folder, in an environment that holds nothing else."""
    for name in set(os.environ) - {*KEPT, "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}:
        if not name.startswith(("PYTEST_", "COV_")):
            patch.delenv(name)
    patch.setenv("HOME", str(home))
    patch.setenv("LC_ALL", "C.UTF-8")
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return home
