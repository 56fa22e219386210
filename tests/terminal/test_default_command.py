"""`apj` without a command: my status, and Enter for the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, ENTER, Desk

WEDNESDAY = "2026-11-25T18:00+01:00"
OFFER = "\nRun it now? [Y/n]"


def test_on_the_day_of_a_call_apj_leads_from_the_report_to_the_shared_copy(ana: Desk, ben: Desk) -> None:
    assert ben.piped("new-week", "-g", "Mark ten essays", "--without-report", "--no-edit", "--sync").returncode == 0
    answers = (
        *(("(Enter: y) >", "n"), ("(Enter: skip) >", "s a long week"), ("(Enter: b) >", "")),  # the report
        *(("  1 >", "One page"), ("  2 >", ""), ("Share now? [Y/n]", "")),  # the goals
        *(("[l]ater (Enter: s) >", ""), ("0:00 of", "e")),  # the call
        ("keep a copy of Ben's goals, and share? [Y/n]", ""),
    )
    with ana.apj(lines=60) as terminal:
        for question, answer in answers:
            terminal.answer(question, answer, *([] if answer == "e" else [ENTER]))
        assert terminal.end().endswith("Next: apj log")
        assert OFFER not in terminal.text
    assert git(ana.root, "status", "--porcelain") == ""
    assert git(ana.root, "rev-parse", "HEAD") == git(ana.root, "rev-parse", "origin/main")
    assert ana.read("ana/kept.md").count("2026-W49 ben") == 1


def test_postponing_a_step_ends_apj_on_the_day_of_a_call(ana: Desk) -> None:
    with ana.apj() as terminal:
        terminal.answer("(Enter: y) >", "l", ENTER).answer("(Enter: b) >", "b", ENTER).answer("  1 >", "Sleep", ENTER)
        terminal.answer("  2 >", ENTER).answer("(Enter: skip) >", ENTER).answer("Share now? [Y/n]", "n", ENTER)
        terminal.answer("[l]ater (Enter: s) >", "l", ENTER).answer("Share now? [Y/n]", "n", ENTER)
        terminal.answer("After the call: apj call").end()


@pytest.mark.parametrize("no", ["n", "N", "no"])
def test_answering_no_ends_apj_without_the_next_step(ana: Desk, no: str) -> None:
    with ana.at(WEDNESDAY).apj() as terminal:
        assert terminal.answer(OFFER, no, ENTER).end() == f" {no}"


def test_ctrl_c_ends_apj_without_the_next_step(ana: Desk) -> None:
    with ana.at(WEDNESDAY).apj() as terminal:
        terminal.answer(OFFER).stop(CTRL_C)


def test_log_as_the_next_step_asks_for_a_note(ana: Desk) -> None:
    with ana.at(WEDNESDAY).apj() as terminal:
        terminal.answer(f"Next: apj log{OFFER}", ENTER)
        terminal.answer("What happened, in one line (Enter: note nothing) > ", "--two hours of fonts", ENTER).end()
    assert "- 2026-11-25 --two hours of fonts\n" in ana.read("ana/2026-W48.md")


def test_an_empty_answer_to_log_writes_no_line(ana: Desk) -> None:
    before = ana.read("ana/2026-W48.md")
    with ana.at(WEDNESDAY).apj() as terminal:
        terminal.answer(OFFER, ENTER).answer("(Enter: note nothing) > ", ENTER).end()
    assert ana.read("ana/2026-W48.md") == before


def test_log_and_park_without_words_ask_for_a_note(ana: Desk) -> None:
    with ana.at(WEDNESDAY).apj("log", "-s") as terminal:
        terminal.answer("What happened, in one line (Enter: note nothing) > ", "a long day", ENTER).end()
    assert "- 2026-11-25 stress: a long day\n" in ana.read("ana/2026-W48.md")
    with ana.apj("park") as terminal:
        terminal.answer("Your idea, in one line (Enter: note nothing) > ", "a newsletter", ENTER).end()
    assert "a newsletter" in ana.read("ana/parked.md")


def test_the_last_line_of_sync_is_the_next_step(ana: Desk) -> None:
    ana.piped("log", "a", "quiet", "day")
    with ana.at(WEDNESDAY).apj("sync") as terminal:
        assert terminal.end().endswith("\nShared: 1 commit.\nNext: apj log")


def test_apj_outside_a_journal_prints_the_help(tmp_path: Path, own_home: Path) -> None:
    with Desk(tmp_path, own_home, WEDNESDAY).apj(lines=60) as terminal:
        terminal.answer("What a week needs").end()
