"""Accepting in a terminal: the agreement is shown first, and accepted with a yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, replay
from tests.helpers.repos import git
from tests.terminal.conftest import first_week
from tests.terminal.terminal import ENTER, Desk, Terminal

SIGN = "Do you accept this agreement? [y/N]"
MONDAY = "2026-11-23T10:00+01:00"


def fortnightly(folder: Path) -> tuple[Person, Person]:
    """Let Ana propose to talk every second week, and Ben receive it."""
    ana, ben = replay(first_week, folder)
    ana.apj("agree", "--cadence", "fortnightly", at=MONDAY)
    for person in (ana, ben):
        person.apj("sync", at=MONDAY)
    return ana, ben


@pytest.fixture
def proposed(tmp_path: Path, own_home: Path) -> Desk:
    """Ben's desk, after Ana has proposed to talk every second week."""
    _, ben = replay(fortnightly, tmp_path / "desks")
    return Desk(ben.root, own_home, MONDAY)


def test_answering_yes_to_agree_accepts_the_change(proposed: Desk) -> None:
    with proposed.apj("agree") as terminal:
        terminal.answer("cadence: [-weekly-]{+fortnightly+}").answer(SIGN, "y", ENTER)
        told = terminal.end()
    assert "After 2026-W48: every second week. Everyone has accepted it." in told
    assert "Accepted by Ana (Mon 23 Nov) and Ben (Mon 23 Nov)." in told
    assert "Next: apj sync" in told
    assert "How you work together" not in told
    assert git(proposed.root, "log", "-1", "--format=%s") == "ben 2026-W48: agreement"


@pytest.mark.parametrize("answer", ["", "n"])
def test_answering_no_to_agree_accepts_no_change(proposed: Desk, answer: str) -> None:
    before = proposed.read("ben/partner.md")
    with proposed.apj("agree") as terminal:
        terminal.answer(SIGN, answer, ENTER).end()
    assert proposed.read("ben/partner.md") == before


def test_agree_asks_no_question_if_the_agreement_is_already_accepted(ben: Desk) -> None:
    with ben.at(MONDAY).apj("agree") as terminal:
        assert "Do you accept" not in terminal.end()


def test_agree_asks_no_question_about_my_own_proposal(ben: Desk) -> None:
    with ben.at(MONDAY).apj("agree", "--mode", "peer-support") as terminal:
        assert "Do you accept" not in terminal.end()
        assert "You accepted this version." in terminal.text


def test_skipping_a_question_of_agree_talk_keeps_its_existing_answer(ana: Desk) -> None:
    desk, before = ana.at(MONDAY), ana.read("agreement.md").partition("What we agreed")[0]
    desk.write("agreement.md", f"{before}Nothing leaves this room.\n\n## how we stop:\nWe say so.\n")
    with desk.apj("agree", "--talk") as terminal:
        terminal.answer("misses a call? (Enter: skip) > ", ENTER).answer("How blunt", "Ask me straight out", ENTER)
        for question in ("What stays", "What kind of help"):
            terminal.answer(question, ENTER)
        terminal.answer("Until when", "Until Easter", ENTER).answer("How we stop: We say so.")
        terminal.answer("How will you stop? (Enter: no change) > ", ENTER)
        told = terminal.end()
    assert desk.read("agreement.md") == (
        f"{before}Nothing leaves this room.\n\n## how we stop:\nWe say so.\n\n"
        "## How blunt we are\n\nAsk me straight out\n\n## How long we try this\n\nUntil Easter\n"
    )
    assert "You accepted this version." in told
    assert "Ben has accepted an earlier version" in told


def test_agree_talk_without_answers_does_not_change_the_agreement(ana: Desk) -> None:
    before = ana.read("agreement.md")
    with ana.apj("agree", "--talk") as terminal:
        for question in (
            "misses a call",
            "How blunt",
            "What stays",
            "What kind of help",
            "Until when",
            "How will you stop",
        ):
            terminal.answer(question, ENTER)
        assert "You did not answer any questions, so the agreement is unchanged." in terminal.end()
    assert b"--talk asks questions, so it needs a terminal." in ana.piped("agree", "--talk").stderr
    assert ana.read("agreement.md") == before


def answer_all(terminal: Terminal) -> None:
    """Answer the first of the six questions, which is on the screen, and skip the others."""
    terminal.press("We ring each other", ENTER)
    for question in ("How blunt", "What stays", "What kind of help", "Until when", "How will you stop"):
        terminal.answer(question, ENTER)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (None, 1, "agreement.md is in the journal but not on this disk."),
        ("", 3, "agreement.md no longer contains the line apj: 1"),
        ("---\napj: 1\nmode: two-sided\n---\n", 1, "agreement.md was changed after you saw it. Nothing was written."),
    ],
    ids=["missing", "emptied", "changed"],
)
def test_if_the_agreement_changes_during_agree_talk_the_answers_are_saved_but_not_written(
    ana: Desk, text: str | None, code: int, said: str
) -> None:
    tip, before = git(ana.root, "rev-parse", "HEAD"), ana.read("agreement.md")
    with ana.at(MONDAY).apj("agree", "--talk") as terminal:
        terminal.see("misses a call")
        (ana.root / "agreement.md").unlink()
        if text is not None:
            ana.write("agreement.md", text)
        answer_all(terminal)
        told = " ".join(terminal.end(code).split())
    assert said in told
    assert "Your answers are in .git/apj/recover/answers.1.md." in told
    assert ana.read(".git/apj/recover/answers.1.md") == "We ring each other\n"
    assert git(ana.root, "rev-parse", "HEAD") == tip
    assert text is None or ana.read("agreement.md") == text
    ana.write("agreement.md", before)
    assert ana.piped("status").returncode == 0


def test_an_agreement_that_changes_before_ben_says_yes_is_not_accepted(proposed: Desk) -> None:
    before = proposed.read("ben/partner.md")
    with proposed.apj("agree") as terminal:
        terminal.see(SIGN)
        proposed.write("agreement.md", proposed.read("agreement.md") + "Ben pays for the coffee.\n")
        terminal.press("y", ENTER)
        assert "agreement.md was changed after you saw it. Nothing was written." in " ".join(terminal.end(1).split())
    assert proposed.read("ben/partner.md") == before
