"""A new week in a terminal for those who set no goals: a listener's part, and the questions under peer support."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, begun, join
from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, ENTER, Desk, Terminal

MONDAY = "2026-11-23T09:00+01:00"
WELL = "What went well? Type one thing per line. An empty line ends the list:"
ASK, OFFER, THANK = (f"Something to {word} (Enter: skip) > " for word in ("ask", "offer", "say thank you for"))
SHARE = "Share now? [Y/n]"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Person, Person]:
    return begun(tmp_path, mode="peer-support", at=MONDAY)


@pytest.fixture
def peer(pair: tuple[Person, Person], own_home: Path) -> Desk:
    """Ana's desk in peer support with Ben."""
    return Desk(pair[0].root, own_home, MONDAY)


def told(terminal: Terminal, *lines: str) -> Terminal:
    """Type what went well, and an empty line."""
    terminal.see(WELL)
    for number, line in enumerate((*lines, ""), 1):
        terminal.answer(f"  {number} > ", line, ENTER)
    return terminal


def test_new_week_explains_the_listeners_part_without_asking(tmp_path: Path, own_home: Path) -> None:
    ana, ben = begun(tmp_path, mode="one-sided", at=MONDAY)
    ana.change("agreement.md", "listeners: []", "listeners: [ben]")
    ana.apj("agree")
    ana.apj("sync")
    ben.apj("sync")
    with Desk(ben.root, own_home, MONDAY).apj("new-week") as terminal:
        said = terminal.end()
    assert said.replace("\n", " ").startswith(
        "You listen in this journal, and set no goals. Your part is to listen to Ana"
    )
    assert ">" not in said
    assert not list((ben.root / "ben").glob("2026-*"))


def test_new_week_under_peer_support_writes_and_shares_the_answers(peer: Desk) -> None:
    with peer.apj("new-week") as terminal:
        told(terminal, "Two quiet mornings", "Olga called").answer(ASK, ENTER)
        terminal.answer(OFFER, "I read the draft on Tuesday", ENTER).answer(THANK, ENTER)
        terminal.see("Noted in ana/2026-W48.md.")
        terminal.answer(SHARE, ENTER).answer("Shared. Ben sees your week").end()
    assert peer.read("ana/2026-W48.md") == (
        "---\n---\n\n## Went well\n- Two quiet mornings\n- Olga called\n\n"
        "## To ben\n- offer: I read the draft on Tuesday\n"
    )
    assert git(peer.root, "status", "--porcelain") == ""


def test_new_week_under_peer_support_without_answers_writes_empty_sections(peer: Desk) -> None:
    with peer.apj("new-week", "--no-edit", "--no-sync") as terminal:
        told(terminal).answer(ASK, ENTER).answer(OFFER, ENTER).answer(THANK, ENTER)
        terminal.answer("Noted in ana/2026-W48.md.").end()
    assert peer.read("ana/2026-W48.md") == "---\n---\n\n## Went well\n\n## To ben\n"


def test_new_week_opens_an_existing_week_under_peer_support_in_the_editor(peer: Desk) -> None:
    peer.write("ana/2026-W48.md", "---\n---\n\n## Went well\n- One\n")
    with peer.apj("new-week", "--no-sync", EDITOR="sed -i s/One/Two/") as terminal:
        assert WELL not in terminal.end()
    assert "- Two\n" in peer.read("ana/2026-W48.md")


@pytest.mark.parametrize("answered", range(5))
def test_ctrl_c_at_any_question_of_new_week_under_peer_support_writes_no_file(peer: Desk, answered: int) -> None:
    questions = ("  1 > ", "  2 > ", ASK, OFFER, THANK)
    words = ("Two quiet mornings", "", "", "")
    with peer.apj("new-week") as terminal:
        for question, answer in zip(questions[:answered], words, strict=False):
            terminal.answer(question, answer, ENTER)
        terminal.answer(questions[answered]).stop(CTRL_C)
    assert not (peer.root / "ana/2026-W48.md").exists()


def test_new_week_under_peer_support_keeps_the_answers_if_the_file_appears_meanwhile(peer: Desk) -> None:
    with peer.apj("new-week", "--no-sync") as terminal:
        terminal.answer("  1 > ", "Two quiet mornings", ENTER).answer("  2 > ", ENTER).answer(ASK, "Thursday?", ENTER)
        peer.write("ana/2026-W48.md", "---\n---\nFrom the phone\n")
        terminal.answer(OFFER, ENTER).answer(THANK, ENTER)
        said = " ".join(terminal.end(1).split())
    assert "ana/2026-W48.md was written by another program in the meantime, so apj did not change it." in said
    assert "Your answers are in .git/apj/recover/answers.1.md." in said
    assert peer.read(".git/apj/recover/answers.1.md") == "Two quiet mornings\nThursday?\n"
    assert peer.read("ana/2026-W48.md") == "---\n---\nFrom the phone\n"


def test_new_week_in_a_circle_asks_whom_a_message_is_for(
    pair: tuple[Person, Person], peer: Desk, tmp_path: Path
) -> None:
    cleo = Person("cleo", tmp_path / "cleo", MONDAY)
    join(cleo, tmp_path / "shared.git", "Cleo Dahl", "Europe/Berlin")
    pair[0].apj("sync")
    with peer.apj("new-week", "--no-sync") as terminal:
        told(terminal).answer(ASK, "Thursday?", ENTER)
        terminal.answer("For whom: ben or cleo? [ben] > ", "dan", ENTER).answer("This journal has no partner dan.")
        terminal.answer("For whom: ben or cleo? [ben] > ", "cleo", ENTER)
        terminal.answer(OFFER, ENTER).answer(THANK, ENTER).answer("Noted in").end()
    assert peer.read("ana/2026-W48.md").endswith("## Went well\n\n## To cleo\n- ask: Thursday?\n")
