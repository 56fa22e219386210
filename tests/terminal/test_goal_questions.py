"""The questions about new goals in a terminal: only those that a partner wants, and Enter skips one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.terminal.terminal import CTRL_C, ENTER, Desk, Terminal

WAY = "(Enter: skip) > "
LEARNED = "What did you learn? (Enter: skip) > "
CARRY = "(Enter: b) > "
HARDEST = "Which goal is the hardest?  [1] [2] (Enter: skip) > "
KIND = "What may get in its way?"
TAKE = "Choose one by its number (Enter: write another) > "
TRIED = """\
---
goals:
  - goal: {goal}
    obstacles:
      - interest: I open the site editor -> I write one paragraph first
outcomes: [{result}]
happened:
  - {{kind: interest, goal: 1, note: fonts, plan: {plan}}}
---
"""


@pytest.fixture
def fresh(ana: Desk) -> Desk:
    """Ana's desk, after the report of last week."""
    ana.write("ana/2026-W48.md", "---\ngoals: [Three runs]\noutcomes: [done]\n---\n")
    return ana


def asking(desk: Desk, *asks: str) -> Desk:
    """Set the questions that Ana wants."""
    text = desk.read("ana/partner.md")
    assert "asks: [obstacles]" in text
    desk.write("ana/partner.md", text.replace("asks: [obstacles]", f"asks: [{', '.join(asks)}]"))
    return desk


def typed(terminal: Terminal, *goals: str) -> Terminal:
    for number, goal in enumerate((*goals, ""), 1):
        terminal.answer(f"  {number} > ", goal, ENTER)
    return terminal


def test_the_hardest_goal_gets_an_if_then_plan(fresh: Desk) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page", "Two runs").answer(HARDEST, "1", ENTER).answer(KIND).answer(WAY, "i", ENTER)
        terminal.answer("If (Enter: skip) > ", "if I open the site editor", ENTER)
        terminal.answer("then (Enter: skip) > ", "then I write one paragraph", ENTER)
        terminal.answer("Is another goal hard?  [2] (Enter: skip) > ", ENTER).answer("Noted in").end()
    assert fresh.read("ana/2026-W49.md") == (
        "---\ngoals:\n  - goal: One page\n    obstacles:\n"
        "      - interest: I open the site editor -> I write one paragraph\n  - Two runs\n---\n"
    )


def test_new_week_asks_only_for_missing_parts_of_a_plan(fresh: Desk) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page", "Two runs").answer(HARDEST, "1", ENTER)
        terminal.answer(WAY, "I open the site editor", ENTER).answer("Type f, i, s, u or o, then a few words")
        terminal.answer(WAY, "i if the site editor opens, then I write a page", ENTER)
        terminal.answer("Is another goal hard?  [2] (Enter: skip) > ", "2", ENTER).answer(WAY, "s: a long day", ENTER)
        terminal.answer("then (Enter: skip) > ", "then I walk", ENTER).answer("Noted in").end()
    assert "      - interest: the site editor opens -> I write a page\n" in fresh.read("ana/2026-W49.md")
    assert "      - stress: a long day -> I walk\n" in fresh.read("ana/2026-W49.md")


@pytest.mark.parametrize(
    "answer", ["f I drift -> I stand up", "focus: I drift → I stand up", "f if I drift, then I stand up"]
)
def test_a_whole_plan_can_be_typed_as_one_answer(fresh: Desk, answer: str) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page").answer(WAY, answer, ENTER)
        assert "then (Enter" not in terminal.end()
    assert "      - focus: I drift -> I stand up\n" in fresh.read("ana/2026-W49.md")


def test_the_hardest_goal_and_its_plan_can_be_one_answer(fresh: Desk) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page", "Two runs", "Sleep")
        terminal.answer("[1] [2] [3] (Enter: skip) > ", "2 f I drift -> I stand up", ENTER)
        terminal.answer("Is another goal hard?  [1] [3] (Enter: skip) > ", "3 late mails -> I stop at nine", ENTER)
        terminal.answer(WAY, "s", ENTER).end()
    written = fresh.read("ana/2026-W49.md")
    assert "  - goal: Two runs\n    obstacles:\n      - focus: I drift -> I stand up\n" in written
    assert "  - goal: Sleep\n    obstacles:\n      - stress: late mails -> I stop at nine\n" in written


def test_new_week_asks_about_at_most_two_hardest_goals(fresh: Desk) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page", "Two runs", "Sleep").answer("[1] [2] [3] (Enter: skip) > ", "3", ENTER)
        terminal.answer(WAY, "s", ENTER).answer("If (Enter: skip) > ", "it is late", ENTER).answer(
            "then (Enter: skip) > ", "I go to bed", ENTER
        )
        terminal.answer("Is another goal hard?  [1] [2] (Enter: skip) > ", "1", ENTER)
        terminal.answer(WAY, "f", ENTER).answer("If (Enter: skip) > ", "I drift", ENTER).answer(
            "then (Enter: skip) > ", "I stand up", ENTER
        )
        assert "Is another goal hard" not in terminal.end()
    assert fresh.read("ana/2026-W49.md").count("obstacles:") == 2


def test_pressing_enter_skips_the_plan_of_a_goal(fresh: Desk) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page").answer(KIND).answer(WAY, ENTER).end()
    assert fresh.read("ana/2026-W49.md") == "---\ngoals:\n  - One page\n---\n"


def test_an_obstacle_without_a_plan_is_written_and_gets_a_hint(fresh: Desk) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page").answer(WAY, "u", ENTER).answer(
            "If (Enter: skip) > ", "school closes", ENTER
        ).answer("then (Enter: skip) > ", ENTER)
        terminal.answer("This obstacle has no plan yet").end()
    assert "- unforeseen: school closes\n" in fresh.read("ana/2026-W49.md")


def test_plans_that_worked_are_offered_with_their_counts(fresh: Desk) -> None:
    for number, plan in ((44, "worked"), (45, "did_not_work"), (46, "worked"), (47, "forgotten")):
        fresh.write(f"ana/2026-W{number}.md", TRIED.format(goal=f"Goal {number}", result="done", plan=plan))
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page").answer(WAY, "i", ENTER)
        told = terminal.see(TAKE)
        assert "[1] if I open the site editor, then I write one paragraph first; worked 2 of\n        3 times" in told
        terminal.press("1", ENTER).end()
    assert "- interest: I open the site editor -> I write one paragraph first\n" in fresh.read("ana/2026-W49.md")


@pytest.mark.parametrize(("weeks", "is_offered"), [(52, True), (53, False)])
def test_a_plan_that_worked_is_offered_for_52_weeks(fresh: Desk, weeks: int, *, is_offered: bool) -> None:
    for number in range(weeks):
        week = date.fromisocalendar(2026, 48, 1) - timedelta(weeks=number)
        name = "ana/{}-W{:02}.md".format(*week.isocalendar()[:2])
        is_oldest = number == weeks - 1
        tried = TRIED.format(goal="Goal", result="done", plan="worked")
        fresh.write(name, tried if is_oldest else "---\ngoals:\n  - Rest\noutcomes: [done]\n---\n")
    with fresh.apj("new-week", "--no-sync", "--without-report") as terminal:
        typed(terminal, "One page").answer(WAY, "i", ENTER)
        told = terminal.see("[1] if I open" if is_offered else "If (Enter: skip) > ")
        assert ("What worked for you before" in told) is is_offered
        terminal.stop(CTRL_C)


def test_a_plan_that_worked_is_offered_only_for_its_own_kind_of_obstacle(fresh: Desk) -> None:
    fresh.write("ana/2026-W47.md", TRIED.format(goal="Goal", result="done", plan="worked"))
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page").answer(WAY, "s", ENTER)
        assert "What worked" not in terminal.see("If (Enter: skip) > ")
        terminal.press(ENTER).end()


def test_new_week_asks_about_no_obstacles_when_the_partner_file_turns_them_off(fresh: Desk) -> None:
    with asking(fresh).apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page", "Two runs").answer("Noted in ana/2026-W49.md.").end()
        assert "hardest" not in terminal.text


def test_after_a_week_without_a_done_goal_new_week_asks_only_for_goals(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        terminal.answer(WAY, "0", ENTER).answer(WAY, ENTER).answer(CARRY, "b", ENTER)
        typed(terminal, "One page").answer("Noted in ana/2026-W49.md.").end()


def test_each_chosen_question_is_asked_about_each_goal(fresh: Desk) -> None:
    with asking(fresh, "done_when", "confidence", "area").apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page", "Two runs").answer("1 One page").answer("Done when (Enter: skip) > ", "sent", ENTER)
        terminal.answer("How sure are you, 0 to 100? (Enter: skip) > ", "very", ENTER)
        terminal.answer("not a number from 0 to 100").answer("(Enter: skip) > ", "101", ENTER)
        terminal.answer("not a number from 0 to 100").answer("(Enter: skip) > ", "100", ENTER)
        terminal.answer("[1] professional  [2] personal (Enter: skip) > ", "1", ENTER).answer("2 Two runs")
        terminal.answer("Done when (Enter: skip) > ", ENTER).answer("How sure are you", ENTER).answer(
            "(Enter: skip) > ", ENTER
        )
        terminal.end()
    assert fresh.read("ana/2026-W49.md") == (
        "---\ngoals:\n  - goal: One page\n    done_when: sent\n    area: professional\n    confidence: 100\n"
        "  - Two runs\n---\n"
    )


def test_new_week_does_not_ask_again_for_details_of_a_carried_goal(ana: Desk) -> None:
    with asking(ana, "done_when", "obstacles").apj("new-week", "--no-sync", "--without-report") as terminal:
        terminal.answer(CARRY, "s", ENTER).answer("[k]eep it", "k", ENTER)
        for _ in range(3):
            terminal.answer("[k]eep it", ENTER)
        terminal.answer("  2 > ", ENTER).answer("Noted in").end()
        assert "Done when, or" not in terminal.text
    assert "done_when: Mail sent with the PDF attached" in ana.read("ana/2026-W49.md")


def test_new_week_asks_whether_to_keep_shrink_or_drop_a_goal_carried_again(ana: Desk) -> None:
    ana.write("ana/2026-W47.md", "---\ngoals: [Three runs, Call Olga, Ring the tax office]\n---\n")
    again = "[k]eep it  [s]hrink it  [e]very week  [d]rop it (Enter: s) > "
    with asking(ana).apj("new-week", "--no-sync", "--without-report") as terminal:
        terminal.answer(CARRY, "a", ENTER).answer("Three runs  was carried before.").answer(again, ENTER)
        terminal.answer("The smaller goal", "One run", ENTER).answer("Ring the tax office").answer(again, "d", ENTER)
        terminal.answer("Call Olga").answer(again, "e", ENTER).answer("  4 > ", ENTER).answer("Noted in").end()
    new, old = ana.read("ana/2026-W49.md"), ana.read("ana/2026-W48.md")
    assert "goal: One run\n    decision: shrink" in new
    assert "goal: Call Olga\n    every: week\n" in new
    assert "tax office" not in new
    assert "ring-the-tax-office: dropped\n" in old
    assert "three-runs" not in old


@pytest.mark.parametrize("question", [HARDEST, WAY, "If (Enter: skip) > ", "then (Enter: skip) > "])
def test_ctrl_c_at_a_question_about_obstacles_writes_no_file(fresh: Desk, question: str) -> None:
    with fresh.apj("new-week", "--no-sync") as terminal:
        typed(terminal, "One page", "Two runs")
        for asked, key in (
            (HARDEST, f"1{ENTER}"),
            (WAY, f"i{ENTER}"),
            ("If (Enter: skip) > ", f"x{ENTER}"),
            ("then (Enter: skip) > ", f"y{ENTER}"),
        ):
            terminal.answer(asked)
            if asked == question:
                break
            terminal.press(key)
        terminal.stop(CTRL_C)
    assert not (fresh.root / "ana/2026-W49.md").exists()
