"""Which editor is started."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.services.edit.editor import find_editor
from apjournal.session.workspace import Workspace

NOW = datetime.fromisoformat("2026-11-23T09:00+01:00")


@pytest.mark.parametrize("more", ["", " --wait"])
def test_backslashes_in_an_editors_path_are_kept_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    program = tmp_path / "notes"
    program.touch(0o755)
    monkeypatch.setattr(os, "sep", "\\")
    chosen = str(program).replace("/", "\\") + more
    workspace = Workspace(tmp_path, partner=None, now=NOW, environ={"EDITOR": chosen}, terminal=True)
    assert find_editor(workspace) == [str(program), *more.split()]
