"""Fixtures for tests of whole histories: one that people made in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.histories.scene import Scene


@pytest.fixture
def root(scene: Scene) -> Path:
    """The repository of that journal."""
    return scene.root
