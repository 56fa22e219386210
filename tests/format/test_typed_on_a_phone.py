"""A week as phones type it counts at once if it has one meaning. A hint says so, and its repair writes the week."""

from __future__ import annotations

import pytest

from apjournal.format.edit.week import WeekEditor
from apjournal.format.merge.merge_week import merge_week
from apjournal.format.read.kept import read_kept
from apjournal.format.read.partner import read_partner
from apjournal.model.finding import Level
from apjournal.model.kept import KeptLine
from apjournal.model.week import LogLine, ObstacleKind, Outcome, Result
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
        (f"---\n{FRONT}happened:\n  • stress: x\n  • focus: y\n---\n", TWO, [], {"bullet"}),
        (f"---\n{FRONT}---\n\noutcomes:\n  1: done\n  2: partly\n", TWO, DONE, {"key_in_body"}),
        (f"---\n{FRONT}---\nOutcomes:\n１: done\n２: partly, x\nhappened:\n– stress: y", TWO, DONE, {"key_in_body"}),
        ("## Goals\n- Runs\n- Tides\n", TWO, [], {"goals_elsewhere"}),
        ("Hello Ana\n\n**This week:**\n\n• Runs\n• Tides\n\nSee you\n", TWO, [], {"goals_elsewhere"}),
        ("My goals\n1. Runs\n2. Tides\n\nReport\n- done\n- partly, x\n", TWO, DONE, {"goals_elsewhere"}),
        ("# Ziele\r\n* Runs\r\n* Tides\r\n\r\n# Learned\r\n- Sleep\r\n", TWO, [], {"goals_elsewhere"}),
        ("# 目标\n- 跑步\n", ["跑步"], [], {"goals_elsewhere"}),
        ("## Goals\n- Runs: 5 km #health\n\n## Report\n- I ran\n", ["Runs: 5 km #health"], [], {"goals_elsewhere"}),
    ],
)  # fmt: skip
def test_what_has_one_meaning_counts_at_once(
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
    "text",
    [
        "—\ngoals:\n- Runs: fast\n—\n",
        "—\ngoals:\n• *urgent*\n—\n",
        "goals:\n- Runs\noutcomes: [done, partly]\n",
        "---\ngoals:\n  – Runs\n  Tides\n---\n",
        "---\ngoals:\n- {– Runs: x}\n---\n",
        "---\ngoals: {– Runs: x}\n---\n",
        "+++\ngoals = []\n+++\n",
    ],
)
def test_what_is_unclear_is_not_read(text: str) -> None:
    reading = read(text)
    assert reading.value is None
    assert reading.meant is None


@pytest.mark.parametrize(
    "text",
    [
        "---\n---\n## Goals\n- Runs\n",
        "## Goals\n- [ ] Runs\n",
        "## Goals\n- Runs\n\n## This week\n- Tides\n",
        "## Goals\nnone\n",
        "~~~\n## Goals\n- Runs\n~~~\n",
        "---\noutcomes:\n---\n## x\n",
        "---\n---\ngoals:\n- a\noutcomes:\n- done\nlearned:\n- x\namended:\n  a: b\nhappened:\n– stress: x\n",
    ],
)
def test_a_week_without_goals_stays_one(text: str) -> None:
    reading = read(text)
    assert reading.value is not None
    assert reading.value.goals == ()
    assert reading.meant is None


def test_the_rest_of_such_a_week_is_read_too() -> None:
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


def test_two_devices_are_merged_by_what_they_mean() -> None:
    base, mine = b"", b"---\ngoals:\n  - Runs\n  - Tides\n---\n"
    theirs = "Goals\n• Runs\n• Tides\n\nLog\n• x\n".encode()
    merged = merge_week(base, mine, theirs, partner=ANA, week=W48)
    assert merged is not None
    value = read(merged.decode()).value
    assert value is not None
    assert ([goal.goal for goal in value.goals], [line.text for line in value.log]) == (TWO, ["x"])


def test_other_files_are_read_in_the_same_way() -> None:
    kept = read_kept("# Kept copies\n• 2026-w48 Ben\n– 2026-W47 ben\n".encode()).value
    assert kept is not None
    assert [(str(line.week), line.partner) for line in kept.lines if isinstance(line, KeptLine)] == [
        ("2026-W48", "ben"),
        ("2026-W47", "ben"),
    ]
    me = read_partner("—\nname: “Ana Costa”\nemail: ana@example.org\n—\n".encode(), ANA).value
    assert me is not None
    assert (me.name, me.email) == ("Ana Costa", "ana@example.org")
