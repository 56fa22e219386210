"""Every test runs in its own home, with an environment that holds nothing of the machine's user."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.helpers.demo import built_once, copied
from tests.helpers.home import move_in

# How long an example takes says what else the machine is doing.
settings.register_profile("apj", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("apj")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own; git finds no settings but those the test writes there."""
    return move_in(tmp_path_factory.mktemp("home"), monkeypatch)


@pytest.fixture(scope="session")
def for_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def demo_as_built(for_all: Path) -> Path:
    """The demo journal as `apj demo` makes it; made once for all, so it is copied and never changed."""
    return built_once(for_all)


@pytest.fixture
def demo(demo_as_built: Path, tmp_path: Path) -> Path:
    """A demo journal of the test's own: `ana`, `ben` and `shared.git`."""
    return copied(demo_as_built, tmp_path / "demo")
