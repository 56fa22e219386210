"""`apj import` in a terminal asks before it writes."""

from __future__ import annotations

from tests.terminal.terminal import ENTER, Desk

QUESTION = "Write 1 week?"


def test_import_writes_only_after_a_yes_and_enter_means_no(ana: Desk) -> None:
    ana.write("../notes.md", "Week 40\n\nGoals:\n- Tide chapter\n")
    with ana.apj("import", "../notes.md") as terminal:
        terminal.answer(QUESTION, ENTER)
        assert "Nothing was written." in terminal.end()
    assert not (ana.root / "ana/2026-W40.md").exists()
    with ana.apj("import", "../notes.md") as terminal:
        terminal.answer(QUESTION, "y", ENTER)
        assert "Written: ana/2026-W40.md" in terminal.end()
    assert ana.read("ana/2026-W40.md").startswith("---\ngoals:\n  - Tide chapter\n---\n")
