"""An unknown address in my folder, in a terminal: apj asks once, and my answer counts."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.repos import commit, git
from tests.terminal.terminal import CTRL_C, ENTER, Desk

ASKED = "[y/N]"
TEXT = "---\ngoals: [From my tablet]\n---\n"
TABLET = ("Ana", "tablet@example.net")


def write_elsewhere(ben: Desk, path: str) -> None:
    git(ben.root, "fetch", "-q")
    git(ben.root, "reset", "-q", "--hard", "origin/main")
    commit(ben.root, {path: TEXT}, "a web edit", TABLET)
    git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")


def test_answering_yes_merges_a_change_and_adds_its_unknown_email_address(ana: Desk, ben: Desk) -> None:
    write_elsewhere(ben, "ana/2026-W49.md")
    with ana.apj("sync") as terminal:
        terminal.answer(ASKED, "y", ENTER)
        terminal.end()
    assert ana.read("ana/2026-W49.md") == TEXT
    assert "tablet@example.net" in ana.read("ana/partner.md")
    assert "tablet@example.net" in git(ana.root, "show", "origin/main:ana/partner.md")
    write_elsewhere(ben, "ana/2026-W50.md")
    with ana.apj("sync") as terminal:
        assert ASKED not in terminal.end()


def test_pressing_enter_rejects_an_email_address_and_sync_never_asks_about_it_again(ana: Desk, ben: Desk) -> None:
    write_elsewhere(ben, "ana/2026-W49.md")
    with ana.apj("sync") as terminal:
        terminal.answer(ASKED, ENTER)
        assert "Somebody else using tablet@example.net" in " ".join(terminal.end().split())
    assert not Path(ana.root, "ana/2026-W49.md").exists()
    write_elsewhere(ben, "ana/2026-W50.md")
    with ana.apj("sync") as terminal:
        assert ASKED not in terminal.end()
    assert not Path(ana.root, "ana/2026-W50.md").exists()


def test_ctrl_c_at_the_question_about_an_email_address_reports_the_commit_that_was_made(ana: Desk, ben: Desk) -> None:
    write_elsewhere(ben, "ana/2026-W49.md")
    ana.piped("log", "two pages")
    with ana.apj("sync") as terminal:
        said = " ".join(terminal.answer(ASKED).stop(CTRL_C).split())
    mine = git(ana.root, "rev-parse", "HEAD")
    assert f"Saved here but not shared: your commit {mine[:7]}" in said
    assert git(ana.root, "log", "-1", "--format=%s").endswith(": log")
    with ana.apj("sync") as terminal:
        assert "nothing else changed" in " ".join(terminal.answer(ASKED).stop(CTRL_C).split())
    assert git(ana.root, "rev-parse", "HEAD") == mine


def test_ctrl_c_at_a_second_email_address_discards_the_first_answer(ana: Desk, ben: Desk) -> None:
    write_elsewhere(ben, "ana/2026-W49.md")
    commit(ben.root, {"ana/2026-W50.md": TEXT}, "another", ("Ana", "phone@example.net"))
    git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    with ana.apj("sync") as terminal:
        terminal.answer(ASKED, ENTER).answer(ASKED).stop(CTRL_C)
    with ana.apj("sync") as terminal:
        terminal.answer(ASKED, "y", ENTER).answer(ASKED, "y", ENTER)
        terminal.end()
    assert ana.read("ana/2026-W49.md") == ana.read("ana/2026-W50.md") == TEXT
