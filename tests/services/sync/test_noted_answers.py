"""Answers about commits are stored in git config, each only once, whatever an address contains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.services.sync.noted_answers import REFUSED, TOLD, add_noted, read_noted
from apjournal.session.workspace import Workspace
from tests.helpers.repos import new_repository


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty journal that Ana opened."""
    root, now = new_repository(tmp_path / "journal"), datetime.fromisoformat("2026-11-25T18:00+01:00")
    (root / "agreement.md").write_text("---\napj: 1\n---\n", "utf-8")
    with closing(Workspace(root, partner="ana", now=now, environ={"PATH": "/usr/bin:/bin"}, terminal=False)) as opened:
        yield opened


@pytest.mark.parametrize(
    "address", ["ana@example.org", "ana costa@example.org", "a%20b@c", "a\u00a0b", "%", "", "\u00e9"]
)
def test_a_noted_address_is_read_back_unchanged_and_is_new_only_once(workspace: Workspace, address: str) -> None:
    assert add_noted(workspace, TOLD, ["other@example.org"])
    assert add_noted(workspace, TOLD, [address])
    assert not add_noted(workspace, TOLD, [address.upper()])
    assert read_noted(workspace, TOLD) == {"other@example.org", address}
    assert not add_noted(workspace, REFUSED, [])
