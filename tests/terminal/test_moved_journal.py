"""The journal's remote has a new URL and is empty: in a terminal, sync asks whether to put the journal there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.repos import git, new_bare
from tests.terminal.terminal import CTRL_C, ENTER, Desk

ASKED = "[y/N]"


@pytest.fixture
def moved(ana: Desk, tmp_path: Path) -> Path:
    """Return the empty repository to which Ana's remote points now."""
    new = new_bare(tmp_path / "new.git")
    git(ana.root, "remote", "set-url", "origin", str(new))
    return new


def list_branches(repository: Path) -> list[str]:
    return git(repository, "for-each-ref", "--format=%(refname)").splitlines()


def test_answering_yes_fills_the_empty_remote_with_the_journal(ana: Desk, ben: Desk, moved: Path) -> None:
    with ana.apj("sync") as terminal:
        question = " ".join(terminal.see(ASKED).split())
        terminal.press("y", ENTER).end()
    assert question.endswith("now? [y/N]")
    assert git(moved, "rev-parse", "refs/heads/main") == git(ana.root, "rev-parse", "HEAD")
    with ana.apj("sync") as terminal:
        assert ASKED not in terminal.end()
    git(ben.root, "remote", "set-url", "origin", str(moved))
    with ben.apj("sync") as terminal:
        assert ASKED not in terminal.end()


def test_pressing_enter_leaves_a_new_remote_empty_and_the_next_sync_asks_again(ana: Desk, moved: Path) -> None:
    for _ in range(2):
        with ana.apj("sync") as terminal:
            said = " ".join(terminal.answer(ASKED, ENTER).end(4).split())
        assert "is empty" in said
        assert list_branches(moved) == []


def test_ctrl_c_at_the_question_about_an_empty_remote_reports_the_commit_that_was_made(ana: Desk, moved: Path) -> None:
    ana.piped("log", "two pages")
    with ana.apj("sync") as terminal:
        said = " ".join(terminal.answer(ASKED).stop(CTRL_C).split())
    assert f"Saved here but not shared: your commit {git(ana.root, 'rev-parse', 'HEAD')[:7]}" in said
    assert list_branches(moved) == []


def test_sync_to_an_empty_remote_without_a_terminal_does_not_ask(ana: Desk, moved: Path) -> None:
    finished = ana.piped("sync")
    assert finished.returncode == 4
    assert ASKED not in (finished.stdout + finished.stderr).decode()
    assert list_branches(moved) == []


def test_sync_does_not_ask_about_a_remote_that_lost_its_branch(ana: Desk) -> None:
    git(ana.root.parent / "shared.git", "update-ref", "-d", "refs/heads/main")
    with ana.apj("sync") as terminal:
        assert ASKED not in terminal.end(5)
