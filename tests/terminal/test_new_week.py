"""Monday in a terminal: the report, what is carried, the goals, sharing."""

from __future__ import annotations

import json

import pytest

from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, CTRL_D, ENTER, LEFT, UP, Desk, Terminal

WEDNESDAY = "2026-11-25T18:00+01:00"
FIRST = WAY = "(Enter: skip) > "
WORDS = "In a few words (Enter: skip) > "
LEARNED = "What did you learn? (Enter: skip) > "
CARRY = "(Enter: b) > "
RESULT = "[x] dropped (Enter: skip) > "
SHARE = "Share now? [Y/n]"
DISCARDED = "Cancelled. Your answers in this dialogue were discarded; nothing else changed."

BAD_MONDAY = """\
Your report on 23 to 29 Nov (W48) comes first. You had 4 goals.
  1 Send the grant draft to Ines
      done when  Mail sent with the PDF attached
    [d]one  [p]artly  [n]ot done  [x] dropped  [0] none of the 4  [l]ater
    (Enter: skip) > 0
  What got in the way? Your log says: Wed, interest: two hours of comparing
  fonts.
  [y] that did  [f]ocus: attention drifted  [i]nterest: something more
  interesting  [s]tress  [u]nforeseen: out of the blue  [o]ther
  (Enter: skip) > s a long week
Noted: 4 goals not done; stress.

Carry any of them over?  [b] begin fresh  [a] all  [s] some (Enter: b) > b
Goals for 30 Nov to 6 Dec (W49), one per line, then an empty line:
  1 > One page of the grant
  2 >
Noted in ana/2026-W49.md.
Share now? [Y/n]
Shared. Ben sees your week at your call on Mon 30 Nov, 09:00.
Next: apj call"""


@pytest.fixture
def logged(ana: Desk) -> Desk:
    """Ana's desk, with a line in the log of her Wednesday."""
    assert ana.at(WEDNESDAY).piped("log", "-i", "two hours of comparing fonts").returncode == 0
    return ana


def report_none(terminal: Terminal) -> Terminal:
    """Type the shortest report: no goal done, and no further answers."""
    return terminal.answer(FIRST, "0", ENTER).answer(WAY, ENTER)


def write_goals(terminal: Terminal, *goals: str, first: int = 1) -> Terminal:
    """Type goals, and an empty line."""
    for number, goal in enumerate((*goals, ""), first):
        terminal.answer(f"  {number} > ", goal, ENTER)
    return terminal


def test_the_report_of_a_week_without_a_done_goal_takes_few_keys(logged: Desk) -> None:
    with logged.apj("new-week") as terminal:
        terminal.answer(FIRST, "0", ENTER).answer(WAY, "s a long week", ENTER)
        terminal.answer(CARRY, "b", ENTER)
        write_goals(terminal, "One page of the grant").answer(SHARE, ENTER).end()
        assert terminal.text == BAD_MONDAY
    assert logged.read("ana/2026-W49.md") == "---\ngoals:\n  - One page of the grant\n---\n"
    assert "happened:\n  - stress: a long week\n---\n" in logged.read("ana/2026-W48.md")
    assert git(logged.root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("answer", "asks", "written"),
    [
        ("0 s a long week", False, "- stress: a long week\n"),
        ("none of the 4: Focus", True, "- focus\n"),
        ("0 too much", True, "- other: too much\n"),
    ],
)
def test_that_no_goal_was_done_and_what_got_in_the_way_can_be_one_answer(
    answer: str, asks: bool, written: str, ana: Desk
) -> None:
    with ana.apj("report") as terminal:
        terminal.answer(FIRST, answer, ENTER)
        if asks:
            terminal.answer(WAY, ENTER)
        terminal.end()
        assert ("What got in the way?" in terminal.text) is (answer == "0 too much")
    assert written in ana.read("ana/2026-W48.md")


@pytest.mark.parametrize(
    ("answer", "outcome", "happened"),
    [("n s a long week", "not done", "- stress: a long week\n"), ("n, moved to June", "not done, moved to June", "")],
)
def test_the_report_of_a_single_goal_that_was_not_done_is_one_answer(
    answer: str, outcome: str, happened: str, ben: Desk
) -> None:
    with ben.apj("report") as terminal:
        asked = terminal.see(FIRST)
        assert "none of" not in asked
        terminal.press(answer, ENTER)
        if not happened:
            terminal.answer(WAY, ENTER)
        assert "What did you learn?" not in terminal.end()
    written = ben.read("ben/2026-W48.md")
    assert f"  mark-the-essays: {outcome}\n" in written
    assert written.endswith(f"happened:\n  {happened}---\n") is bool(happened)


def test_a_single_unfinished_goal_is_carried_over_with_one_question(ana: Desk) -> None:
    told = ("-o", "1=done", "-o", "2=done", "-o", "3=partly", "-o", "4=done", "--happened", "stress", "--learned", "x")
    assert ana.piped("report", *told).returncode == 0
    with ana.apj("new-week", "--no-sync") as terminal:
        asked = terminal.see("Carry it over?  [k]eep it  [s]hrink it (Enter: leave it) > ")
        assert "Still open from last time:\n  Ring the tax office\n" in asked
        terminal.press(ENTER)
        write_goals(terminal, "Sleep").answer(WAY, ENTER).end()
    assert ana.read("ana/2026-W49.md") == "---\ngoals:\n  - Sleep\n---\n"


def test_answers_typed_before_their_questions_are_used(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        terminal.press("0", ENTER, ENTER, ENTER, "One page", ENTER, "Two runs", ENTER, ENTER).end()
    assert ana.read("ana/2026-W49.md") == "---\ngoals:\n  - One page\n  - Two runs\n---\n"


def test_report_asks_about_each_goal_and_shows_its_done_when(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        asked = terminal.see(FIRST)
        assert "1 Send the grant draft to Ines\n      done when  Mail sent with the PDF attached\n" in asked
        terminal.press("p", ENTER).answer(WORDS, "page 6 of 8", ENTER)
        terminal.answer("2 Three runs").answer(RESULT, "d", ENTER)
        terminal.answer("3 Ring the tax office").answer(RESULT, "not done, private", ENTER)
        terminal.answer("4 Call Olga").answer(RESULT, "x", ENTER).answer(WORDS, "she is away", ENTER)
        terminal.answer(WAY, "u", ENTER).answer(WORDS, "school closed", ENTER)
        terminal.answer(LEARNED, "surprises cost me the mornings", ENTER)
        terminal.see("Noted: 1 partly, 1 done, 1 not done, 1 dropped; unforeseen.")
    written = ana.read("ana/2026-W48.md")
    assert "send-the-grant-draft-to-ines: partly, page 6 of 8\n" in written
    assert "three-runs: done\n" in written
    assert "ring-the-tax-office: not done, private\n" in written
    assert "call-olga: dropped, she is away\n" in written
    assert "- unforeseen: school closed\n" in written
    assert "learned: surprises cost me the mornings\n" in written


def test_report_offers_the_words_of_the_log_as_the_answer(logged: Desk) -> None:
    with logged.apj("report") as terminal:
        terminal.answer(FIRST, "0", ENTER)
        assert "Your log says: Wed, interest: two hours of comparing\n  fonts." in terminal.see(WAY)
        terminal.press("i", ENTER).answer("[two hours of comparing fonts] > ", ENTER)
        terminal.answer("Your plan was: if I open the site editor, then I write one paragraph first.")
        terminal.answer("[f]orgotten (Enter: skip) > ", "f", ENTER)
        terminal.end()
        assert terminal.text.endswith("Next: apj new-week")
    written = logged.read("ana/2026-W48.md")
    assert "note: two hours of comparing fonts" in written
    assert "plan: forgotten" in written


def test_one_key_accepts_all_log_lines_as_obstacles_of_the_report(logged: Desk) -> None:
    for line in (["-s", "deadline moved"], ["a good talk with Olga"], ["-s", "and moved again"]):
        assert logged.at(WEDNESDAY).piped("log", *line).returncode == 0
    with logged.apj("report") as terminal:
        terminal.answer(FIRST, "0", ENTER)
        assert "Your log says:\n    Wed, interest: two hours of comparing fonts\n" in terminal.see("[y] these did")
        terminal.press("y", ENTER).answer("Your plan was: if I open the site editor")
        terminal.answer("[f]orgotten (Enter: skip) > ", "f", ENTER)
        terminal.answer("4 goals not done; interest, stress, stress.").end()
    week = json.loads(logged.piped("show", "ana", "W48", "--json").stdout)["weeks"][0]
    entries = [*week["happened"], *(entry for goal in week["goals"] for entry in goal["happened"])]
    assert [(entry["kind"], entry["note"], entry["plan"], entry["foreseen"]) for entry in entries] == [
        ("stress", "deadline moved", None, False),
        ("stress", "and moved again", None, False),
        ("interest", "two hours of comparing fonts", "forgotten", True),
    ]


def test_a_log_line_without_a_kind_is_not_offered_as_an_obstacle(ana: Desk) -> None:
    assert ana.at(WEDNESDAY).piped("log", "a good talk with Olga").returncode == 0
    with ana.apj("report") as terminal:
        terminal.answer(FIRST, "0", ENTER)
        assert "[y]" not in terminal.see(WAY)
        terminal.press(ENTER).end()


def test_report_asks_about_a_plan_only_for_its_own_kind_of_obstacle(ana: Desk) -> None:
    with ana.apj("report") as terminal:
        terminal.answer(FIRST, "0", ENTER).answer(WAY, "u", ENTER).answer(WORDS, ENTER)
        assert "Your plan was" not in terminal.see("Noted: 4 goals not done; unforeseen.")


def test_report_asks_only_for_what_the_file_does_not_contain(ana: Desk) -> None:
    told = ("-o", "1=done", "-o", "2=done", "-o", "3=done", "--happened", "stress", "--learned", "Less is more")
    assert ana.piped("report", *told).returncode == 0
    with ana.apj("report") as terminal:
        terminal.answer("4 Call Olga").answer("[x] dropped (Enter: skip) > ", "d", ENTER)
        assert "way" not in terminal.end()


def test_a_report_whose_file_vanishes_meanwhile_is_not_written_and_the_answers_are_kept(ana: Desk) -> None:
    with ana.apj("report") as terminal:
        terminal.answer("[d]one", "p page 6 of 8", ENTER)
        (ana.root / "ana/2026-W48.md").unlink()
        for _ in range(3):
            terminal.answer("[d]one", "d", ENTER)
        terminal.answer("What got in the way", ENTER).answer("What did you learn?", "Ask first", ENTER)
        said = " ".join(terminal.end(1).split())
    assert "ana/2026-W48.md is in the journal but not on this disk." in said
    assert "Your answers are in .git/apj/recover/answers.1.md." in said
    assert ana.read(".git/apj/recover/answers.1.md").splitlines()[:2] == [
        "Send the grant draft to Ines: partly, page 6 of 8",
        "Three runs: done",
    ]
    assert ana.read(".git/apj/recover/answers.1.md").endswith("\nAsk first\n")


def test_goals_typed_for_a_week_that_appears_meanwhile_are_kept(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER).see("  1 >")
        ana.write("ana/2026-W49.md", "---\ngoals:\n  - From the phone\n---\n")
        terminal.press("Rest", ENTER).answer("  2 > ", ENTER)
        said = " ".join(terminal.end(1).split())
    assert "Your answers are in .git/apj/recover/answers.1.md." in said
    assert ana.read(".git/apj/recover/answers.1.md").startswith("- Rest\n")


def test_goals_can_be_carried_unchanged_or_in_a_smaller_form(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        report_none(terminal).answer(CARRY, "s", ENTER)
        terminal.answer("Send the grant draft to Ines").answer("leave it) > ", "s", ENTER)
        terminal.answer("the same words) > ", "One page of the grant draft", ENTER)
        terminal.answer("Three runs").answer("leave it) > ", "k", ENTER)
        terminal.answer("Ring the tax office").answer("leave it) > ", ENTER)
        terminal.answer("Call Olga").answer("leave it) > ", ENTER)
        assert "  1 > One page of the grant draft\n  2 > Three runs\n" in terminal.see("  3 > ")
        terminal.press("Sleep", ENTER).answer("  4 > ", ENTER)
        terminal.end()
    shown = ana.piped("show", "ana", "W49", "--json").stdout.decode()
    assert '"decision": "shrink"' in shown
    assert '"decision": "keep"' in shown
    assert "id: send-the-grant-draft-to-ines\n" in ana.read("ana/2026-W49.md")
    assert "done_when" not in ana.read("ana/2026-W49.md")


def test_one_key_in_new_week_carries_over_all_unfinished_goals(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        report_none(terminal).answer(CARRY, "a", ENTER).answer("  5 > ", ENTER)
        terminal.end()
    assert ana.read("ana/2026-W49.md").count("decision: keep") == 4


def test_a_report_postponed_in_new_week_is_recorded_as_skipped(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        terminal.answer(FIRST, "l", ENTER)
        told = terminal.see(CARRY)
        assert "You can give your report at any time: apj report" in told
        assert "Still open from last time:\n  - Send the grant draft to Ines\n" in told
        write_goals(terminal.press("b", ENTER), "Sleep").answer(WAY, ENTER).end()
    assert "report_skipped: true" in ana.read("ana/2026-W49.md")
    assert "outcomes" not in ana.read("ana/2026-W48.md")


def test_goals_left_open_in_the_report_do_not_block_the_new_week(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        terminal.answer(FIRST, "d", ENTER)
        terminal.answer(RESULT, ENTER).answer(RESULT, ENTER).answer(RESULT, ENTER)
        terminal.answer(WAY, ENTER).answer(LEARNED, ENTER)
        terminal.answer("Noted: 1 goal done.\nStill open: Three runs; Ring the tax office; Call Olga\n")
        terminal.answer(CARRY, "b", ENTER)
        write_goals(terminal, "Sleep").answer(WAY, ENTER).end()
    assert "- Sleep\n" in ana.read("ana/2026-W49.md")


def test_parked_ideas_are_shown_before_new_week_asks_for_goals(ana: Desk) -> None:
    ana.piped("park", "a", "newsletter")
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY, ENTER)
        assert "Parked ideas:\n  a newsletter\n" in terminal.see("Goals for 30 Nov to 6 Dec (W49)")


def test_a_sixth_goal_gets_one_hint(ana: Desk) -> None:
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER)
        write_goals(terminal, *"ABCDEF")
        assert "This week has 6 goals; plans help most if there are only a few" in terminal.see(SHARE).replace(
            "\n", " "
        )


def test_sharing_is_the_next_step_if_i_declined_it(ana: Desk) -> None:
    head = git(ana.root, "rev-parse", "HEAD")
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER)
        write_goals(terminal, "Sleep").answer(SHARE, "n", ENTER).end()
        assert "Next: apj " in terminal.text.splitlines()[-1]
    assert git(ana.root, "rev-parse", "HEAD") == head


def test_new_week_reports_a_file_that_sharing_skipped(ana: Desk) -> None:
    (ana.root / "ana" / "desk.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER)
        write_goals(terminal, "Sleep").answer(SHARE, ENTER)
        assert "ana/desk.jpg" in terminal.end()


def test_new_week_reports_a_file_that_sharing_quarantined(desks: tuple[Desk, Desk]) -> None:
    ana, ben = desks
    ben.write("ben/.exrc", "set secure\n")
    git(ben.root, "add", "-f", "ben/.exrc")
    git(ben.root, "-c", "user.email=ben@example.org", "commit", "-q", "-m", "Add my settings")
    git(ben.root, "push", "-q")
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER)
        write_goals(terminal, "Sleep").answer(SHARE, ENTER)
        assert "ben/.exrc" in terminal.end()


def test_new_week_does_not_ask_what_its_options_answer(ana: Desk) -> None:
    with ana.apj("new-week", "-g", "Sleep", "--without-report", "ill in bed", "--no-sync") as terminal:
        terminal.end()
        assert "?" not in terminal.text
        assert terminal.text.splitlines()[-1].startswith("Next: apj ")
    assert "report_skipped: ill in bed" in ana.read("ana/2026-W49.md")


def test_goals_with_yaml_syntax_are_stored_as_typed(ana: Desk) -> None:
    odd = ("Ship v1: docs", "No", "- 10 pages # draft", '"Deep" work', "Großvaters Uhr 🕰")
    with ana.apj("new-week", "--no-sync") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER)
        write_goals(terminal, *odd).end()
    shown = json.loads(ana.piped("show", "ana", "W49", "--json").stdout)
    assert tuple(goal["goal"] for goal in shown["weeks"][0]["goals"]) == odd


def test_a_typed_line_can_be_edited_with_the_arrow_keys(ana: Desk) -> None:
    with ana.apj("new-week", "--no-sync") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER)
        terminal.answer("  1 > ", "One pge", LEFT, LEFT, "a", ENTER)
        terminal.answer("  2 > ", ENTER)
        terminal.end()
    assert ana.read("ana/2026-W49.md") == "---\ngoals:\n  - One page\n---\n"


def test_an_arrow_key_does_not_count_as_an_answer(ana: Desk) -> None:
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY, UP, "z", ENTER)  # an arrow ends with an A
        terminal.answer("Type b, a or s, or ? for an explanation.").answer(CARRY, "b", ENTER).see(
            "Goals for 30 Nov to 6 Dec (W49)"
        )


@pytest.mark.parametrize("stop", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    "before",
    [
        ((FIRST, ""),),
        ((FIRST, f"p{ENTER}"), (WORDS, "")),
        ((FIRST, f"0{ENTER}"), (WAY, "")),
        ((FIRST, f"0{ENTER}"), (WAY, f"s{ENTER}"), (WORDS, "")),
        ((FIRST, ENTER), *[(RESULT, ENTER)] * 3, (WAY, ENTER), (LEARNED, "")),
    ],
    ids=["result", "words", "way", "note", "learned"],
)
def test_cancelling_during_the_report_writes_no_file(ana: Desk, before: tuple[tuple[str, str], ...], stop: str) -> None:
    with ana.apj("new-week") as terminal:
        for question, key in before:
            terminal.answer(question, key)
        assert DISCARDED in terminal.stop(stop).replace("\n", " ")
    assert git(ana.root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "before",
    [
        ((CARRY, ""),),
        ((CARRY, f"s{ENTER}"), ("leave it) > ", "")),
        ((CARRY, f"s{ENTER}"), ("leave it) > ", f"s{ENTER}"), ("the same words) > ", "")),
        ((CARRY, f"b{ENTER}"), ("1 > ", f"One page{ENTER}"), ("2 > ", "half a")),
    ],
    ids=["carry", "some", "smaller", "goals"],
)
def test_cancelling_new_week_before_the_goals_are_complete_keeps_only_the_report(
    ana: Desk, before: tuple[tuple[str, str], ...]
) -> None:
    with ana.apj("new-week") as terminal:
        report_none(terminal)
        for question, key in before:
            terminal.answer(question, key)
        terminal.see(before[-1][1])  # what is typed; the system throws away what nobody has read when Ctrl-C comes
        terminal.stop(CTRL_C)
    assert git(ana.root, "status", "--porcelain").split() == ["M", "ana/2026-W48.md"]


def test_cancelling_new_week_at_the_last_question_keeps_the_goals_without_sharing_them(ana: Desk) -> None:
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY, "b", ENTER)
        write_goals(terminal, "Sleep").answer(SHARE).stop(CTRL_C)
    assert git(ana.root, "status", "--porcelain").split() == ["M", "ana/2026-W48.md", "??", "ana/2026-W49.md"]


def test_text_typed_before_the_sharing_question_does_not_answer_it(ana: Desk) -> None:
    head = git(ana.root, "rev-parse", "origin/main")
    with ana.apj("new-week") as terminal:
        answers = ("0", "", "b", "One page", "", "I was tired all week", "")
        terminal.press(*(f"{answer}{ENTER}" for answer in answers))
        terminal.answer("apj ignored what you typed ahead: I was tired all week").answer(
            SHARE, "n", ENTER, "rm -r ana", ENTER
        )
        assert "Next: apj " in terminal.end()
    assert git(ana.root, "rev-parse", "origin/main") == head
    assert ana.read("ana/2026-W49.md") == "---\ngoals:\n  - One page\n---\n"


def test_a_letter_typed_together_with_enter_answers_only_one_question(ana: Desk) -> None:
    with ana.apj("report") as terminal:
        terminal.press(f"p{ENTER}").see("1 Send the grant draft to Ines")
        terminal.answer(WORDS, ENTER).see("2 Three runs")


def test_a_result_can_be_answered_by_its_letter_or_its_word(ana: Desk) -> None:
    with ana.apj("report") as terminal:
        terminal.answer(FIRST, "D", ENTER)
        for answer in ("partly, page 6 of 8", "Not done: private", "x"):
            terminal.answer(RESULT, answer, ENTER)
        terminal.answer(WORDS, ENTER).answer(WAY, "what", ENTER).answer("or ? for an explanation")
        terminal.answer(WAY, "focus the phone", ENTER).answer(LEARNED, ENTER).end()
    written = ana.read("ana/2026-W48.md")
    assert "-to-ines: done\n  three-runs: partly, page 6 of 8\n  ring-the-tax-office: not done, private\n" in written
    assert "call-olga: dropped\n" in written
    assert "- focus: the phone\n" in written


def test_a_result_can_be_answered_by_a_word_of_my_table(ana: Desk) -> None:
    table = ana.home / ".config" / "apj" / "results.txt"
    table.parent.mkdir(parents=True)
    table.write_text("fertig = done\nteilweise = partly\nnicht erledigt = not done\n", "utf-8")
    with ana.apj("report") as terminal:
        terminal.answer(FIRST, "vertagt", ENTER).answer("or ? for an explanation").answer(FIRST, "Fertig", ENTER)
        for answer in ("teilweise Seite 6", "nicht erledigt, privat", "x"):
            terminal.answer(RESULT, answer, ENTER)
        terminal.answer(WORDS, ENTER).answer(WAY, ENTER).answer(LEARNED, ENTER).end()
    written = ana.read("ana/2026-W48.md")
    assert "-to-ines: done\n  three-runs: partly, Seite 6\n  ring-the-tax-office: not done, privat\n" in written


def test_a_question_mark_explains_the_choices(ana: Desk) -> None:
    with ana.apj("new-week") as terminal:
        terminal.answer(FIRST, "?", ENTER).answer("Later: nothing is recorded, and the report stays due.")
        terminal.answer(FIRST, "maybe", ENTER).answer("Type d, p, n, x, 0 or l, then a few words if you like, or ?")
        terminal.answer(FIRST, "l", ENTER).see("apj report")


def test_cancelling_new_week_says_what_was_saved(ana: Desk) -> None:
    with ana.apj("new-week") as terminal:
        report_none(terminal).answer(CARRY)
        said = " ".join(terminal.stop(CTRL_C).split())
        assert "Saved here but not shared: your report in ana/2026-W48.md. Your later answers were discarded." in said
