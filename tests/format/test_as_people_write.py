"""Values as people write them: repeating the path, with commas of other scripts, one wrong value among good ones."""

from __future__ import annotations

import pytest

from apjournal.format.read.week import read_week
from apjournal.format.text.text import split_at_colon, split_at_comma
from apjournal.model.finding import Level
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import MessageKind, ObstacleKind, Result, Week
from tests.format.readings import ANA, W48, read


def week(text: str) -> Week:
    value = read(text).value
    assert value is not None
    return value


@pytest.mark.parametrize(
    "line",
    [
        "week: 48",
        "week: W48",
        "week: w48",
        "week: 2026-48",
        "week: 2026 W48",
        "week: Week 48",
        'week: "[[2026-W48]]"',
        "week: [[2026-W48]]",
        "week:\n  - - 2026-W48",
        "week: 2026-11-23",
        "week: 2026-11-29",
        "week: 48 (Nov 23-29)",
        "week:",
        "partner: Ana",
        "partner: ANA",
        'partner: "[[ana]]"',
    ],
)
def test_a_key_that_repeats_the_path_is_accepted_in_any_spelling(line: str) -> None:
    reading = read(f"---\n{line}\ngoals: [Runs]\n---\n")
    assert reading.findings == ()
    assert reading.value is not None


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("week: 47", "writes 2026-W48"),
        ("week: 2025-W48", "writes 2026-W48"),
        ("week: 2026-11-22", "writes 2026-W48"),
        ("week: 2026-13-45", "writes 2026-W48"),
        ("week: 482", "writes 2026-W48"),
        ("week: 47 (Nov 16-22)", None),
        ("week: November", "writes 2026-W48"),
        ("partner: ben", "writes ana"),
        ("partner: Ana Costa", None),
    ],
)
def test_a_key_that_contradicts_the_path_gets_a_warning_and_is_ignored(line: str, fix: str | None) -> None:
    reading = read(f"---\n{line}\ngoals: [Runs]\n---\n")
    (found,) = reading.findings
    assert (found.code, found.level, found.fix) == ("path", Level.WARNING, fix)
    assert reading.value is not None
    assert (reading.value.partner, reading.value.week) == (ANA, W48)


@pytest.mark.parametrize("comma", [",", "，", "、", "،", "﹐"])
def test_a_comma_of_any_script_ends_a_result(comma: str) -> None:
    (outcome,) = week(f"---\ngoals: [a]\noutcomes:\n  - done{comma}全部, both\n---\n").outcomes
    assert (outcome.result, outcome.evidence) == (Result.DONE, "全部, both")


@pytest.mark.parametrize("colon", [":", "：", "﹕"])
def test_a_colon_of_any_script_separates_a_kind_from_its_words(colon: str) -> None:
    text = (
        f"---\ngoals:\n  - goal: a\n    obstacles: ['stress{colon} late -> early']\nhappened: ['interest{colon}字体']\n"
    )
    body = f"---\n## Log\n- 2026-11-25 focus{colon}字体\n- 2026-11-25{colon} plain\n## To ben\n- ask{colon} when?\n"
    body += f"## Steps\n- [x] 1{colon} b\n"
    read_ = week(text + body)
    assert [each.kind for each in read_.goals[0].obstacles] == [ObstacleKind.STRESS]
    assert [(each.kind, each.note) for each in read_.happened] == [(ObstacleKind.INTEREST, "字体")]
    assert read_.log[0].kind is ObstacleKind.FOCUS
    assert read_.messages[0].kind is MessageKind.ASK
    assert (read_.steps[0].goal, read_.steps[0].text) == ("a", "b")


def test_a_result_or_kind_without_a_separator_is_not_split() -> None:
    assert split_at_comma("done") == ("done", "")
    assert split_at_colon("done") is None


@pytest.mark.parametrize(
    "front",
    [
        "goals: [{goal: Runs, confidence: high}]",
        "goals: [{goal: Runs, confidence: 101}]",
        "goals: [{goal: Runs, decision: drop}]",
        "goals: [{goal: Runs, carried_from: 2025-W53}]",
        "goals: [Runs]\ncall: phone",
        "goals: [Runs]\ncall: {medium: voice, minutes: long}",
        "goals: [Runs]\nhappened: [{stress: a, plan: good}]",
        "goals: [Runs]\nhappened: [{stress: a, foreseen: maybe}]",
    ],
)
def test_an_invalid_optional_value_is_skipped_with_a_warning(front: str) -> None:
    reading = read(f"---\n{front}\noutcomes: [done]\n---\n")
    assert [each.level for each in reading.findings] == [Level.WARNING]
    assert reading.value is not None
    assert [goal.goal for goal in reading.value.goals] == ["Runs"]
    assert [each.result for each in reading.value.outcomes] == [Result.DONE]


@pytest.mark.parametrize("front", ["outcomes: [yes]", "away: perhaps", "happened: [{kind: rain, note: a}]"])
def test_an_invalid_value_that_would_change_the_record_gets_an_error(front: str) -> None:
    assert read(f"---\ngoals: [Runs]\n{front}\n---\n").broken


def test_the_path_of_a_file_and_not_its_keys_determine_its_week() -> None:
    value = read_week(b"---\nweek: 2026-W48\ngoals: [a]\n---\n", ANA, IsoWeek(2026, 49)).value
    assert value is not None
    assert value.week == IsoWeek(2026, 49)
