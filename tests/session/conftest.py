"""A journal that Ana opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.session.workspace import Workspace
from tests.helpers.repos import new_repository

NOW = datetime.fromisoformat("2026-11-25T18:00+01:00")
TEXT = "---\ngoals:\n  - Three runs\n---\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A journal in which Ana and Ben each have a week, opened by Ana. Nothing is committed."""
    root = new_repository(tmp_path / "journal")
    for path, text in {"agreement.md": "---\napj: 1\n---\n", "ana/2026-W48.md": TEXT, "ben/2026-W48.md": TEXT}.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    with closing(Workspace(root, partner="ana", now=NOW, environ={"PATH": "/usr/bin:/bin"}, terminal=False)) as opened:
        yield opened
