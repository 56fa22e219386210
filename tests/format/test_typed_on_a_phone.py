"""A week as phones type it counts at once if it has one meaning. A hint says so, and its repair writes the week."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from msgspec.structs import replace

from apjournal.format.edit.week import WeekEditor
from apjournal.format.merge.merge_week import merge_week
from apjournal.format.read.kept import read_kept
from apjournal.format.read.partner import read_partner
from apjournal.model.finding import Level
from apjournal.model.kept import KeptLine
from apjournal.model.week import LogLine, ObstacleKind, Outcome, Result, Week
from tests.format.phone_weeks import phone_weeks
from tests.format.readings import ANA, W48, fixed, read

FRONT = "goals:\n- Runs\n- Tides\n"
TWO = ["Runs", "Tides"]
DONE = [("runs", Result.DONE), ("tides", Result.PARTLY)]


@pytest.mark.parametrize(
    ("text", "goals", "results", "codes"),
    [
        (f"—\n{FRONT}—\n", TWO, [], {"fence"}),
        (f"–––\n{FRONT}–—-\n", TWO, [], {"fence"}),
        (FRONT, TWO, [], {"fence", "open_front_matter"}),
        (f"{FRONT}---\n", TWO, [], {"fence"}),
        (f"---\n{FRONT}\n## Log\n- x\n", TWO, [], {"open_front_matter"}),
        ("---\ngoals:\n• Runs\n• Tides\n---\n", TWO, [], {"bullet"}),
        ("---\ngoals:\n  – Runs\n  – Tides\n---\n", TWO, [], {"bullet"}),
        ("---\ngoals:\n1. Runs\n2. Tides\n---\n", TWO, [], {"bullet"}),
        ("---\ngoals:\n  1) Runs\n  2) Tides\n---\n", TWO, [], {"bullet"}),
        ("---\ngoals:\n-\u00a0Runs\n-Tides\n---\n", TWO, [], {"bullet"}),
        ("---\ngoals:\n• “Runs: fast”\n• Tides\n---\n", ["Runs: fast", "Tides"], [], {"bullet", "typographic_quotes"}),
        ("---\ngoals:\n- goal: ‘Runs: fast’\n- „Tides“\n---\n", ["Runs: fast", "Tides"], [], {"typographic_quotes"}),
        (f"---\n{FRONT}outcomes:\n– done\n– partly, x\n---\n", TWO, DONE, {"bullet"}),
        (f"---\n{FRONT}happened:\n–stress: x\n---\n", TWO, [], {"bullet"}),
        (f"---\n{FRONT}happened:\n- stress: x\n–focus: y\n---\n", TWO, [], {"bullet"}),
        (f"---\n{FRONT}happened:\n1. stress: x\n2. focus: y\n---\n", TWO, [], {"bullet"}),
        (f"---\n{FRONT}happened:\n  • stress: x\n  • focus: y\n---\n", TWO, [], {"bullet"}),
        (f"---\n{FRONT}---\n\noutcomes:\n  1: done\n  2: partly\n", TWO, DONE, {"key_in_body"}),
        (f"---\n{FRONT}---\nOutcomes:\n１: done\n２: partly, x\nhappened:\n– stress: y", TWO, DONE, {"key_in_body"}),
        ("## Goals\n- Runs\n- Tides\n", TWO, [], {"goals_elsewhere"}),
        ("Hello Ana\n\n**This week:**\n\n• Runs\n• Tides\n\nSee you\n", TWO, [], {"goals_elsewhere"}),
        ("My goals\n1. Runs\n2. Tides\n\nReport\n- done\n- partly, x\n", TWO, DONE, {"goals_elsewhere"}),
        ("# Ziele\r\n* Runs\r\n* Tides\r\n\r\n# Learned\r\n- Sleep\r\n", TWO, [], {"goals_elsewhere"}),
        ("# 目标\n- 跑步\n", ["跑步"], [], {"goals_elsewhere"}),
        ("## Goals\n- Runs: 5 km #health\n", ["Runs: 5 km #health"], [], {"goals_elsewhere"}),
        ("Goals\n- Runs\n- Tides\n\nSee you\n", TWO, [], {"goals_elsewhere"}),
        ("Goals\n- Runs and\n  swims\n- “Tides”\n", ["Runs and swims", "Tides"], [], {"goals_elsewhere"}),
        ("Goals\n– Runs\n—Tides\n", TWO, [], {"goals_elsewhere"}),
        ("Goals\n- Runs\n- Tides\n\nReport\n1. done\n2. partly\n", TWO, DONE, {"goals_elsewhere"}),
        ("Goals\n- Runs\n- Tides\n\nReport\n-\n- partly\n-\n", TWO, DONE[1:], {"goals_elsewhere"}),
        ("Goals\n1. Runs\n2. Tides\n\nReport\n1.\n2. partly\n", TWO, DONE[1:], {"goals_elsewhere"}),
        (f"---\n{FRONT}---\n\nReport\n-\n- partly\n", TWO, DONE[1:], {"key_in_body"}),
        (f"---\n{FRONT}---\noutcomes:\n-\n- partly\n", TWO, DONE[1:], {"key_in_body"}),
        (f"---\n{FRONT}---\noutcomes:\n- done\n\n- partly\n", TWO, DONE, {"key_in_body"}),
        (f"---\n{FRONT}---\noutcomes:\n1: done\n\n2: partly\n", TWO, DONE, {"key_in_body"}),
        (f"---\n{FRONT}outcomes:\n1: done\n2: partly\n---\n", TWO, DONE, {"bullet"}),
        ("---\ngoals:\n1: Runs\n\n2: Tides\nlearned: x\n---\n", TWO, [], {"bullet"}),
        ("goals:\n1: Runs\n\n2: Tides\n", TWO, [], {"bullet", "fence", "open_front_matter"}),
        ("Goals:\n- Runs\n- Tides\nReport:\n- done\n- partly\n", TWO, DONE, {"goals_elsewhere"}),
        ("goals:\n1. Runs\n2. Tides\nReport\n1. done\n2. partly\n", TWO, DONE, {"goals_elsewhere"}),
        ("Goals\n- Runs\n- Tides\n---\nReport\n- done\n- partly\n", TWO, DONE, {"goals_elsewhere"}),
        ("Goals\n-----\n- Runs\n- Tides\n— — —\n", TWO, [], {"goals_elsewhere"}),
        ("🎯 Meine Ziele für Mai\n- Runs\n- Tides\n", TWO, [], {"goals_elsewhere"}),
        ("Goals week 48 🎯\n- Runs\n- Tides\n", TWO, [], {"goals_elsewhere"}),
        ("Goals\n- Runs\n- Tides\n\nReport\n2. partly,\n   x\n", TWO, DONE[1:], {"goals_elsewhere"}),
        (f"---\n{FRONT}outcomes:\n2. partly\n---\n", TWO, DONE[1:], {"bullet"}),
        (f"---\n{FRONT}outcomes:\n  2) partly, one\n     of two\n  1) done\n---\n", TWO, DONE[::-1], {"bullet"}),
        (f"---\n{FRONT}---\noutcomes:\n2. partly\n", TWO, DONE[1:], {"key_in_body"}),
        (f"---\n{FRONT}---\n\nReport\n– done\n– partly\n", TWO, DONE, {"key_in_body"}),
        (f"---\n{FRONT}---\n\nReport\n\nResults\n- done\n- partly\n", TWO, DONE, {"key_in_body"}),
        (f"---\n{FRONT}outcomes:\n---\n\n## Results\n2. partly\n", TWO, DONE[1:], {"key_in_body"}),
        (f"---\n{FRONT}---\noutcomes:\n\n- done\n- partly\n", TWO, DONE, {"key_in_body"}),
        ("Goals\n- Runs\n- Tides\n\nReport\n- Done ✅\n- partly…, x\n", TWO, DONE, {"goals_elsewhere"}),
        (f"---\n{FRONT}outcomes:\n- done!\n- partly., x\n---\n", TWO, DONE, {"result_ending"}),
        (f"---\n{FRONT}---\nReport\n- done 👍🏽\n- partly\n", TWO, DONE, {"key_in_body"}),
        ("---\ngoals:\n• Runs\n• Tides\n", TWO, [], {"bullet", "open_front_matter"}),
        ("---\ngoals:\n1. Runs\n2. Tides\n\n## Log\n- x\n", TWO, [], {"bullet", "open_front_matter"}),
        ("---\ngoals:\n•Runs\n•Tides\n\nSee you\n", TWO, [], {"bullet", "open_front_matter"}),
        ("---\ngoals:\n  – Runs\n  –\n  – Tides\n---\n", TWO, [], {"bullet"}),
        ("---\ngoals:\n– Runs\n–\n– Tides\n—\n", TWO, [], {"bullet", "fence"}),
        ("---\ngoals:\n  • Runs and\n    swims\n  • Tides\n---\n", ["Runs and swims", "Tides"], [], {"bullet"}),
    ],
)  # fmt: skip
def test_a_typed_form_with_one_meaning_is_read_at_once(
    text: str, goals: list[str], results: list[tuple[str, Result]], codes: set[str]
) -> None:
    reading = read(text)
    value = reading.value
    assert value is not None
    assert [goal.goal for goal in value.goals] == goals
    assert [(outcome.goal, outcome.result) for outcome in value.outcomes] == results
    assert {(each.code, each.level) for each in reading.findings} == {(code, Level.HINT) for code in codes}
    assert all(each.edits for each in reading.findings)
    written = read(fixed(text))
    assert written.findings == ()
    assert written.value == value


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("done!", ("done", None, "done")),
        ("Done ✅", ("done", None, "done")),
        ("DONE ✔️!!", ("done", None, "done")),
        ("not done.", ("not_done", None, "not done")),
        ("dropped …, too far", ("dropped", "too far", "dropped, too far")),
        ("done 🎉🎉", ("done", "🎉🎉", "done, 🎉🎉")),
        ("not done 😞, ill", ("not_done", "😞, ill", "not done, 😞, ill")),
        *(
            (each, None)
            for each in ("done?", "done？", "done ❌", "not done ✅", "partly ✔", "done 🤔", "dropped 🟢", "✅")
        ),
        ("done ✅ 5 km", None),
    ],
)
def test_a_result_may_end_with_a_mark_or_an_emoji_that_does_not_put_it_in_doubt(
    typed: str, expected: tuple[str, str | None, str] | None
) -> None:
    for begin, end in (("outcomes:\n- ", ""), ("outcomes:\n  runs:\n    result: ", "")):
        text = f"---\ngoals:\n- Runs\n{begin}{typed}{end}\n---\n"
        reading = read(text)
        is_short = "result:" not in begin
        if expected is None or (not is_short and expected[1]):
            (found,) = reading.findings
            assert (reading.value, found.code) == (None, "word")
            assert found.edits == () or (not is_short and expected)
            continue
        assert reading.value is not None
        (outcome,) = reading.value.outcomes
        assert (outcome.result, outcome.evidence or outcome.reason) == expected[:2]
        assert fixed(text) == text.replace(typed, expected[2])


@pytest.mark.parametrize(
    "text",
    [
        "—\ngoals:\n- Runs: fast\n—\n",
        "—\ngoals:\n• *urgent*\n—\n",
        "goals:\n- Runs\noutcomes: [done, partly]\n",
        "---\ngoals:\n  – Runs\n  Tides\n---\n",
        "---\ngoals:\n- {– Runs: x}\n---\n",
        "---\ngoals: {– Runs: x}\n---\n",
        "+++\ngoals = []\n+++\n",
        "---\ngoals:\n•b: c\n•a\n---\n",
    ],
)
def test_an_unclear_typed_form_is_not_read(text: str) -> None:
    reading = read(text)
    assert reading.value is None
    assert reading.meant is None


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        (f"---\n{FRONT}outcomes:\n1. done\n1. partly\n---\n", "bullet", 6, "The number 1 appears twice in this list"),
        ("---\ngoals:\n1. Runs\n3. Tides\n---\n", "bullet", 3, "The numbers of this list are not 1, 2, 3"),
        ("---\ngoals:\n  1. Runs\n  3. Tides\n---\n", "bullet", 3, "The numbers of this list are not 1, 2, 3"),
        ("---\ngoals:\n3. Runs: 5\n4. Tides: 6\n---\n", "bullet", 3, "The numbers of this list are not 1, 2, 3"),
        ("---\ngoals:\n• Work\n- Runs\n• Home\n---\n", "bullet", 3, 'Some items of this list begin with "•"'),
        ("---\ngoals:\n1. Runs\n2) Tides\n---\n", "bullet", 3, 'Some items of this list begin with "1."'),
        (f"---\n{FRONT}outcomes:\n  1. Runs: done\n---\n", "bullet", 6, '"1. Runs" is not a goal'),
        ("Goals\n- Runs\n\nReport\n- done\n- partly\n", "outcomes_count", 6, "This is outcome 2, but"),
        ("Goals\n- Runs\n\nReport\n2. done\n", "outcomes_count", 5, "This is outcome 2, but the week has only 1 goal"),
        ("Goals\n- Runs\n- Tides\n\nReport\n- done\n- nein\n", "word", 7, '"nein" is not a result; begin with done'),
        ("Goals\n- Runs\n\nReport\n- I ran\n", "word", 5, '"I ran" is not a result'),
        ("Goals\n- Runs\n\nReport\n1. done\n1. partly\n", "bullet", 6, '"1. partly" ends a list whose marks or'),
        ("Goals\n- a\n\nReport\n- done\n\nResults\n- done\n", "bullet", 7, "There is another list of results"),
    ],
)
def test_an_unclear_list_is_an_error_that_names_its_line(text: str, code: str, line: int, words: str) -> None:
    reading = read(text)
    assert reading.value is None
    errors = [each for each in reading.findings if each.level is Level.ERROR]
    assert next((each.code, each.span and each.span.line) for each in errors) == (code, line)
    assert errors[0].message.startswith(words)
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Goals\n- Runs\nand swims\n- Tides\n", 2, '"and swims" is not an item of the list'),
        ("Goals\n- Runs\n\n  and swims\n- Tides\n", 2, '"and swims" is not an item'),
        ("Goals\nfor May\n- Tides\n", 3, '"for May" is not an item'),
        ("Goals\n- Runs\n  - Tides\n", 2, '"- Tides" is indented differently'),
        ("Goals\n- Runs\n\nMore:\n- Tides\n", 2, '"- Tides" is an item below other text'),
        ("Goals\n- Runs\n\nMore:\n☐ Tides\n", 2, '"☐ Tides" is an item below other text'),
        ("Goals\n- Runs\n  done when: 5 km\n", 2, '"done when: 5 km" is not an item'),
        ("Goals\n- Runs\n```\nx\n```\n- Tides\n", 2, '"```" is not an item'),
        ("Goals\n1. Work\n- Runs\n2. Home\n", 2, '"2. Home" ends a list whose marks'),
        ("Goals\n2. Runs\n", 2, '"2. Runs" ends a list whose marks or numbers differ'),
        ("Goals\n- Runs ✅\n- Tides\n", 2, '"- Runs ✅" has a box'),
        ("Goals\n- ☐ Runs\n", 2, '"- ☐ Runs" has a box'),
        ("Goals\n- Runs\n☐ Tides\n", 2, '"☐ Tides" has a box'),
        ("Goals\n- Runs\n\nGoals\n- Tides\n", 2, "There are several lists of goals"),
        ("Goals\nRuns\nTides\n", 2, "These look like goals"),
        ("Hello\n☐ Runs\n☑ Tides\n", 2, "These look like goals"),
        ("This week:\nRuns\n", 2, "These look like goals"),
        ("Goals\n-5 km\n", 2, '"-5 km" is not an item'),
        ("Goals\n- Runs\n- Report\n- done\n", 2, '"- Report" looks like a title'),
        ("Goals\n- Runs\n---\n- Tides\n", 2, '"- Tides" is an item below other text'),
        ("Goals – Runs\n- Tides\n", 2, 'If these are goals, write a line "Goals" above them'),
        ("Hello\n\nPlan\n1.Runs\n2.Tides\n", 4, 'If these are goals, write a line "Goals" above them'),
        ("# Week 48\n\nPlan\n- Runs\n", 4, 'If these are goals, write a line "Goals" above them'),
        ("---\nMy goals:\n- Runs\n---\n", 2, "These look like goals"),
        ("• Runs\n• Tides\n", 1, 'If these are goals, write a line "Goals" above them'),
    ],
)
def test_unclear_goals_are_not_read_and_get_a_warning(text: str, line: int, words: str) -> None:
    reading = read(text)
    assert reading.value is not None
    assert (reading.value.goals, reading.value.goals_elsewhere) == ((), line)
    (found,) = reading.findings
    assert (found.code, found.level, found.span and found.span.line) == ("goals_elsewhere", Level.WARNING, line)
    assert words in found.message
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("below", "line", "words"),
    [
        ("Report\nAll done\n", 4, "apj reads a report only as a list"),
        ("Learned\nSleep\n", 4, "apj reads only lists here"),
        ("What happened\n- mails\n- stress: x\n", 4, '"mails" has no kind'),
        ("Learned\n- Sleep\n  - more\n", 5, 'apj does not read this list, because "- more" is indented'),
        ("Learned\n- Sleep\n\nLearnt\n- Rest\n", 3, "There are several lists of this kind"),
    ],
)
def test_unclear_lists_of_events_or_lessons_stay_as_text_and_get_a_warning(below: str, line: int, words: str) -> None:
    reading = read(f"Goals\n- Runs\n{below}")
    assert reading.value is not None
    assert [goal.goal for goal in reading.value.goals] == ["Runs"]
    assert (reading.value.outcomes, reading.value.happened, reading.value.learned) == ((), (), ())
    warned = [each for each in reading.findings if each.level is Level.WARNING]
    assert {each.code for each in warned} == {"plain_list"}
    assert (warned[0].span and warned[0].span.line, warned[0].message[: len(words)]) == (line, words)
    assert below in fixed(f"Goals\n- Runs\n{below}")


@pytest.mark.parametrize("below", ["Learned\nSleep\n", "What happened\n- mails\n", "Report\nAll done\n", "Log\nlate\n"])
def test_goals_are_not_moved_while_another_list_is_unclear(below: str) -> None:
    text = f"Goals\n- Runs\n\n{below}"
    assert fixed(text) == text
    assert [(each.code, each.level) for each in read(text).findings] == [
        ("goals_elsewhere", Level.HINT),
        ("plain_list", Level.WARNING),
    ]


@pytest.mark.parametrize(
    ("below", "line", "words"),
    [
        ("Report: done, partly\n", 6, 'apj does not read "Report: done, partly" as a result'),
        ("Report\ndone\npartly\n", 7, 'apj does not read "done" as a result'),
        ("My report\n1: done\n2: partly\n", 7, 'apj does not read "1: done" as a result'),
        ("My report\n☐ done\n", 7, 'apj does not read "☐ done" as a result'),
        ("How it went\n- done\n- partly\n", 7, 'apj does not read "- done" as a result'),
        ("How it went\ndone, 5 km\npartly\n", 7, 'apj does not read "done, 5 km" as a result'),
        ("Ergebnis:\n\ndone ✅\n\nSee you\n", 8, 'apj does not read "done ✅" as a result'),
        ("## Bericht\n- done\n", 7, 'apj does not read "- done" as a result'),
        ("Log\n- stress: x\n", 6, 'apj reads a log only below a heading; write ## before "Log"'),
        ("Log\n- x\n\nTo Ana\n- ask: y\n", 10, 'apj does not read this log, because "- ask: y" is an item below'),
        ("## Log\n-stress: x\n", 7, "apj does not read this line of the log"),
        ("## Log\n- x\n- y\n\n## Notes\nx\n\n## Log\n1. x\n", 14, "apj does not read this line of the log"),
        ("📓 Log\n- x\n", 6, 'apj reads a log only below a heading; write ## before "📓 Log"'),
        ("İn the way\n- stress: x\n", 6, 'apj does not read the list below "İn the way" here'),
        ("What got in the way\n- stress: x\n", 6, 'apj does not read the list below "What got in the way" here'),
        ("- Swim\n", 6, 'apj does not read "- Swim" below the line ---'),
    ],
)
def test_a_list_below_front_matter_that_apj_does_not_read_gets_a_warning(below: str, line: int, words: str) -> None:
    text = f"---\n{FRONT}---\n{below}"
    (found,) = read(text).findings
    assert (found.code, found.level, found.span and found.span.line) == ("plain_list", Level.WARNING, line)
    assert found.message.startswith(words)
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Goals\n- Runs\n\nErgebnis\ndone, 5 km\n", 5, 'apj does not read "done, 5 km" as a result'),
        ("Meine Woche\nRuns\nTides\n", 2, "This week has no goals; if these lines are goals"),
        ("# Woche 49:\n\nRuns\nTides\n", 3, "This week has no goals; if these lines are goals"),
    ],
)
def test_lines_without_marks_below_an_unknown_title_get_a_warning(text: str, line: int, words: str) -> None:
    found = read(text).findings[-1]
    assert (found.code, found.level, found.span and found.span.line) == ("plain_list", Level.WARNING, line)
    assert found.message.startswith(words)
    assert fixed(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Woche 49\nRuns\n",
        "Notes\nill\nslept\n",
        "Monday\nI was ill.\nSo I slept.\n",
        "Monday\nill\n# Tuesday\nslept\n",
        "Links\n~~~\nRuns\nTides\n~~~\n",
        "A week at the sea, and much sleep\nRuns\nTides\n",
    ],
)
def test_free_text_without_a_list_gets_no_warning(text: str) -> None:
    assert read(text).findings == ()


@pytest.mark.parametrize(
    "below",
    [
        "## Monday\n- done, at last\n",
        "## Monday\ndone, at last\n",
        "Monday\nDone, at last. Then home.\n",
        "Monday\nDone, at last\nand home\n",
        "Home by six, tired.\nDone, at last\n",
        "Notes\n\n- tea\n",
        "## Diary\nLog\n- x\n",
        "## Log\n- x\n",
        "What happened\n- mails\n",
        "~~~\nReport\n- done\n~~~\n",
    ],
)
def test_free_text_below_front_matter_gets_no_warning(below: str) -> None:
    assert read(f"---\n{FRONT}---\n{below}").findings == ()


@pytest.mark.parametrize(
    ("front", "message", "after"),
    [
        ("Report:\n- done\n", 'The key "Report" is unknown; did you mean outcomes?', "outcomes:\n- done\n"),
        ("Results: done\n", 'The key "Results" is unknown; did you mean outcomes?', "Results: done\n"),
        ("outcomes: []\nreport: []\n", 'The key "report" is unknown; did you mean outcomes?', None),
        ("How it went:\n- done\n", 'The key "How it went" is unknown; did you mean outcomes?', "outcomes:\n- done\n"),
        ("Log:\n- x\n", 'apj does not read "Log" here; write it below the second ---', None),
        ("note: {a: b}\n", "", None),
        ("2: Swim\n", '"2:" is not part of a list', None),
        ("? [a]\n: b\n", "", None),
    ],
)
def test_a_title_or_a_number_as_a_key_is_reported(front: str, message: str, after: str | None) -> None:
    text = f"---\n{FRONT}{front}---\n"
    assert "".join(each.message for each in read(text).findings[:1]).startswith(message)
    assert fixed(text) == f"---\n{FRONT}{after or front}---\n"


def test_a_goal_with_a_box_after_a_blank_line_is_not_lost() -> None:
    assert read("goals:\n- Runs\n\n☐ Tides\n").value is None


@pytest.mark.parametrize(
    "text", ["goals:\n- goal: Runs\n  id: a\n\nReport\n- done\n", "goals:\n- Runs\noutcomes:\n1: done\n\nLog\n- x\n"]
)
def test_front_matter_without_fences_stays_front_matter_if_it_has_other_keys(text: str) -> None:
    value = read(text).value
    assert value is not None
    assert [outcome.result for outcome in value.outcomes] == [Result.DONE]


def test_the_log_of_a_plain_week_contains_its_own_items_only() -> None:
    value = read("Goals\n- Runs\n\nLog\n1) stress: late\n2) tea\n\nHappened\n- mails\n\n## Log\n-x\n-y\n").value
    assert value is not None
    assert [line.text for line in value.log] == ["late", "tea", "x", "y"]
    other = read("Goals\n- Runs\n\nLog\n- late\n\nTo Ana\n- offer: soup\n")
    assert other.value is not None
    assert other.value.log == ()
    assert [each.message[:27] for each in other.findings if each.level is Level.WARNING] == [
        "apj does not read this log,"
    ]


def test_a_typed_log_in_a_week_without_goals_gets_a_warning() -> None:
    assert [each.code for each in read("Log\n- stress: late\n").findings] == ["plain_list"]


def test_a_report_in_a_week_without_goals_gets_a_warning() -> None:
    (found,) = read("Report\n- I ran\n- done\n").findings
    assert (found.code, found.span and found.span.line) == ("plain_list", 3)
    assert read("Report\n- I ran\n").findings == ()


@pytest.mark.parametrize(
    ("report", "outcomes"),
    [
        ("- done\n- partly - half of it\n", "  - done\n  - partly, half of it\n"),
        ("• done – quick\n• Partly: half\n  of it\n", "  - done, quick\n  - partly, half of it\n"),
        ("1. dnoe\n2. not done (rain)\n", "  1: done\n  2: not done, (rain)\n"),
    ],
)
def test_a_report_below_front_matter_gets_the_repairs_that_outcomes_get(report: str, outcomes: str) -> None:
    assert f"outcomes:\n{outcomes}---" in fixed(f"---\n{FRONT}---\n\nReport\n{report}")
    assert f"outcomes:\n{outcomes}---" in fixed(f"Goals\n- Runs\n- Tides\n\nReport\n{report}")


def test_a_report_without_one_meaning_is_not_read_in_a_file_with_another_repair() -> None:
    reading = read(f"---\n{FRONT}\n## Report\n- done\n- partly - half of it\n")
    assert reading.value is not None
    assert reading.value.outcomes == ()
    assert [(each.code, each.fix) for each in reading.findings][1:] == [("plain_list", "writes partly, half of it")]


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ("- done\n- nope\n", "plain_list"),
        ("- done\n- done\n- done\n", "plain_list"),
        ("- done\n\n## Results\n- done\n", "plain_list"),
        ("- done: 5 tests\n- more\n", "plain_list"),
        ("- sleep\n- done\n", "plain_list"),
        ("- sleep\n- work\n", None),
        ("It went well\n", None),
    ],
)
def test_an_unclear_report_below_front_matter_stays_free_text(report: str, code: str | None) -> None:
    text = f"---\n{FRONT}---\n\nReport\n{report}"
    reading = read(text)
    assert reading.value is not None
    assert reading.value.outcomes == ()
    assert {each.code for each in reading.findings} == ({code} if code else set())
    assert all(each.level is Level.WARNING for each in reading.findings)
    assert fixed(text) == text


@pytest.mark.parametrize("front", ["{goals: [Runs, Tides]}\n", f"{FRONT}away: ~\n"])
def test_results_that_cannot_be_moved_have_no_repair(front: str) -> None:
    text = f"---\n{front}---\noutcomes:\n- yes\n"
    reading = read(text)
    assert reading.value is not None
    assert {each.code for each in reading.findings} == {"key_in_body"}
    assert fixed(text) == text


def test_front_matter_in_braces_with_a_ticked_box_is_left_unchanged() -> None:
    text = "---\n{goals: [Runs]}\n---\nReport\n- done\n"
    assert fixed(text) == text
    assert read(text).value is not None


def test_a_list_below_a_key_in_the_body_moves_only_if_it_has_one_meaning() -> None:
    for below in ("happened:\n+ stress: x\n  - part\n", "happened:\n- mails\n", "learned:\n  a: b\n"):
        reading = read(f"---\n{FRONT}---\n{below}")
        assert reading.value is not None
        assert [(each.code, each.edits) for each in reading.findings] == [("key_in_body", ())]


def test_a_thousand_equal_goals_are_read_in_linear_time() -> None:
    times = []
    for count in (1000, 4000):
        start = process_time()
        assert read("Goals\n" + "- a: b\n" * count).value is not None
        times.append(process_time() - start)
    assert times[1] < 10 * times[0]


@pytest.mark.parametrize(
    "text",
    [
        "---\n---\n## Goals\n- Runs\n",
        "## Goals\n- [ ] Runs\n",
        "## Goals\n- Runs\n\n## This week\n- Tides\n",
        "## Goals\nnone\n",
        "## Goals\nNo goals this week\n",
        "~~~\n## Goals\n- Runs\n~~~\n",
        "---\noutcomes:\n---\n## x\n",
        "---\n---\ngoals:\n- a\noutcomes:\n- done\nlearned:\n- x\namended:\n  a: b\nhappened:\n– stress: x\n",
    ],
)
def test_a_typed_week_without_goals_has_no_goals_after_the_repair(text: str) -> None:
    reading = read(text)
    assert reading.value is not None
    assert reading.value.goals == ()
    assert reading.meant is None


def test_lists_of_events_and_lessons_in_a_typed_week_are_read() -> None:
    value = read(
        "Goals\n• Runs\n\nWhat got in the way\n– stress: two mails: late\n\nLog\n• ２０２６-11-25 interest: fonts\n"
        "## To ben\n– ask: when?\n"
    ).value
    assert value is not None
    assert [(each.kind, each.note) for each in value.happened] == [(ObstacleKind.STRESS, "two mails: late")]
    assert [(str(line.date), line.text) for line in value.log] == [("2026-11-25", "fonts")]
    assert [message.text for message in value.messages] == ["when?"]
    number = read("---\ngoals:\n- goal: a\n  confidence: ７０\n  obstacles:\n  - stress: b —> c\n---\n").value
    assert number is not None
    assert (number.goals[0].confidence, number.goals[0].obstacles[0].then) == (70, "c")


def test_the_first_change_through_apj_writes_the_week_properly() -> None:
    editor = WeekEditor.open_week("—\ngoals:\n• Runs\n—\n## Log\n• stress: x\n".encode(), ANA, W48)
    data = editor.set_outcomes([Outcome("runs", Result.DONE)]).add_log_line(LogLine(None, None, "y")).data
    assert data == "---\ngoals:\n- Runs\noutcomes:\n  runs: done\n---\n## Log\n• stress: x\n• y\n".encode()


def test_weeks_typed_on_two_devices_are_merged_by_their_meaning() -> None:
    base, mine = b"", b"---\ngoals:\n  - Runs\n  - Tides\n---\n"
    theirs = "Goals\n• Runs\n• Tides\n\nLog\n• x\n".encode()
    merged = merge_week(base, mine, theirs, partner=ANA, week=W48)
    assert merged is not None
    value = read(merged.decode()).value
    assert value is not None
    assert ([goal.goal for goal in value.goals], [line.text for line in value.log]) == (TWO, ["x"])


def test_partner_files_and_agreements_may_be_typed_in_the_same_forms() -> None:
    kept = read_kept("# Kept copies\n• 2026-w48 Ben\n– 2026-W47 ben\n".encode()).value
    assert kept is not None
    assert [(str(line.week), line.partner) for line in kept.lines if isinstance(line, KeptLine)] == [
        ("2026-W48", "ben"),
        ("2026-W47", "ben"),
    ]
    me = read_partner("—\nname: “Ana Costa”\nemail: ana@example.org\n—\n".encode(), ANA).value
    assert me is not None
    assert (me.name, me.email) == ("Ana Costa", "ana@example.org")


def list_said(week: Week) -> str:
    """Return all texts that were read from the lists of a week, joined."""
    goals = (goal.goal for goal in week.goals)
    outcomes = (f"{outcome.evidence} {outcome.reason}" for outcome in week.outcomes)
    events = (f"{event.note}" for event in week.happened)
    return " ".join((*goals, *outcomes, *events, *week.learned))


@given(phone_weeks())
def test_the_repairs_of_a_typed_week_keep_its_words_and_its_meaning(text: str) -> None:
    written = fixed(text)
    assert set(re.findall(r"\b[ghlr][123]\b", text)) == set(re.findall(r"\b[ghlr][123]\b", written))
    before, after = read(text).value, read(written).value
    if before is not None:
        assert after is not None
        assert replace(before, body="", goals_elsewhere=None) == replace(after, body="", goals_elsewhere=None)


@given(phone_weeks())
def test_each_typed_goal_is_read_or_reported(text: str) -> None:
    reading = read(text)
    if reading.value is None:
        assert any(each.level is Level.ERROR for each in reading.findings)
    elif not any(each.code == "goals_elsewhere" and not each.edits for each in reading.findings):
        said = list_said(reading.value)
        assert [word for word in re.findall(r"\bg[123]\b", text) if word not in said] == []


@given(phone_weeks())
def test_a_typed_report_is_read_or_reported(text: str) -> None:
    reading = read(text)
    is_reported = re.search(r"(?im)^[ ]*(?:[-–—•*+]|1\.) (?:done|partly|nein|doen|not done|dropped)\b", text)
    if is_reported and reading.value is not None and not reading.value.outcomes:
        assert any(not each.edits for each in reading.findings)


@given(phone_weeks())
def test_a_number_before_a_result_is_the_number_of_its_goal(text: str) -> None:
    value = read(text).value
    numbers = re.findall(r"(?m)^ *(\d)[.)] (?:partly, |done，)(r\d)", text)
    for number, word in numbers if value is not None else ():
        for outcome in value.outcomes if value else ():
            if outcome.evidence == word:
                assert value is not None
                assert value.goals[int(number) - 1].id == outcome.goal
