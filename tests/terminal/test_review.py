"""Reviewing a partner in a terminal: my own report first, then theirs, then the question whether to keep a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, begun, join, replay
from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, ENTER, Desk

KEEP = "Keep a copy of these goals? [Y/n]"
MONDAY = "2026-11-23T10:00+01:00"


def test_pressing_enter_in_review_keeps_a_copy_and_shows_the_next_step(news: Desk) -> None:
    with news.apj("review") as terminal:
        terminal.answer("Since the copy you kept").answer("[-Three-]{+Two+} runs").answer(KEEP, ENTER)
        told = terminal.end().splitlines()
    assert told[1] == "Agreed again: [-Three-]{+Two+} runs"
    assert told[2].startswith("You kept a copy of Ana's four goals (")
    assert told[2].endswith("). It is shared.")
    assert told[3] == "Next: apj call"
    assert git(news.root, "log", "-1", "--format=%s") == "ben 2026-W48: kept"


def test_an_empty_line_comes_before_the_question_of_review(news: Desk) -> None:
    with news.apj("review") as terminal:
        assert terminal.see(KEEP).splitlines()[-2] == ""


def test_answering_no_in_review_keeps_no_copy(news: Desk) -> None:
    before = news.read("ben/kept.md")
    with news.apj("review") as terminal:
        terminal.answer(KEEP, "n", ENTER).end()
        assert terminal.text.splitlines()[-1] == "Next: apj call"
    assert news.read("ben/kept.md") == before


def test_ctrl_c_at_the_question_of_review_keeps_no_copy(news: Desk) -> None:
    before = news.read("ben/kept.md")
    with news.apj("review") as terminal:
        terminal.answer(KEEP).stop(CTRL_C)
    assert news.read("ben/kept.md") == before


def test_review_does_not_ask_about_a_copy_that_is_already_kept(ben: Desk) -> None:
    with ben.at(MONDAY).apj("review") as terminal:
        assert "Keep" not in terminal.end()
        assert terminal.text.splitlines()[-1] == "Next: apj call"


@pytest.mark.parametrize(("option", "kept"), [("--keep", True), ("--no-keep", False)])
def test_review_with_the_option_keep_or_no_keep_does_not_ask(news: Desk, option: str, kept: bool) -> None:
    with news.apj("review", option) as terminal:
        terminal.end()
        assert KEEP not in terminal.text
        assert ("You kept a copy of Ana's" in terminal.text) == kept
        assert terminal.text.splitlines()[-1] == "Next: apj call"


def test_review_asks_to_keep_a_record_if_there_are_no_goals(ana: Desk, ben: Desk) -> None:
    ana.write("ana/2026-W48.md", ana.read("ana/2026-W48.md").replace("---\ngoals", "---\noutcomes: [done]\ngoals"))
    assert ana.piped("sync").returncode == 0
    assert ben.piped("report", "-o", "1=done").returncode == 0
    with ben.apj("review", lines=50) as terminal:
        terminal.answer("Keep a copy of this record? [Y/n]", ENTER).answer("You kept a copy of Ana's record").end()


def test_review_asks_for_my_own_report_first(ben: Desk) -> None:
    with ben.apj("review") as terminal:
        terminal.answer("Your report on 23 to 29 Nov (W48) comes first.").answer("(Enter: skip) > ", "n", ENTER)
        terminal.answer("(Enter: skip) > ", ENTER).answer("Noted").answer("\n\nAna's record for you, Ben.").end()
        assert terminal.text.splitlines()[-1] == "Next: apj new-week"
    assert "mark-the-essays: not done" in ben.read("ben/2026-W48.md")


def test_my_own_report_can_be_postponed_in_review(ben: Desk) -> None:
    with ben.apj("review") as terminal:
        terminal.answer("(Enter: skip) > ", "l", ENTER).answer("Ana's record for you, Ben.").end()
    assert "outcomes" not in ben.read("ben/2026-W48.md")


def test_review_shows_a_long_record_in_a_pager(news: Desk, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\ncat >paged\necho Paged.\n", "utf-8")
    pager.chmod(0o755)
    with news.apj("review", lines=10, PAGER=str(pager)) as terminal:
        terminal.answer("Paged.").answer(KEEP, "n", ENTER).end()
        assert "Ana's record" not in terminal.text
    assert (news.root / "paged").read_text("utf-8").startswith("Ana's record for you, Ben.")


def test_review_shows_a_short_record_without_a_pager(news: Desk) -> None:
    with news.apj("review", "--no-keep", lines=50, PAGER="false") as terminal:
        terminal.answer("Ana's record for you, Ben.").end()


def test_review_offline_shows_the_partners_week_as_last_received(ben: Desk) -> None:
    git(ben.root, "remote", "set-url", "origin", str(ben.root.parent / "gone.git"))
    with ben.at(MONDAY).apj("review") as terminal:
        terminal.answer("apj cannot reach the shared journal now").answer("Ana's goals for 2026-W48").end()


def test_keeping_a_copy_that_is_not_merged_is_refused_with_the_reason(news: Desk) -> None:
    with news.apj("sync") as terminal:
        terminal.end()
    with news.apj("sync", "--undo") as terminal:
        terminal.end()
    with news.apj("review", "--no-fetch") as terminal:
        terminal.answer("Two").answer(KEEP, ENTER).answer("No copy was kept").end(4)
        assert "Traceback" not in terminal.text


def three_goals(folder: Path) -> tuple[Person, Person]:
    """Let three begin, and each set a goal."""
    ana, ben = begun(folder)
    cleo = Person("cleo", folder / "cleo", MONDAY)
    join(cleo, folder / "shared.git", "Cleo Dahl", "Europe/Berlin")
    for person in (ana, ben, cleo):
        person.apj("new-week", "-g", f"A goal of {person.handle}", "--no-edit", "--sync", at=MONDAY)
    return ana, ben


def circle(tmp_path: Path, home: Path) -> Desk:
    """Ana's desk in a circle of three, in which each has set a goal."""
    ana, _ = replay(three_goals, tmp_path)
    return Desk(ana.root, home, MONDAY)


def test_several_partners_are_reviewed_in_turn_and_kept_in_one_commit(tmp_path: Path, own_home: Path) -> None:
    desk = circle(tmp_path, own_home)
    with desk.apj("review") as terminal:
        first = terminal.see("Keep a copy of Ben's goals? [Y/n]")
        terminal.press(ENTER)
        second = terminal.see("Keep a copy of Cleo's goals? [Y/n]")
        terminal.press(ENTER)
        terminal.end()
        assert "A goal of ben" in first
        assert "A goal of cleo" in second
        assert "Next:" not in second
        assert [line.split(" (")[0] for line in terminal.text.splitlines() if line.startswith("You kept ")] == [
            "You kept a copy of Ben's goal",
            "You kept a copy of Cleo's goal",
        ]
        assert terminal.text.splitlines()[-1] == "Next: apj call"
    assert [line.split()[2] for line in desk.read("ana/kept.md").splitlines() if line.startswith("- ")] == [
        "ben",
        "cleo",
    ]
    subjects = git(desk.root, "log", "--format=%s").splitlines()
    assert subjects.count("ana 2026-W48: kept") == 1
    assert git(desk.root, "show", "--name-only", "--format=", "HEAD") == "ana/kept.md"


def test_ctrl_c_at_the_second_partner_keeps_the_copy_of_the_first(tmp_path: Path, own_home: Path) -> None:
    desk = circle(tmp_path, own_home)
    with desk.apj("review") as terminal:
        terminal.answer("Keep a copy of Ben's goals? [Y/n]", ENTER).answer("Keep a copy of Cleo's goals? [Y/n]")
        terminal.stop(CTRL_C)
        said = " ".join(terminal.text.split())
    assert [line.split()[2] for line in desk.read("ana/kept.md").splitlines() if line.startswith("- ")] == ["ben"]
    assert "not shared yet." in said
    assert "Saved here but not shared: your copy of Ben's goals." in said
    assert git(desk.root, "log", "-1", "--format=%s") == "ana 2026-W48: kept"
    assert git(desk.root, "status", "--porcelain") == ""
    assert "kept" not in git(tmp_path / "shared.git", "log", "-1", "--format=%s")
    assert git(desk.root, "show", "--name-only", "--format=", "HEAD") == "ana/kept.md"


def test_review_without_partners_says_what_to_do(tmp_path: Path, own_home: Path) -> None:
    person = Person("ana", tmp_path / "ana", MONDAY)
    person.apj(
        "init", str(person.root), "--partner", "ana", "--email", "ana@example.org", "--timezone", "Europe/Lisbon"
    )
    with Desk(person.root, own_home, MONDAY).apj("review") as terminal:
        assert "git remote add origin URL" in terminal.end(2)
