"""Histories for `verify`, by name: each is made by plain git in a few steps, and lists its expected findings."""

from __future__ import annotations

from pathlib import Path

from tests.histories import goals_and_weeks, harmless, kept_copies, settled, trees_and_agreement, writers
from tests.histories.scene import HISTORIES as HISTORIES
from tests.histories.scene import Scene, begun

TABLES = (harmless, kept_copies, goals_and_weeks, writers, trees_and_agreement, settled)
"""Each fills its part of the table when it is imported."""


def made(name: str, root: Path) -> Scene:
    """Make one history of the table."""
    scene = begun(root)
    HISTORIES[name].make(scene)
    return scene
