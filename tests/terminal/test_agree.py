"""Accepting on a terminal: the agreement is shown first, and accepted with a yes."""

from __future__ import annotations

import pytest

from tests.helpers.repos import git
from tests.terminal.terminal import ENTER, Desk

SIGN = "Do you accept this agreement? [y/N]"
MONDAY = "2026-11-23T10:00+01:00"


@pytest.fixture
def proposed(ana: Desk, ben: Desk) -> Desk:
    """Ben's desk, after Ana has proposed to talk every second week."""
    for line in (("agree", "--cadence", "fortnightly"), ("sync",)):
        assert ana.at(MONDAY).piped(*line).returncode == 0
    desk = ben.at(MONDAY)
    assert desk.piped("sync").returncode == 0
    return desk


def test_agree_shows_the_change_and_the_answer_yes_accepts_it(proposed: Desk) -> None:
    with proposed.apj("agree") as terminal:
        terminal.answer("cadence: [-weekly-]{+fortnightly+}").answer(SIGN, "y", ENTER)
        told = terminal.end()
    assert "After 2026-W48: every second week. Everyone has accepted it." in told
    assert "Accepted by Ana (Mon 23 Nov) and Ben (Mon 23 Nov)." in told
    assert "Next: apj sync" in told
    assert "How you work together" not in told
    assert git(proposed.root, "log", "-1", "--format=%s") == "ben 2026-W48: agreement"


@pytest.mark.parametrize("answer", ["", "n"])
def test_enter_or_no_at_the_question_of_agree_accepts_no_change(proposed: Desk, answer: str) -> None:
    before = proposed.read("ben/partner.md")
    with proposed.apj("agree") as terminal:
        terminal.answer(SIGN, answer, ENTER).end()
    assert proposed.read("ben/partner.md") == before


def test_agree_asks_no_question_if_everything_is_already_accepted(ben: Desk) -> None:
    with ben.at(MONDAY).apj("agree") as terminal:
        assert "Do you accept" not in terminal.end()


def test_agree_asks_no_question_about_my_own_proposal(ben: Desk) -> None:
    with ben.at(MONDAY).apj("agree", "--mode", "peer-support") as terminal:
        assert "Do you accept" not in terminal.end()
        assert "Signed." in terminal.text
