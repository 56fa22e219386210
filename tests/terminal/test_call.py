"""Our half of Monday in a terminal: my report, the screen of the call, and the questions after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, CTRL_D, ENTER, LEFT, Desk

CLOCK = "(Enter: s) >"
TALKED = "(Enter: v) >"
CHANGED = "Did your goals change while you talked? [y/N]"
KEEP = "Keep a copy of Ana's goals, and share? [Y/n]"
AND_SHARE = "keep a copy of Ana's goals, and share?"
USUAL = "[n]o, one by one (Enter: y) >"
MONDAY = "2026-11-23T10:00+01:00"
SUNDAY = "2026-11-22T10:00+01:00"


def test_pressing_enter_at_every_question_records_keeps_and_shares_the_call(news: Desk) -> None:
    with news.apj("call", lines=50) as terminal:
        terminal.answer("From Ana: 1 commit").answer("Monday's call, 23 to 29 Nov (W48)").answer(CLOCK, "w", ENTER)
        terminal.answer("[-Three-]{+Two+} runs").answer("When you have talked by voice: record it")
        terminal.answer(USUAL, ENTER).answer("Agreed again").answer("Shared")
        assert terminal.end().splitlines()[-1] == "Next: apj log"
    assert "\ncall: voice\n" in news.read("ben/2026-W48.md")
    assert git(news.root, "status", "--porcelain") == ""
    assert git(news.root, "rev-parse", "HEAD") == git(news.root, "rev-parse", "origin/main")


def test_answering_later_in_a_call_changes_no_file(news: Desk) -> None:
    before = news.read("ben/2026-W48.md"), news.read("ben/kept.md")
    with news.apj("call", lines=50) as terminal:
        terminal.answer(CLOCK, "w", ENTER).answer(USUAL, "n", ENTER).answer(TALKED, "l", ENTER)
        terminal.answer("After the call: apj call").end()
        assert KEEP not in terminal.text
    assert (news.read("ben/2026-W48.md"), news.read("ben/kept.md")) == before


def test_before_the_day_of_the_call_enter_means_later(ben: Desk) -> None:
    with ben.at(SUNDAY).apj("call", lines=50) as terminal:
        terminal.answer("(Enter: l) >", ENTER).answer("After the call: apj call").end()


def test_call_does_not_ask_again_about_a_recorded_call(ben: Desk) -> None:
    assert ben.at(MONDAY).piped("call", "--medium", "video").returncode == 0
    with ben.at(MONDAY).apj("call", lines=50) as terminal:
        terminal.answer("Recorded for this call: by video.").answer(CHANGED, ENTER).end()
        assert "How did you talk?" not in terminal.text


def test_goals_that_change_during_the_call_can_be_edited_before_a_copy_is_kept(news: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    change = "s/Mark the essays/Mark ten essays/"
    editor.write_text(f'#!/bin/sh\nfor file; do :; done\nsed -i "{change}" "$file"\n', "utf-8")  # the last word
    editor.chmod(0o755)
    with news.apj("call", lines=50, EDITOR=str(editor)) as terminal:
        terminal.answer(CLOCK, "w", ENTER).answer(USUAL, "g", ENTER).answer(USUAL, "n", ENTER)
        terminal.answer(TALKED, "p", ENTER).answer(KEEP, "n", ENTER).answer("Share now? [Y/n]", ENTER).end()
        assert CHANGED not in terminal.text
    assert git(news.root, "show", "origin/main:ben/2026-W48.md").count("Mark ten essays") == 1
    assert "call: in_person" in news.read("ben/2026-W48.md")


def test_a_missing_editor_does_not_end_the_call(news: Desk) -> None:
    with news.apj("call", lines=60, EDITOR="no-editor") as terminal:
        terminal.answer(CLOCK, ENTER).answer("0:00 of", "g").answer("no-editor is not installed.")
        terminal.answer("0:0", "e").answer(USUAL, "g", ENTER).answer("no-editor is not installed.")
        terminal.answer(USUAL, ENTER).answer("Shared").end()
    assert "\ncall: voice\n" in news.read("ben/2026-W48.md")


def test_call_asks_for_my_due_report_before_it_shows_the_partners_week(ana: Desk, ben: Desk) -> None:
    ana.write("ana/2026-W49.md", "---\ngoals:\n  - A goal that is new\n---\n")
    assert ana.piped("sync").returncode == 0
    with ben.apj("call", lines=60) as terminal:
        seen = terminal.see("(Enter: skip) > ")
        assert "Your report on 23 to 29 Nov (W48) comes first." in seen
        assert "A goal that is new" not in seen
        terminal.press("n", ENTER)
        terminal.answer("(Enter: skip) > ", ENTER).answer("A goal that is new")
        terminal.answer(CLOCK, "w", ENTER).answer("share? [Y/n]", "n", ENTER)  # there are no goals to change
        terminal.answer(TALKED, "l", ENTER).answer("Share now? [Y/n]", "n", ENTER).end()
    assert "mark-the-essays: not done" in ben.read("ben/2026-W48.md")


@pytest.mark.parametrize(("answer", "is_shared"), [("y", True), ("n", False), (CTRL_C, False)])
def test_a_report_given_in_the_call_is_shared_only_after_the_last_question(
    ben: Desk, answer: str, is_shared: bool
) -> None:
    with ben.apj("call", lines=60) as terminal:
        terminal.answer("(Enter: skip) > ", "n", ENTER)
        terminal.answer("(Enter: skip) > ", ENTER)
        terminal.answer(CLOCK, "w", ENTER).answer(TALKED, ENTER).answer("Share now? [Y/n]")
        assert "outcomes" not in git(ben.root, "show", "origin/main:ben/2026-W48.md")
        if answer == CTRL_C:
            said = " ".join(terminal.stop(CTRL_C).split())
            assert "Saved here but not shared: your report in ben/2026-W48.md and how you talked" in said
        else:
            terminal.press(answer, ENTER).end()
    shared = git(ben.root.parent / "shared.git", "show", "main:ben/2026-W48.md")
    assert ("outcomes" in shared) == is_shared
    assert "mark-the-essays: not done" in ben.read("ben/2026-W48.md")


@pytest.mark.parametrize("question", [CLOCK, USUAL, TALKED, KEEP])
def test_ctrl_c_at_any_question_of_a_call_leaves_the_journal_valid(news: Desk, question: str) -> None:
    with news.apj("call", lines=50) as terminal:
        for asked, key in ((CLOCK, "w\r"), (USUAL, "n\r"), (TALKED, ENTER), (KEEP, ENTER)):
            terminal.answer(asked)
            if asked == question:
                break
            terminal.press(key)
        terminal.stop(CTRL_C)
    assert git(news.root, "fsck", "--strict", "--no-dangling", "--no-progress") == ""
    assert news.piped("check").returncode == 0
    assert news.piped("sync").returncode == 0


def test_call_offline_shows_the_partners_week_as_last_received(ben: Desk) -> None:
    git(ben.root, "remote", "set-url", "origin", str(ben.root.parent / "gone.git"))
    with ben.at(MONDAY).apj("call", lines=60) as terminal:
        terminal.answer("Ana's goals").answer(CLOCK, "w", ENTER).answer(TALKED, "l", ENTER).end(4)


def test_the_clock_of_a_call_counts_each_part_and_records_notes(news: Desk) -> None:
    with news.apj("call", lines=60) as terminal:
        terminal.answer(CLOCK, ENTER).answer("n: take a note, g: change your goals, e: end the")
        terminal.answer("Ana's goals  0:01 of").press("?").answer("n: take a note").press(LEFT)
        terminal.answer("Ana's goals  0:0").press("n", "she asks for the pencil", ENTER).answer(
            "Ana's goals  0:0", ENTER
        )
        terminal.answer("Ben's goals  0:00 of", ENTER).answer("For each other  0:00 of", ENTER)
        terminal.answer("[-Three-]{+Two+} runs").answer(f"By voice. Record it, {AND_SHARE}").answer(USUAL, ENTER)
        terminal.answer("You kept a copy of Ana's").answer("Shared")
        terminal.end()
        assert not [words for words in (CHANGED, TALKED, "not shared yet") if words in terminal.text]
    assert git(news.root, "rev-parse", "HEAD") == git(news.root, "rev-parse", "origin/main")
    assert news.read("ben/2026-W48.md").endswith("\n## Call\n- Ana's goals: she asks for the pencil\n")
    assert "\ncall: voice\n" in news.read("ben/2026-W48.md")


def test_call_does_not_ask_again_about_goals_edited_during_the_clock(news: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nfor file; do :; done\nsed -i "s/Mark the essays/Mark ten essays/" "$file"\n', "utf-8")
    editor.chmod(0o755)
    with news.apj("call", lines=60, EDITOR=str(editor)) as terminal:
        terminal.answer(CLOCK, ENTER).answer("0:00 of", "g").answer("0:0", "e").answer(USUAL, "n", ENTER)
        terminal.answer(TALKED, ENTER).answer(KEEP, "n", ENTER).answer("Share now? [Y/n]", "n", ENTER).end()
        assert CHANGED not in terminal.text
    assert "Mark ten essays" in news.read("ben/2026-W48.md")


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_ctrl_c_during_the_clock_of_a_call_says_what_was_saved(news: Desk, key: str) -> None:
    with news.apj("call", lines=60) as terminal:
        terminal.answer(CLOCK, ENTER).answer("0:00 of", "n", "a pencil", ENTER).see("0:0")
        said = " ".join(terminal.stop(key).split())
    assert "min Cancelled. Saved here but not shared: your notes in ben/2026-W48.md." in said


@pytest.mark.parametrize("now", [SUNDAY, "2026-11-23T10:00+01:00"])
def test_the_clock_of_a_call_is_offered_from_its_day_until_the_call_is_recorded(ben: Desk, now: str) -> None:
    if now != SUNDAY:
        assert ben.at(now).piped("call", "--medium", "voice").returncode == 0
    with ben.at(now).apj("call", lines=50) as terminal:
        terminal.answer("[y/N]" if now != SUNDAY else "(Enter: l) >", ENTER).end()
        assert "clock" not in terminal.text
