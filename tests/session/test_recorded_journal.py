"""A value of a journal is remembered until something that it was read from changes."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from apjournal import prompt_cache
from apjournal.model.week import Result
from apjournal.session.recorded_journal import Remembered
from apjournal.session.workspace import Workspace
from apjournal.usecases.lsp import read_facts
from tests.session.conftest import NOW, TEXT


def read_week(workspace: Workspace) -> list[bytes | None]:
    """Return what is a new value at each call."""
    return [workspace.source.read("ana/2026-W48.md")]


def test_a_remembered_value_is_read_again_only_after_a_change_or_on_a_new_day(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_cache, "_SETTLED", 0)
    remembered = Remembered(read_week, partner="ana", environ=os.environ)
    times = [datetime.fromisoformat(f"2026-11-{at}+01:00") for at in ("23T09:00", "23T23:59", "24T00:00", "23T23:59")]
    first, same, next_day, back = (remembered.get(workspace.root, at) for at in times)
    assert same is first
    assert next_day is not first
    assert back is not next_day
    assert first == [TEXT.encode()]
    (workspace.root / "ana" / "2026-W48.md").write_text(TEXT.replace("Three", "Seven"), "utf-8")
    assert remembered.get(workspace.root, times[0]) == [TEXT.replace("Three", "Seven").encode()]


def test_no_value_is_remembered_if_a_file_has_just_changed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_cache, "_SETTLED", 3600 * 10**9)
    remembered = Remembered(read_week, partner="ana", environ=os.environ)
    assert remembered.get(workspace.root, NOW) is not remembered.get(workspace.root, NOW)


def test_a_remembered_value_is_read_again_when_the_clone_becomes_shallow_or_complete(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_cache, "_SETTLED", 0)
    remembered = Remembered(read_week, partner="ana", environ=os.environ)
    whole = remembered.get(workspace.root, NOW)
    assert remembered.get(workspace.root, NOW) is whole
    (workspace.root / ".git" / "shallow").write_text("0" * 40, "ascii")
    cut = remembered.get(workspace.root, NOW)
    assert cut is not whole
    (workspace.root / ".git" / "shallow").unlink()
    assert remembered.get(workspace.root, NOW) is not cut


def test_the_facts_for_an_editor_are_read_again_when_my_words_for_results_change(
    workspace: Workspace, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_cache, "_SETTLED", -(10**12))
    table = own_home / ".config" / "apj" / "results.txt"
    table.parent.mkdir(parents=True)
    remembered = Remembered(lambda opened: read_facts(opened, lambda *_: ()), partner="ana", environ=os.environ)
    without = remembered.get(workspace.root, NOW)
    assert remembered.get(workspace.root, NOW) is without
    assert not without.rules.words
    table.write_text("fertig = done\n", "utf-8")
    assert remembered.get(workspace.root, NOW).rules.words == {"fertig": Result.DONE}
    table.write_text("done = partly\n", "utf-8")
    assert not remembered.get(workspace.root, NOW).rules.words
