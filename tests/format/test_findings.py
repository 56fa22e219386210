"""Errors in a week's file that is valid YAML: each has its position and its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apjournal.model.codes import CODES, make_finding
from apjournal.model.finding import Level
from tests.format.readings import findings, read, repaired

GOALS = "goals: [a, {goal: b, id: sea}]\n"


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("goals: {a: b}\n", [("shape", 2, 8, None)]),
        ("goals:\n  a: b\n", [("shape", 3, 3, None)]),
        ("goals: |\n  a\n  b\n", [("shape", 2, 8, None)]),
        ("goals:\n  - done_when: a\n", [("goal_missing", 3, 5, None)]),
        ("goals:\n  - goal:\n    id: a\n", [("goal_missing", 3, 5, None)]),
        ("goals: [{}]\n", [("goal_missing", 2, 9, None)]),
        ("goals: [{a: b, id: c}]\n", [("goal_missing", 2, 9, None)]),
        ("goals:\n  - a b:\n      - c\n", [("goal_missing", 3, 5, None)]),
        ("goals:\n  - goal: [a]\n", [("shape", 3, 11, 'writes "[a]"')]),
        ("goals:\n  - - a\n    - b\n", [("shape", 3, 5, None)]),
        ("goals: [{goal: a, id: x}, {goal: b, id: x}]\n", [("goal_id", 2, 41, None)]),
        ("goals: [{goal: a, id: [x]}]\n", [("shape", 2, 23, 'writes "[x]"')]),
        ("goals: [{goal: a, confidence: high}]\n", [("number", 2, 31, None)]),
        ("goals: [{goal: a, confidence: 101}]\n", [("number", 2, 31, None)]),
        ("goals: [{goal: a, confidence: -1}]\n", [("number", 2, 31, None)]),
        ("goals: [{goal: a, confidence: 1.5}]\n", [("number", 2, 31, None)]),
        (f"goals: [{{goal: a, confidence: {'9' * 5000}}}]\n", [("number", 2, 31, None)]),
        (f"goals: [{{goal: a, confidence: {'9' * 5000}%}}]\n", [("number", 2, 31, None)]),
        ("goals: [{goal: a, confidence: 70 %}]\n", [("number", 2, 31, "writes 70")]),
        ("goals: [{goal: a, confidence: 700 %}]\n", [("number", 2, 31, None)]),
        ("goals: [{goal: a, confidence: [7]}]\n", [("shape", 2, 31, "writes 7")]),
        ("goals: [{goal: a, decision: drop}]\n", [("word", 2, 29, None)]),
        ("goals: [{goal: a, carried_from: 2025-W53}]\n", [("week", 2, 33, None)]),
        ("goals: [{goal: a, carried_from: 2026-W54}]\n", [("week", 2, 33, None)]),
        ("goals: [{goal: a, carried_from: ../../x}]\n", [("week", 2, 33, None)]),
        ("goals: [{goal: a, carried_from: {b: c}}]\n", [("shape", 2, 33, None)]),
        ("goals: [{goal: a, obstacles: b}]\n", [("shape", 2, 30, None)]),
        ("happened: Stress\n", [("shape", 2, 11, 'writes ["Stress"]')]),
        ("goals: [{goal: a, obstacles: [b]}]\n", [("kind", 2, 31, None)]),
        ("goals: [{goal: a, obstacles: [stress]}]\n", [("shape", 2, 31, None)]),
        ("goals: [{goal: a, obstacles: [{kind: rain, if: b}]}]\n", [("word", 2, 38, None)]),
        ("goals: [{goal: a, obstacles: [[b: c]]}]\n", [("shape", 2, 31, None)]),
        ("goals: [{goal: a, obstacles: {stress: b}}]\n", [("shape", 2, 30, None)]),
        (GOALS + "outcomes: done\n", [("shape", 3, 11, 'writes ["done"]')]),
        (GOALS + "outcomes: [done, done, done]\n", [("outcomes_count", 3, 24, None)]),
        (GOALS + "outcomes: [done, done, done, done]\n", [("outcomes_count", 3, 24, None)]),
        ("outcomes: [done]\n", [("outcomes_count", 2, 12, None)]),
        (GOALS + "outcomes: {3: done}\n", [("outcomes_count", 3, 12, None)]),
        (GOALS + "outcomes: {0: done}\n", [("outcomes_count", 3, 12, None)]),
        (GOALS + "outcomes: {99999: done}\n", [("outcomes_count", 3, 12, None)]),
        (GOALS + "outcomes: {tax: done}\n", [("unknown_goal", 3, 12, None)]),
        (GOALS + "outcomes: {a: done, 1: partly}\n", [("goal_twice", 3, 21, None)]),
        (GOALS + "outcomes: {a: done, a: done}\n", [("duplicate_key", 3, 21, None)]),
        (GOALS + "outcomes: {[a]: done}\n", [("complex_key", 3, 12, None)]),
        (GOALS + "outcomes: {a: finished}\n", [("word", 3, 15, None)]),
        (GOALS + "outcomes: [quite good]\n", [("word", 3, 12, None)]),
        (GOALS + "outcomes: {a: {result: finished}}\n", [("word", 3, 24, None)]),
        (GOALS + "outcomes: {a: {evidence: mail}}\n", [("word", 3, 15, None)]),
        (GOALS + "outcomes: {a: {result: , evidence: mail}}\n", [("word", 3, 15, None)]),
        (GOALS + "outcomes: {a: {done: [b]}}\n", [("word", 3, 15, None)]),
        (GOALS + "outcomes: {a: {[b]: c}}\n", [("complex_key", 3, 16, None), ("word", 3, 15, None)]),
        (GOALS + "outcomes: {a: {result: [done]}}\n", [("shape", 3, 24, "writes done")]),
        (GOALS + "outcomes: {a: []}\n", [("comma", 3, 15, None)]),
        (GOALS + "outcomes: {a: [b, c]}\n", [("comma", 3, 15, None)]),
        (GOALS + "outcomes: {a: [done, [b]]}\n", [("comma", 3, 15, None)]),
        (GOALS + "outcomes: [[done, b]]\n", [("comma", 3, 12, 'writes "done, b"')]),
        ("happened: [School closed]\n", [("kind", 2, 12, None)]),
        ("happened: [rain: a]\n", [("kind", 2, 12, None)]),
        ("happened: [{stress: a, focus: b}]\n", [("kind", 2, 12, None)]),
        ("happened: [{kind: rain}]\n", [("word", 2, 19, None)]),
        ("happened: [{kind: , note: a}]\n", [("kind", 2, 12, None)]),
        ("happened: [{stress: a, plan: good}]\n", [("word", 2, 30, None)]),
        ("happened: [{stress: a, foreseen: maybe}]\n", [("truth", 2, 34, None)]),
        ("happened: [{stress: a, goal: tax}]\n", [("unknown_goal", 2, 30, None)]),
        ("happened: [{stress: a, goal: 4}]\n", [("unknown_goal", 2, 30, None)]),
        ("happened: {rain: a}\n", [("shape", 2, 11, None)]),
        ("learned: {a: b}\n", [("shape", 2, 10, 'writes "{a: b}"')]),
        ("learned: [a, [b]]\n", [("shape", 2, 14, 'writes "[b]"')]),
        ("call: phone\n", [("word", 2, 7, None)]),
        ("call: [voice]\n", [("shape", 2, 7, "writes voice")]),
        ("call: {medium: phone}\n", [("word", 2, 16, None)]),
        ("call: {minutes: long}\n", [("number", 2, 17, None)]),
        ("call: {date: 2026-13-45}\n", [("date", 2, 14, None)]),
        ("call: {date: 30 November}\n", [("date", 2, 14, None)]),
        ("call: {date: 20261130}\n", [("date", 2, 14, None)]),
        ("call: {date: [a, b]}\n", [("shape", 2, 14, None)]),
        (GOALS + "amended: Ines moved it\n", [("shape", 3, 10, None)]),
        (GOALS + "amended: {sea: }\n", [("reason_missing", 3, 11, None)]),
        (GOALS + "amended: {tax: moved}\n", [("unknown_goal", 3, 11, None)]),
        (GOALS + "amended: {sea: moved, 2: again}\n", [("goal_twice", 3, 23, None)]),
        (GOALS + "outcomes: {[a]: done, sea: nonono}\n", [("complex_key", 3, 12, None), ("word", 3, 28, None)]),
        (GOALS + "amended: {[sea]: moved}\n", [("complex_key", 3, 11, None)]),
        (GOALS + "amended: {sea: [moved]}\n", [("shape", 3, 16, 'writes "[moved]"')]),
        ("goals: Send\n  it\n", [("shape", 2, 8, None)]),
        ("learned:\n  - - a\n    - b\n", [("shape", 3, 5, None)]),
        ("away: perhaps\n", [("truth", 2, 7, None)]),
        ("away: treu\n", [("truth", 2, 7, "writes true")]),
        ("report_skipped: [ill]\n", [("shape", 2, 17, 'writes "[ill]"')]),
        ("apj: one\n", [("number", 2, 6, None)]),
        ("apj: 0\n", [("number", 2, 6, None)]),
        ("apj: 3\n", [("newer_format", 2, 6, None)]),
        ("partner: Ben\n", [("path", 2, 10, "writes ana")]),
        ("week: 2026-W47\n", [("path", 2, 7, "writes 2026-W48")]),
        ("Goals: [a]\ngoals: [b]\n", [("duplicate_key", 3, 1, None)]),
        ("goals: [{done when: b, done_when: c, goal: a}]\n", [("duplicate_key", 2, 24, None)]),
        ("mood: a\nmood: b\n", [("duplicate_key", 3, 1, None)]),
        ("mood: {a: b, a: c}\n", [("duplicate_key", 2, 14, None)]),
        ("[goals]: a\n", [("complex_key", 2, 1, None)]),
        ("[goals]: a\nmood: b\nmood: c\n", [("complex_key", 2, 1, None), ("duplicate_key", 4, 1, None)]),
        ("goal: [a]\n", [("near_miss", 2, 1, "writes goals")]),
        ("goals: [a]\ngoal: [b]\n", [("near_miss", 3, 1, None)]),
        ("{[x]: y, goals: [a], goal: [b]}\n", [("complex_key", 2, 2, None), ("near_miss", 2, 22, None)]),
        ("goals:\n  - {goal: a, obstacle: [stress: b]}\n", [("near_miss", 3, 15, "writes obstacles")]),
    ],
)  # fmt: skip
def test_an_invalid_value_is_reported_at_its_position(
    front: str, found: list[tuple[str, int, int, str | None]]
) -> None:
    text = f"---\n{front}---\n"
    by_place = sorted(found, key=lambda each: each[1:3])
    assert findings(text) == by_place
    again = [(code, line) for code, line, _, _ in findings(repaired(text))]
    assert again == [(code, line) for code, line, _, fix in by_place if fix is None]
    for each in read(text).findings:
        assert each.level in (CODES[each.code].level, Level.WARNING)
        assert bool(each.fix) is bool(each.edits)


def test_goals_after_a_broken_goal_keep_their_numbers() -> None:
    text = "---\ngoals:\n  - Ship v1: docs\n  - [x]\n  - {id: a}\n  - {goal: [y], id: b}\n  - c\noutcomes:\n"
    text += "  - done\n" * 5 + "---\n"
    assert [code for code, *_ in findings(text)] == ["colon", "shape", "goal_missing", "shape"]


def test_two_goals_may_have_the_same_text() -> None:
    assert findings("---\ngoals: [Run, run]\noutcomes: {run-2: done}\n---\n") == []


def test_two_overlapping_repairs_become_one() -> None:
    text = "---\ncall: “voize”\n---\n"
    assert [(code, fix) for code, _, _, fix in findings(text)] == [("typographic_quotes", "writes voice")]
    assert repaired(text) == "---\ncall: voice\n---\n"


@pytest.mark.parametrize(
    "front",
    [
        "goals:\n  - Runs # slowly\n",
        "goals:\n  - Runs #\n",
        "goals:\n  - 'Runs #health'\n",
        "goals: [Runs] #health\n",
        "goals:\n  - Runs#health\n",
        "away: #weather\n",
        "goals:\n  - “Deep” work\n",
        "goals:\n  - Work “deep”\n",
        "goals:\n  - “Deep” and “wide”\n",
        "goals:\n  - '“Deep”'\n",
        "goals: [“Deep” and “wide”]\n",
        "goals:\n  - “”\n",
        "mood: {a: '“b”'}\n",
    ],
)
def test_a_comment_and_quotes_within_a_string_are_not_reported(front: str) -> None:
    assert findings(f"---\n{front}---\n") == []


def test_every_code_of_check_has_a_sentence() -> None:
    for code in CODES.values():
        assert code.sentence.endswith(".")
        assert code.sentence[0].isupper()


def test_every_code_of_check_is_used_in_the_package() -> None:
    package = Path(__file__).parents[2] / "apjournal"
    said = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "codes.py")
    assert [code for code in CODES if not re.search(rf'"{code}"', said)] == []


def test_a_finding_has_the_level_listed_for_its_code() -> None:
    assert make_finding("hash", "A text is cut off").level is Level.WARNING
    with pytest.raises(KeyError):
        make_finding("no_code", "Nothing")
