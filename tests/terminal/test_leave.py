"""Leaving on a terminal is asked once."""

from __future__ import annotations

from tests.helpers.terminal import ENTER, Desk

QUESTION = "End your part here, ana? [Y/n]"


def test_enter_ends_my_part(ana: Desk) -> None:
    with ana.apj("leave") as terminal:
        terminal.answer(QUESTION, ENTER)
        assert "Your part here ends on Mon 30 Nov 2026." in terminal.end()
    assert "left: 2026-11-30" in ana.read("ana/partner.md")


def test_no_changes_nothing(ana: Desk) -> None:
    before = ana.read("ana/partner.md")
    with ana.apj("leave") as terminal:
        assert "Nothing was changed." in terminal.answer(QUESTION, "n").end()
    assert ana.read("ana/partner.md") == before
    assert not (ana.root.parent / "ana-ana.md").exists()


def test_who_says_yes_is_not_asked(ana: Desk) -> None:
    with ana.apj("leave", "--yes") as terminal:
        assert "End your part" not in terminal.end()
