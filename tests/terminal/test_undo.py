"""`apj undo` and `apj away` in a terminal: what a dialogue wrote in several steps is one change."""

from __future__ import annotations

from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, ENTER, Desk
from tests.terminal.test_new_week import CARRY, RESULT, WAY, WORDS, write_goals

WHICH = "Which weeks are off"


def test_undo_undoes_a_monday_as_one_change(ana: Desk) -> None:
    before = ana.read("ana/2026-W48.md")
    with ana.apj("new-week", "--no-sync") as terminal:
        terminal.answer(WAY, "0", ENTER).answer(WAY, ENTER).answer(CARRY, "b", ENTER)
        write_goals(terminal, "One page of the grant").end()
    assert ana.read("ana/2026-W48.md") != before
    said = ana.piped("undo").stdout.decode()
    assert said.startswith("Undid: report and new-week, ")
    assert said.endswith("Removed: ana/2026-W49.md.\n")
    assert ana.read("ana/2026-W48.md") == before
    assert git(ana.root, "status", "--porcelain") == ""


def test_cancelling_a_report_adds_no_undo_step(ana: Desk) -> None:
    before = ana.read("ana/2026-W48.md")
    with ana.apj("report") as terminal:
        terminal.answer(WAY, "p", ENTER).answer(WORDS, "page 6 of 8", ENTER)
        terminal.answer(RESULT).stop(CTRL_C)
    assert ana.read("ana/2026-W48.md") == before
    assert ana.piped("undo").stderr.startswith(b"There is nothing to undo.")


def test_away_asks_for_the_weeks_and_undo_removes_them(ana: Desk) -> None:
    with ana.apj("away") as terminal:
        terminal.answer(WHICH, "?", ENTER).answer("A week such as this, next or W52")
        terminal.answer(WHICH, "soon", ENTER).see("soon")
        terminal.answer(WHICH, "W52..W53", ENTER)
        assert "A week off: 28 Dec 2026 to 3 Jan 2027 (W53), in ana/2026-W53.md." in " ".join(terminal.end().split())
    assert "away: true" in ana.read("ana/2026-W52.md")
    assert ana.piped("undo").stdout == b"Undid: away.\nRemoved: ana/2026-W52.md and ana/2026-W53.md.\n"
    assert not (ana.root / "ana/2026-W52.md").exists()


def test_cancelling_away_marks_no_week(ana: Desk) -> None:
    with ana.apj("away") as terminal:
        terminal.answer(WHICH).stop(CTRL_C)
    assert git(ana.root, "status", "--porcelain") == ""
    assert ana.piped("undo").returncode == 1
