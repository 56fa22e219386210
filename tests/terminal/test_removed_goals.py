"""A kept goal that was removed: `sync` asks its owner once why."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.people import begun
from tests.terminal.terminal import ENTER, Desk

MONDAY = "2026-11-23T09:00+01:00"
ONE_GOAL = "---\ngoals:\n  - Runs\n---\n"


def removed(tmp_path: Path, home: Path) -> Desk:
    """Return Ana's desk after she removed one of two goals that Ben has kept."""
    ana, ben = begun(tmp_path)
    ana.apj("new-week", "-g", "Runs", "-g", "Ring the tax office", "--no-edit", "--sync", at=MONDAY)
    ben.apj("sync", at=MONDAY)
    ben.apj("review", "--keep", at=MONDAY)
    ana.apj("sync", at=MONDAY)
    ana.write("ana/2026-W48.md", ONE_GOAL)
    return Desk(ana.root, home, MONDAY)


def test_sync_stores_the_reason_for_a_removed_goal_and_does_not_ask_again(tmp_path: Path, own_home: Path) -> None:
    desk = removed(tmp_path, own_home)
    with desk.apj("sync") as terminal:
        terminal.answer("Why? (Enter: no reason)", "She moved", ENTER).end()
    assert "ring-the-tax-office: She moved" in desk.read("ana/2026-W48.md")
    with desk.apj("sync") as terminal:
        terminal.end()
        assert "Why?" not in terminal.text


def test_a_reason_for_a_removed_goal_that_cannot_be_written_is_saved(tmp_path: Path, own_home: Path) -> None:
    desk = removed(tmp_path, own_home)
    with desk.apj("sync") as terminal:
        terminal.see("Why? (Enter: no reason)")
        desk.write("ana/2026-W48.md", "---\ngoals: [\n---\n")
        said = " ".join(terminal.answer("", "She moved", ENTER).end(code=3).split())
    assert "Your answers are in .git/apj/recover/answers.1.md." in said
    assert desk.read(".git/apj/recover/answers.1.md") == "She moved\n"


def test_pressing_enter_skips_the_reason_for_a_removed_goal_and_sync_does_not_ask_again(
    tmp_path: Path, own_home: Path
) -> None:
    desk = removed(tmp_path, own_home)
    with desk.apj("sync") as terminal:
        terminal.answer("Why? (Enter: no reason)", ENTER).end()
    assert desk.read("ana/2026-W48.md") == ONE_GOAL
    with desk.apj("sync") as terminal:
        terminal.end()
        assert "Why?" not in terminal.text
