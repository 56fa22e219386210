"""Leaving in a terminal asks once."""

from __future__ import annotations

import pytest

from tests.terminal.terminal import ENTER, Desk

QUESTION = "End your part in this journal, Ana? [y/N]"


def test_answering_yes_to_leave_ends_my_part(ana: Desk) -> None:
    with ana.apj("leave") as terminal:
        terminal.answer(QUESTION, "y", ENTER)
        assert "Your part in this journal ends on Mon 30 Nov 2026." in terminal.end()
    assert "left: 2026-11-30" in ana.read("ana/partner.md")


@pytest.mark.parametrize("answer", ["", "n"])
def test_answering_no_to_leave_changes_no_file(ana: Desk, answer: str) -> None:
    before = ana.read("ana/partner.md")
    with ana.apj("leave") as terminal:
        assert "Nothing was changed." in terminal.answer(QUESTION, answer, ENTER).end()
    assert ana.read("ana/partner.md") == before
    assert not (ana.root.parent / "ana-ana.md").exists()


def test_leave_with_the_option_yes_does_not_ask(ana: Desk) -> None:
    with ana.apj("leave", "--yes") as terminal:
        assert "End your part" not in terminal.end()


def test_text_typed_before_the_question_of_leave_does_not_answer_it(ana: Desk) -> None:
    with ana.apj("leave") as terminal:
        terminal.press("y", ENTER, "yes", ENTER)
        terminal.answer("apj ignored what you typed ahead: y yes").answer(QUESTION, ENTER).end()
    assert "left: 20" not in ana.read("ana/partner.md")


def test_leave_without_a_terminal_needs_the_option_yes(ana: Desk) -> None:
    before = ana.read("ana/partner.md")
    for options in ((), ("--json",)):
        assert ana.piped("leave", *options).returncode == 2
    assert ana.read("ana/partner.md") == before
    assert ana.piped("leave", "--yes").returncode == 0
    assert "left: 2026-11-30" in ana.read("ana/partner.md")
