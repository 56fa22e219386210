"""Every test runs in its own home, with an environment that holds nothing of the machine's user."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.demo import built_once, copied

KEPT = ("PATH", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH", "COVERAGE_PROCESS_START", "HYPOTHESIS_STORAGE_DIRECTORY")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own; git finds no settings but those the test writes there."""
    home = tmp_path_factory.mktemp("home")
    for name in set(os.environ) - {*KEPT, "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}:
        if not name.startswith(("PYTEST_", "COV_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return home


@pytest.fixture(scope="session")
def demo_as_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo journal as `apj demo` makes it; made once for all, so it is copied and never changed."""
    base = tmp_path_factory.getbasetemp()
    return built_once(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture
def demo(demo_as_built: Path, tmp_path: Path) -> Path:
    """A demo journal of the test's own: `ana`, `ben` and `shared.git`."""
    return copied(demo_as_built, tmp_path / "demo")
