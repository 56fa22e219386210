"""Several findings in a terminal: for each, apj asks whether the sentence settles it."""

from __future__ import annotations

from tests.helpers.repos import BEN, commit, git
from tests.terminal.terminal import ENTER, Desk

ASKED = "Resolve it? [y/N]"


def test_pressing_enter_leaves_a_finding_of_verify_open(ana: Desk, ben: Desk) -> None:
    git(ben.root, "fetch", "-q")
    git(ben.root, "reset", "-q", "--hard", "origin/main")
    for week in ("ana/2026-W49.md", "ana/2026-W50.md"):
        commit(ben.root, {week: "---\ngoals: [Rest]\n---\n"}, "by hand", BEN)
    git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    with ana.apj("sync") as terminal:
        terminal.end(5)
    with ana.apj("verify", "--settle", "We talked") as terminal:
        terminal.answer(ASKED, ENTER)
        terminal.answer(ASKED, ENTER)
        assert "Nothing was changed." in terminal.end()
    with ana.apj("verify", "--settle", "We talked") as terminal:
        terminal.answer(ASKED, "y", ENTER)
        terminal.answer(ASKED, ENTER)
        assert "1 open finding, 1 resolved" in terminal.end(5)
    assert ana.read("ana/kept.md").count("- settled") == 1
