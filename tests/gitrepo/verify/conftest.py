"""What looks at a whole history begins with the one that people made in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.histories.scene import Scene


@pytest.fixture
def root(scene: Scene) -> Path:
    """The repository of that journal."""
    return scene.root
