"""A repair keeps all content and its meaning. If the meaning is not clear, there is no repair."""

from __future__ import annotations

from datetime import time

import pytest
from msgspec.structs import replace

from apjournal.format.edit.week import WeekEditor
from apjournal.format.read.agreement import read_agreement
from apjournal.model.week import Happened, ObstacleKind, Outcome, Result
from tests.format.readings import ANA, W48, after_goals, findings, fixed, read, week


def unrepaired(text: str) -> bool:
    """Whether a file has an unreadable part, and no repair changes anything but quotes."""
    return bool(read(text).findings) and fixed(text).replace('"', "") == text.replace('"', "")


def test_a_line_with_nothing_but_a_tab_has_no_repair() -> None:
    assert unrepaired("---\ngoals:\n  - Run\n\t\n---\n")


# ---- words that are nearly one of those that are possible


@pytest.mark.parametrize(
    "line",
    [
        "call: video 45",
        "call: video, 45",
        "call: in person 2",
        "call: “video” 45",
        "away: true 1",
        "away: true: all of it",
        "away: untrue",
        "away: now",
        "outcomes: [not partly]",
        "outcomes: [undone]",
        "outcomes: [dont]",
        "outcomes: [now done]",
        "outcomes: {a: {result: undone}}",
        "happened: [{kind: unforeseen ill}]",
        "happened: [{kind: foreseen}]",
        "happened: [{kind: stress2}]",
        "happened: [{kind: other, plan: not worked}]",
        "happened: [{kind: other, plan: did work}]",
    ],
)
def test_a_word_that_says_more_or_the_opposite_is_not_a_misspelling(line: str) -> None:
    assert unrepaired(after_goals(f"{line}\n"))


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("call: voize", "call: voice"),
        ("call: inperson", "call: in_person"),
        ("call: voice.", "call: voice"),
        ("away: treu", "away: true"),
        ("outcomes: [droped]", "outcomes: [dropped]"),
        ("outcomes: [doen]", "outcomes: [done]"),
        ("outcomes: [not-done yet]", 'outcomes: ["not-done, yet"]'),
        ("outcomes: [not  done - rain]", 'outcomes: ["not done, rain"]'),
        ("happened: [{kind: unforseen}]", "happened: [{kind: unforeseen}]"),
    ],
)
def test_a_misspelled_value_is_repaired(line: str, repaired: str) -> None:
    assert fixed(after_goals(f"{line}\n")) == after_goals(f"{repaired}\n")
    assert read(after_goals(f"{repaired}\n")).findings == ()


@pytest.mark.parametrize("key", ["goals2", "my goals", "un-amended"])
def test_a_key_that_only_resembles_a_known_key_is_not_reported(key: str) -> None:
    assert findings(f"---\n{key}: x\n---\n") == []


@pytest.mark.parametrize(
    ("said", "cadence"),
    [
        ("biweekly", "fortnightly"),
        ("Bi-weekly", "fortnightly"),
        ("every two weeks", "fortnightly"),
        ("every 2 weeks", "fortnightly"),
        ("every week", "weekly"),
        ("every month", "monthly"),
        ("weekley", "weekly"),
        ("bimonthly", None),
        ("weekly 2", None),
        ("monthly, the first", None),
    ],
)
def test_a_synonym_of_a_cadence_is_repaired(said: str, cadence: str | None) -> None:
    (found,) = read_agreement(f"---\napj: 1\ncadence: {said}\n---\n".encode()).findings
    assert found.fix == (cadence and f"writes {cadence}")


# ---- a kind with its words behind `kind:`


@pytest.mark.parametrize(
    ("item", "repaired"),
    [
        ("- kind: unforeseen: ill", "- unforeseen: ill"),
        ("- kind: unforseen: ill", "- unforeseen: ill"),
        ("- kind: “unforeseen: ill”", "- unforeseen: ill"),
        ("- kind: 'unforeseen: ill: all day'", '- unforeseen: "ill: all day"'),
        ('- {kind: "unforeseen: ill, all day"}', '- {unforeseen: "ill, all day"}'),
        ("- kind: unforeseen: ill\n    goal: a", "- unforeseen: ill\n    goal: a"),
        ("- kind: 'unforeseen:'", "- kind: unforeseen"),
    ],
)
def test_a_kind_and_words_after_the_key_kind_are_repaired_to_the_short_form(item: str, repaired: str) -> None:
    assert fixed(after_goals(f"happened:\n  {item}\n")) == after_goals(f"happened:\n  {repaired}\n")
    assert week(f"goals: [a, b]\nhappened:\n  {repaired}\n").happened[0].kind is ObstacleKind.UNFORESEEN


def test_text_after_the_kind_of_an_event_becomes_its_note() -> None:
    said = read(fixed(after_goals("happened:\n  - kind: unforeseen: ill\n    goal: b\n"))).value
    assert said is not None
    assert said.happened == (Happened(ObstacleKind.UNFORESEEN, "ill", "b"),)


@pytest.mark.parametrize(
    "item",
    [
        "- {kind: 'unforeseen: ill', note: all day}",
        "- {kind: 'weather: rain'}",
        "- {kind: [unforeseen, ill]}",
        "- kind: # since Monday\n      'unforeseen: ill'",
    ],
)
def test_no_repair_loses_words_or_invents_a_kind(item: str) -> None:
    assert unrepaired(after_goals(f"happened:\n  {item}\n"))


def test_an_obstacle_has_no_repair_if_its_condition_would_be_lost() -> None:
    assert unrepaired("---\ngoals:\n  - {goal: a, obstacles: [{kind: 'stress: late', if: x}]}\n---\n")


# ---- typographic quotes around something that has parts


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("outcomes:\n  a: “partly, page 6”\n  b: ‘done’", 'outcomes:\n  a: "partly, page 6"\n  b: "done"'),
        ("outcomes:\n  - “partly: page 6”\n  - “not done”", 'outcomes:\n  - partly, page 6\n  - "not done"'),
        ("outcomes:\n  - “prtly, page 6”", "outcomes:\n  - partly, page 6"),
        ("outcomes: [“partly, page 6”, done]", 'outcomes: ["partly, page 6", done]'),
        ("outcomes: {a: “partly, page 6”, b: done}", 'outcomes: {a: "partly, page 6", b: done}'),
        ("happened:\n  - “unforeseen: School closed”", 'happened:\n  - "unforeseen: School closed"'),
        ("happened:\n  - “unforeseen: closed: all day”", 'happened:\n  - "unforeseen: closed: all day"'),
        ("happened: [“stress: late, again”, “focus”]", 'happened: ["stress: late, again", "focus"]'),
        ("happened:\n  - kind: “stress”\n    plan: “worked”", 'happened:\n  - kind: "stress"\n    plan: "worked"'),
        ("learned: [“a, b”, c: [“d”]]", 'learned: ["a, b", "c: [\\"d\\"]"]'),
        ("call: {medium: “voice”, minutes: “20”}", 'call: {medium: "voice", minutes: "20"}'),
        ("away: “true”", "away: true"),
        ("report_skipped: “yes”", "report_skipped: yes"),
    ],
)
def test_typographic_quotes_around_a_value_are_replaced_as_a_pair(line: str, repaired: str) -> None:
    assert fixed(after_goals(f"{line}\n")) == after_goals(f"{repaired}\n")
    assert read(after_goals(f"{repaired}\n")).findings == ()


def test_a_value_in_typographic_quotes_is_read_before_the_repair() -> None:
    said = read(after_goals("outcomes: {a: “not done”}\nhappened: [“stress: late”]\ncall: “video”\n"))
    assert {each.code for each in said.findings} == {"typographic_quotes"}
    assert said.value is not None
    assert said.value == replace(
        week('goals: [a, b]\noutcomes: {a: not done}\nhappened: ["stress: late"]\ncall: video\n'),
        outcomes=said.value.outcomes,
        happened=said.value.happened,
    )
    assert [outcome.result for outcome in said.value.outcomes] == [Result.NOT_DONE]
    assert [(event.kind, event.note) for event in said.value.happened] == [(ObstacleKind.STRESS, "late")]


@pytest.mark.parametrize(
    ("goals", "repaired"),
    [
        ("[“Send it, today”, “Runs”]", '["Send it, today", "Runs"]'),
        ("[“Send it, today, or not”, Runs, “x]", '["Send it, today, or not", Runs, “x]'),
        ("[“Send it, today: all of it”]", '["Send it, today: all of it"]'),
        ("[{goal: “Send it, today”, done_when: “x”}]", '[{goal: "Send it, today", done_when: "x"}]'),
        ("“Send it”", '["Send it"]'),
        ("\n  - “Runs #health”", '\n  - "Runs #health"'),
    ],
)
def test_a_goal_in_typographic_quotes_is_one_goal(goals: str, repaired: str) -> None:
    assert fixed(f"---\ngoals: {goals}\n---\n") == f"---\ngoals: {repaired}\n---\n"
    assert read(f"---\ngoals: {repaired}\n---\n").findings == ()


@pytest.mark.parametrize("goals", ["[’tis late, the boys’]", "[“a” or b, c “d”]", "[“Send it,\n  today”]"])
def test_goals_with_unpaired_typographic_quotes_stay_separate(goals: str) -> None:
    assert findings(f"---\ngoals: {goals}\n---\n") == []


def test_an_obstacle_in_typographic_quotes_is_read_with_its_plan() -> None:
    text = "---\ngoals:\n  - goal: a\n    obstacles:\n      - “interest: fonts -> one page”\n---\n"
    said = read(fixed(text)).value
    assert said is not None
    assert [(each.kind, each.if_, each.then) for each in said.goals[0].obstacles] == [
        (ObstacleKind.INTEREST, "fonts", "one page")
    ]


def test_an_agreement_in_typographic_quotes_is_read() -> None:
    reading = read_agreement("---\napj: “1”\ncall: {day: “friday”, time: “09:00”}\n---\n".encode())
    assert {each.code for each in reading.findings} == {"typographic_quotes"}
    assert reading.value is not None
    assert (reading.value.call.day, reading.value.call.time) == (4, time(9))


# ---- a `#` in a text of several lines


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("goal", "repaired"),
    [
        ("- Send the grant draft\n    to Ines #today", '- "Send the grant draft to Ines #today"'),
        ("- goal: Send\n\n      it  #today", '- goal: "Send it  #today"'),
        ("- “Send\n    it #today”", '- "Send it #today"'),
    ],
)
def test_the_lines_of_a_string_are_joined_with_a_space(goal: str, repaired: str, newline: str) -> None:
    text = f"---\ngoals:\n  {goal}\n  - b\n---\n".replace("\n", newline)
    assert fixed(text) == f"---\ngoals:\n  {repaired}\n  - b\n---\n".replace("\n", newline)
    assert read(fixed(text)).findings == ()


@pytest.mark.parametrize(
    "front",
    [
        "away: true #holiday\n",
        "call: voice #zoom\n",
        "Call:\n  minutes: 20 #long\n  date: 2026-11-23 #monday\n",
        "goals:\n  - goal: a\n    confidence: 70 #sure\n    decision: keep #x\n",
        "happened:\n  - kind: stress #x\n    plan: did not work #x\n",
    ],
)
def test_a_hash_after_a_word_number_or_date_begins_a_comment(front: str) -> None:
    week(front)


# ---- outcomes whose words came apart at a comma


@pytest.mark.parametrize(
    ("outcomes", "repaired"),
    [
        ("{a: partly, page 6, b: done}", '{a: "partly, page 6", b: done}'),
        ("{a: done, b: partly, page 6, of 8}", '{a: done, b: "partly, page 6, of 8"}'),
        ("{a: 'partly, page 6', of 8}", '{a: "partly, page 6, of 8"}'),
        ("{1: partly, 6, 2: done}", '{1: "partly, 6", 2: done}'),
    ],
)
def test_words_in_braces_are_joined_with_their_result(outcomes: str, repaired: str) -> None:
    text = after_goals(f"outcomes: {outcomes}\n")
    assert [code for code, *_ in findings(text)] == ["unknown_goal"]
    assert fixed(text) == after_goals(f"outcomes: {repaired}\n")
    assert read(fixed(text)).findings == ()


@pytest.mark.parametrize(
    ("outcomes", "codes"),
    [
        ("{a: done, b}", []),
        ("{a: done, partly}", ["unknown_goal"]),
        ("{a: done, tax: }", ["unknown_goal"]),
        ("{a: , tax}", ["unknown_goal"]),
        ("\n  a: done\n  ? tax", ["unknown_goal"]),
        ("done, partly", ["shape"]),
        ("done, not done, rain", ["shape"]),
        ("{a: [done, partly]}", ["comma"]),
        ("{a: []}", ["comma"]),
    ],
)
def test_ambiguous_words_in_braces_have_no_repair(outcomes: str, codes: list[str]) -> None:
    text = after_goals(f"outcomes: {outcomes}\n")
    assert [(code, fix) for code, _, _, fix in findings(text)] == [(code, None) for code in codes]


def test_a_single_outcome_without_its_hyphen_is_repaired() -> None:
    assert fixed(after_goals("outcomes: partly, page 6\n")) == after_goals('outcomes: ["partly, page 6"]\n')


# ---- an outcome in its long form that says nothing yet


@pytest.mark.parametrize(
    "outcomes",
    [
        "\n  a:\n    result:\n    evidence:",
        "\n  a:\n    result:",
        "\n  a:\n    evidence: ~",
        " {a: {}}",
        " [{result: , reason: }]",
    ],
)
def test_an_empty_outcome_does_not_count_as_an_outcome(outcomes: str) -> None:
    assert week(f"goals: [a, b]\noutcomes:{outcomes}\n").outcomes == ()


@pytest.mark.parametrize("outcomes", ["{a: {evidence: x}}", "{a: {result: , reason: x}}", "{a: {mood: x, result: }}"])
def test_an_outcome_without_a_result_gets_an_error(outcomes: str) -> None:
    assert [code for code, *_ in findings(after_goals(f"outcomes: {outcomes}\n"))] == ["word"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n  a:\n    result:\n    evidence:  # how", "\n  a:\n    result: done\n    evidence: sent  # how"),
        (" {a: {}, b: done}", " {a: {result: done, evidence: sent}, b: done}"),
        (" [{result: ~}]", " [{result: done, evidence: sent}]"),
        ("\n  - evidence:\n  - done", "\n  - evidence: sent\n    result: done\n  - done"),
    ],
)
def test_report_fills_in_an_empty_outcome(before: str, after: str) -> None:
    file = WeekEditor.open_week(after_goals(f"outcomes:{before}\n").encode(), ANA, W48)
    reported = file.set_outcomes([Outcome("a", Result.DONE, "sent")])
    assert reported.data.decode() == after_goals(f"outcomes:{after}\n")
