"""`apj` without a command: my status, and Enter for the next step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, ENTER, QUESTION, Desk

WEDNESDAY = "2026-11-25T18:00+01:00"
BEFORE_CALL = "2026-11-30T09:45+01:00"
"""A quarter of an hour before the call, which is at nine in Lisbon."""
OFFER = "\nRun it now? [Y/n]"
ABOUT_ANA = ("--partner", "ana", "--name", "Ana Costa", "--email", "ana@example.org", "--mode", "two-sided")
SKIP, NOTE = "(Enter: skip) >", "(Enter: note nothing) >"
SHARE = "Share now, and begin the call?"


END = "keep a copy of Ben's goals, and share?  [y]es"
BAD_MONDAY = (
    *((SKIP, "0 s a long week"), ("(Enter: b) >", "")),  # the report, and what to carry over
    *(("  1 >", "One page"), ("  2 >", "")),  # the goals
    *((SHARE, ""), (END, "")),
)
FULL_MONDAY = (
    *((SKIP, "p page 6 of 8"), (SKIP, "d"), (SKIP, "n, private")),  # three goals
    *(("[y] that did", "y"), ("[f]orgotten", "f"), ("What did you learn?", "Mornings are best")),
    *(("(Enter: b) >", "a"), ("  3 >", "Two swims"), ("  4 >", "One letter"), ("  5 >", "")),
    *(("Which goal is the hardest?", "2 s a queue -> I take a book"), ("Is another goal hard?", "")),
    *((SHARE, ""), (END, "")),
)


@pytest.mark.parametrize(
    ("reported", "answers", "number", "carried"),
    [((), BAD_MONDAY, 6, 0), (("-o", "4=done"), FULL_MONDAY, 14, 2)],
    ids=["a bad Monday", "a full Monday"],
)
def test_on_the_day_of_a_call_apj_leads_from_the_report_to_the_shared_copy(
    reported: tuple[str, ...], answers: tuple[tuple[str, str], ...], number: int, carried: int, ana: Desk, ben: Desk
) -> None:
    assert ben.piped("new-week", "-g", "Mark ten essays", "--without-report", "--no-edit", "--sync").returncode == 0
    assert not reported or ana.piped("report", *reported).returncode == 0
    assert ana.at(WEDNESDAY).piped("log", "-i", "two hours of fonts").returncode == 0
    with ana.at(BEFORE_CALL).apj(lines=70) as terminal:
        for question, answer in answers:
            terminal.answer(question).answer("" if question.endswith(">") else ">", answer, ENTER)
            if question == SHARE:
                terminal.answer("0:00 of", "e")  # a key of the clock, at the end of the talk
        assert terminal.end().endswith("Next: apj log")
        assert OFFER not in terminal.text
        assert "From Ben: 1 commit" in terminal.text
        assert "Nothing new" not in terminal.text
        assert len(answers) == number
        assert len(QUESTION.findall(terminal.text)) == number + carried
    assert git(ana.root, "status", "--porcelain") == ""
    assert git(ana.root, "rev-parse", "HEAD") == git(ana.root, "rev-parse", "origin/main")
    assert ana.read("ana/kept.md").count("2026-W49 ben") == 1


def test_postponing_a_step_ends_apj_on_the_day_of_a_call(ana: Desk) -> None:
    with ana.apj() as terminal:
        terminal.answer(SKIP, "l", ENTER).answer("(Enter: b) >", "b", ENTER).answer("  1 >", "Sleep", ENTER)
        terminal.answer("  2 >", ENTER).answer(SKIP, ENTER).answer(SHARE).answer("(Enter: s) >", "l", ENTER)
        assert terminal.end().endswith("Next: apj call")
    assert "Sleep" not in git(ana.root, "show", "--stat", "origin/main")


def test_if_the_goals_cannot_be_shared_apj_ends_with_the_call_as_the_next_step(ana: Desk) -> None:
    assert ana.piped("report", *(f"-o{number}=done" for number in range(1, 5))).returncode == 0
    git(ana.root, "config", "remote.origin.url", "ssh://127.0.0.1:1/journal.git")
    with ana.apj(lines=60) as terminal:
        terminal.answer("  1 >", "Sleep", ENTER).answer("  2 >", ENTER).answer(SKIP, ENTER)
        terminal.answer(SHARE).answer("(Enter: s) >", "y", ENTER)
        said = terminal.end(4)
    assert "goes out with the next sync" in said
    assert said.endswith("Next: apj call")


@pytest.mark.parametrize(("at", "likely"), [("08:59", "s"), ("09:00", "y"), ("21:00", "y")])
def test_enter_begins_the_call_from_an_hour_before_it_and_otherwise_only_shares(
    at: str, likely: str, ana: Desk
) -> None:
    assert ana.piped("report", *(f"-o{number}=done" for number in range(1, 5))).returncode == 0
    with ana.at(f"2026-11-30T{at}+01:00").apj(lines=60) as terminal:
        terminal.answer("  1 >", "Sleep", ENTER).answer("  2 >", ENTER).answer(SKIP, ENTER)
        terminal.answer(SHARE).answer(f"(Enter: {likely}) >", ENTER)
        if likely == "y":
            terminal.answer("0:00 of").stop(CTRL_C)
        else:
            assert terminal.end().endswith("Next: apj call")
    assert "Sleep" in git(ana.root, "show", "origin/main:ana/2026-W49.md")


def test_early_on_the_day_of_a_call_enter_leaves_the_call_for_later(ana: Desk) -> None:
    assert ana.piped("report", *(f"-o{number}=done" for number in range(1, 5))).returncode == 0
    assert ana.piped("new-week", "-g", "Sleep", "--no-edit", "--sync").returncode == 0
    with ana.at("2026-11-30T06:30+01:00").apj(lines=60) as terminal:
        terminal.answer("Begin the call?").answer("(Enter: l) >", ENTER).answer("After the call: apj call").end()


def test_before_anybody_has_joined_apj_offers_no_call_after_the_goals(own_home: Path, tmp_path: Path) -> None:
    ana = Desk(tmp_path, own_home, BEFORE_CALL)
    assert ana.piped("init", "ana", *ABOUT_ANA, "--shared", "shared.git").returncode == 0
    with replace(ana, root=tmp_path / "ana").apj(lines=60) as terminal:
        terminal.answer("  1 >", "Sleep", ENTER).answer("  2 >", ENTER).answer(SKIP, ENTER)
        terminal.answer("Share now? [Y/n]", ENTER).end()


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
        terminal.answer("What happened (such as i: two hours of fonts), in one line")
        terminal.answer(NOTE, "?", ENTER).answer("f is focus").answer(NOTE, "--two hours of fonts", ENTER).end()
    with ana.at(WEDNESDAY).apj("log") as terminal:
        terminal.answer(NOTE, "S: a long day", ENTER).end()
    with ana.at(WEDNESDAY).apj("log") as terminal:
        terminal.answer(NOTE, "i slept badly", ENTER).end()
    assert ana.read("ana/2026-W48.md").endswith(
        "- 2026-11-25 --two hours of fonts\n- 2026-11-25 stress: a long day\n- 2026-11-25 i slept badly\n"
    )


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
