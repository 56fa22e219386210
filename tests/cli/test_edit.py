"""`apj edit`: which week it opens, and what becomes of a file that stays empty."""

from __future__ import annotations

import pytest

from tests.helpers.people import Person

SUNDAY = "2026-11-29T18:00+00:00"


def test_edit_opens_the_next_week_once_it_has_a_file(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    assert ana.apj("edit", "--json", at=SUNDAY).json["week"] == "2026-W48"
    ana.apj("new-week", "-g", "Two runs", "--no-edit", "--no-sync", at=SUNDAY)
    assert ana.apj("edit", "--json", at=SUNDAY).json["week"] == "2026-W49"
    assert ana.apj("edit", "this", "--json", at=SUNDAY).json["week"] == "2026-W48"


@pytest.mark.parametrize("editor", ["true", "false", "no-such-editor-here"])
def test_edit_removes_a_file_that_it_created_and_that_stayed_empty(
    ana: Person, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    ana.apj("edit", "next", code=None)
    assert not (ana.root / "ana/2026-W49.md").exists()
    assert ana.apj("status", "--json").json["unsynced"]["files"] == []


def test_edit_keeps_a_file_with_text(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "sed -i '$aA line'")
    ana.apj("edit", "next", code=None)
    assert "A line" in ana.read("ana/2026-W49.md")
    monkeypatch.setenv("EDITOR", "true")
    ana.apj("edit", "next", code=None)
    assert (ana.root / "ana/2026-W49.md").exists()
