"""Weekly notes of many forms become goals with their results, and nothing of the notes is lost."""

from __future__ import annotations

import re
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.notes.note_words import add_results
from apjournal.format.notes.read_notes import read_notes, write_notes
from apjournal.format.read.week import read_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.notes import NoteGoal, Notes
from apjournal.model.week import Result

ANA, W48 = Handle("ana"), IsoWeek.parse("2026-W48")
TIDE, RUNS, TAX = "Tide chapter", "Three runs", "Ring the tax office"
DONE, PARTLY, DROPPED, NOT_DONE = Result.DONE, Result.PARTLY, Result.DROPPED, Result.NOT_DONE

TABLE = f"""# Goals

| **What** | Comment | Done | Points |
|---|:--|--|--|
| {TIDE} | 6 of 10 | :construction: | 3 |
| {RUNS} | | x | |
| {TAX} | he is away | | |
| | | | 7 |
"""
LOGSEQ = f"""week:: [[2026-W48]]

- ## Goals
\t- TODO {TIDE}
\t- DONE {RUNS}
\t  completed:: 2026-11-25
\t\t- more
\t- CANCELED {TAX}
"""
TOML = f"""+++
goals = ["{TIDE}", "{RUNS}"]
tags = ["w"]
[extra]
goals = 1
+++
## Goals
- {TIDE}
- [x] {RUNS}
"""
JSON = f"""{{"title": "Week 48", "goals": ["{TIDE}", "{RUNS}"],
 "outcomes": {{"2": "done", "{TIDE}": "teilweise", "9": "x"}}}}
text
"""
RESULTS = f"""---
goals:
  - name: {TIDE}
    done: false
  - name: {RUNS}
    done: true
  - title: {TAX}
    status: dropped
---
"""
KINDS = """+++
goals = [true, '', ' ', '...']
learned = [{x = 1}]
outcomes = [{y = 2}]
goal1 = 2026-11-23
goal2 = 'a'
+++
"""
OKR = """---
Goals:
  work:
    - kr: Draft
      confidence: 0.7
      target: {a: [10]}
      done_when: sent
      area: book
  home: [Run]
  mood: 3
learned: [Less, '']
---
"""
LISTS = """---
learned: [a, b]
goals:
 - {goal: a, confidence: 7000, status: maybe}
 - {goal: b, confidence: high}
---
"""
NOTES: dict[str, tuple[str, list[tuple[str, Result | None, str | None]]]] = {
    "a task list": (
        f"## 🎯 Goals for this week\n- [ ] {TIDE}\n- [x] {RUNS}\n- [-] {TAX}\n- [/] Half\n## Done\n- no goal\n",
        [(TIDE, None, None), (RUNS, DONE, None), (TAX, DROPPED, None), ("Half", PARTLY, None)],
    ),
    "days below the goals": (
        f"# Goals\n* {TIDE}\n  and figures\n### Monday\n* [x] Read\n",
        [(f"{TIDE} and figures", None, None)],
    ),
    "numbers below a line in bold": (
        f"**Last week**\n* x\n\n**This week:**\n1. {TIDE}\n2) {RUNS} ✅ 2026-11-25\n",
        [(TIDE, None, None), (RUNS, DONE, "2026-11-25")],
    ),
    "a label": (f"Woche 48\n\nZiele:\n- {TIDE}\n- {RUNS}\n", [(TIDE, None, None), (RUNS, None, None)]),
    "a table": (
        TABLE,
        [(TIDE, PARTLY, "6 of 10"), (RUNS, DONE, None), (TAX, None, None)],
    ),
    "a table with a column of goals": (f"| Goal | Status |\n|--|--|\n| {TIDE} | done, all |\n", [(TIDE, DONE, "all")]),
    "Logseq": (
        LOGSEQ,
        [(TIDE, None, None), (RUNS, DONE, None), (TAX, DROPPED, None)],
    ),
    "Dataview": (f"Priorities:: {TIDE}\n**Goal:** {RUNS}\nmode:: #life\n", [(TIDE, None, None), (RUNS, None, None)]),
    "Org": (
        f"#+TITLE: Week 48\n* Goals\n** TODO {TIDE}\n   DEADLINE: <2026-11-29>\n** DONE {RUNS}\n* Log\n- x\n",
        [(TIDE, None, None), (RUNS, DONE, None)],
    ),
    "outcomes below the goals": (
        f"## Goals\n1. {TIDE}\n2. {RUNS}\n## Outcomes\n1. partly, page 6\n2. maybe\n",
        [(TIDE, PARTLY, "page 6"), (RUNS, None, None)],
    ),
    "TOML": (TOML, [(TIDE, None, None), (RUNS, DONE, None)]),
    "JSON": (JSON, [(TIDE, PARTLY, None), (RUNS, DONE, None)]),
    "numbered properties": (
        f"---\nweekly_goal_2: {RUNS}\nweekly_goal_2_completed: true\nweekly_goal_1: {TIDE}\ngoal_3_done: x\n---\n",
        [(RUNS, DONE, None), (TIDE, None, None)],
    ),
    "goals with results in them": (
        RESULTS,
        [(TIDE, None, None), (RUNS, DONE, None), (TAX, DROPPED, None)],
    ),
    "boxes in the front matter": (
        f"---\ngoals:\n- [ ] {TIDE}\n- [x] {RUNS}\n---\n",
        [(TIDE, None, None), (RUNS, DONE, None)],
    ),
    "one text": (f"---\ngoals: |\n  1. {TIDE}\n  2. {RUNS}\n---\n", [(TIDE, None, None), (RUNS, None, None)]),
    "tags": (
        f"---\ngoals:\n  - {TIDE} #book\n  - '#admin tax'\n  - '[[Garden]]'\n---\n",
        [(f"{TIDE} #book", None, None), ("#admin tax", None, None), ("[[Garden]]", None, None)],
    ),
    "a colon": ("---\ngoals:\n  - Ship v1: docs\n---\n", [("Ship v1: docs", None, None)]),
    "Chinese": (
        "---\ngoals:\n  - 写完第三章：潮汐\n  - 跑步\noutcomes:\n  - 部分完成，第六页\n  - 未完成\n---\n",
        [("写完第三章：潮汐", PARTLY, "第六页"), ("跑步", NOT_DONE, None)],
    ),
    "a comment before": (f"\n<!-- week 48 -->\n---\ngoals: {TIDE}\n---\n", [(TIDE, None, None)]),
    "a template": ("---\nweek: <% now %>\ngoals:\n  - {{goal1}}\n---\n## Goals\n- ...\n", []),
    "a repeated key": (f"---\ngoals: [{TIDE}]\ngoals: [{RUNS}]\n---\n", []),
    "no front matter after all": ("+++\ngoals = [\n+++\n", []),
    "no JSON": ("{{template}}\n", []),
    "code": ("## Goals\n```\n- code\n```\n", []),
    "values of other kinds": (
        KINDS,
        [("true", None, None), ("a", None, None)],
    ),
    "values in the front matter as items": (
        "---\ngoals: ['- [x] a', 'TODO b', ~]\n---\n",
        [("a", DONE, None), ("b", None, None)],
    ),
    "other tables": ("| A | B |\n|--|--|\n| c | d |\n\n# Goals\n| no | rule |\n", []),
    "a label that is a placeholder": ("**Goal:** {{goal}}\n**Goals:** ...\n", []),
    "no goals": ("---\nmood: good\n---\n", []),
}


@pytest.mark.parametrize("name", NOTES)
def test_goals_and_results_are_found_in_notes(name: str) -> None:
    text, wanted = NOTES[name]
    notes = read_notes(text.encode(), "notes.md")
    assert [(goal.goal, goal.result, goal.words) for goal in notes.goals] == wanted
    written = write_notes(notes, ANA, W48)
    if wanted:
        value = read_week(written, ANA, W48).value
        assert value is not None
        assert [goal.goal for goal in value.goals] == [goal for goal, _, _ in wanted]
    words = [word for word in re.findall(r"\w+", text) if word.casefold() not in KNOWN]
    assert [word for word in words if word not in written.decode()] == []


_KNOWN_WORDS = """goals goal for this week last what done comment status outcomes todo canceled false true x completed
    name title weekly_goal_1 weekly_goal_2 weekly_goal_2_completed construction teilweise priorities ziele
    部分完成 未完成 1 2 2026 w48 goal2"""
KNOWN = frozenset(_KNOWN_WORDS.split())
"""Words that say what something is: apj writes other words for them."""


def test_areas_confidence_and_lessons_in_notes_are_read() -> None:
    notes = read_notes(OKR.encode(), "okr.md")
    assert notes.goals == (
        NoteGoal("Draft", area="work", confidence=70, done_when="sent"),
        NoteGoal("Run", area="home"),
    )
    assert notes.learned == ("Less",)
    assert notes.rest == '- Draft: target: {"a": ["10"]}, area: book\n- mood: 3'
    written = write_notes(read_notes(LISTS.encode(), "x"), ANA, W48)
    assert b"learned:\n  - a\n  - b\n" in written
    assert b"- a: confidence: 7000, status: maybe\n- b: confidence: high\n" in written
    body = read_notes(b"## Goals\n### Work\n- Draft\n### Home\n### Notes\n- x\n## Plan B goals\n", "x")
    assert body.goals == (NoteGoal("Draft", area="Work"),)
    assert body.rest == "## Goals\n### Home\n### Notes\n- x\n## Plan B goals"


@pytest.mark.parametrize(
    ("text", "name", "week"),
    [
        ("---\nweek: 48\ngoals: x\n---\n", "x.md", "W48"),
        ("---\nweek: '[[2026-W48]]'\ndate: 2026-01-01\n---\n", "x.md", "2026-W48"),
        ("---\ndate: 2026-11-23\n---\n", "2026-W40.md", "2026-11-23"),
        ("# Week 40\n", "2026-W48.md", "2026-W48"),
        ("# Week 48 - Nov 23-29, 2026\n", "x.md", "2026-W48"),
        ("- ## Woche 48\n", "x.md", "W48"),
        ("- by 2026-11-29\n| 2026-11-29 |\n", "x.md", None),
        ("# Week 60, 2026-13-40\n", "x.md", None),
        ("---\ncreated: 2026-11-22T21:40\n---\n", "x.md", "2026-11-24"),
        ("---\ncreated: 2026-13-22\n---\n", "x.md", None),
        ("---\ncreated: 9999-12-31\n---\n", "x.md", None),
        ("---\nweek: 48\nyear: 2024\n---\n", "x.md", "2024-W48"),
        ("---\nweek: 48\ndate: 2025-11-24\n---\n", "x.md", "2025-W48"),
        ("---\nweek: 48\ndate: 2025-12-24\nstart: 2025-13-24\n---\n", "x.md", "W48"),
    ],
)
def test_the_week_of_notes_is_found_in_a_key_the_file_name_or_a_title(text: str, name: str, week: str | None) -> None:
    assert read_notes(text.encode(), name).week == week


@pytest.mark.parametrize(
    ("data", "encoding"),
    [("Ziel:\n- Läufe\n".encode("cp1252"), "Windows-1252"), ("Ziel:\r\n- Läufe\r\n".encode("utf-16"), "UTF-16")],
)
def test_notes_in_utf_16_and_windows_1252_are_read(data: bytes, encoding: str) -> None:
    notes = read_notes(data, "x.md")
    assert (notes.encoding, notes.goals) == (encoding, (NoteGoal("Läufe"),))


FIRST: dict[str, tuple[str, Result | None, str | None, str]] = {
    "keys of a goal": (
        "---\ngoals:\n  - {name: Tide, status: 'done, page 6', completed: no, done: partly}\n---\n",
        DONE,
        "page 6",
        "- Tide: completed: no, done: partly",
    ),
    "a box and an outcome": (
        "## Goals\n- [x] Tide\n## Outcomes\n- not done, ill\n",
        DONE,
        None,
        "- Tide: not done, ill",
    ),
    "a box and the words of an outcome": ("## Goals\n- [x] Tide\n## Outcomes\n- done, all\n", DONE, "all", ""),
    "a box and a mark": ("## Goals\n- [-] Tide \u2705\n", DROPPED, None, ""),
    "columns": (
        "| Goal | Comment | Status | Done | Note |\n|-|-|-|-|-|\n| Tide | late | partly | no | x |\n",
        PARTLY,
        "late",
        "- Tide: Done: no, Note: x",
    ),
    "a result in two columns": (
        "| Goal | Comment | Status | Done |\n|-|-|-|-|\n| Tide | late | partly, half | partly |\n",
        PARTLY,
        "half",
        "- Tide: Comment: late",
    ),
    "outcomes by number and by words": (
        "---\ngoals: [Tide]\noutcomes: {1: done, tide: 'partly, half', 2: done, Run: ''}\n---\n",
        DONE,
        None,
        "- tide: partly, half\n- 2: done",
    ),
    "numbered properties": (
        "---\ngoal_1: Tide\ngoal_1_done: yes\ngoal_1_status: dropped\ngoal_01: Run\n---\n",
        DONE,
        None,
        "## From x.md\n\n```yaml\ngoal_1_status: dropped\ngoal_01: Run\n```",
    ),
    "a second body goal": ("---\ngoals: ['[x] Tide']\n---\n## Goals\n- [x] Tide\n- Tide\n", DONE, None, ""),
    "an open box and a result": ("---\ngoals: ['[ ] Tide']\noutcomes: [later]\n---\n", None, None, ""),
}


@pytest.mark.parametrize("name", FIRST)
def test_in_notes_the_first_result_of_a_goal_counts_and_later_ones_stay_as_text(name: str) -> None:
    text, result, words, rest = FIRST[name]
    notes = read_notes(text.encode(), "x.md")
    (goal,) = notes.goals
    assert (goal.result, goal.words, notes.rest) == (result, words, rest)
    assert goal.goal.removesuffix(" \u2705") == "Tide"
    write_notes(notes, ANA, W48)


def test_in_notes_a_repeated_goal_with_another_result_or_area_is_another_goal() -> None:
    notes = read_notes(
        b"---\ngoals:\n  - {goal: Tide, done: yes, area: work}\n  - Run\n---\n"
        b"## Goals\n- [-] Run\n- [x] Run\n### home\n- Tide\n- Run\n",
        "x.md",
    )
    assert [(goal.goal, goal.result, goal.area) for goal in notes.goals] == [
        ("Tide", DONE, "work"),
        ("Run", DROPPED, "home"),
        ("Run", DONE, None),
        ("Tide", None, "home"),
    ]


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("- [x] TODO Tide", NoteGoal("TODO Tide", DONE)),
        ("- [ ] DONE Tide", NoteGoal("Tide", DONE)),
        ("- Tide \U0001f7e2", NoteGoal("Tide \U0001f7e2")),
        ("- Tide\n  and\n  more", NoteGoal("Tide and more")),
        ("| # | What | State |\n|-|-|-|\n| 1 | a \\| b | x |", NoteGoal("a | b", DONE)),
        ("| # | Zeit |\n|-|-|\n| 1 | Tide \\|", NoteGoal("Tide |")),
        ("|| What | State |\n|-|-|-|\n|| Tide | done |", NoteGoal("Tide", DONE)),
    ],
)
def test_an_item_or_table_row_of_notes_is_read_without_its_marks(text: str, goal: NoteGoal) -> None:
    assert read_notes(f"## Goals\n{text}\n".encode(), "x.md").goals == (goal,)


def test_a_table_column_without_words_is_not_a_column_of_goals() -> None:
    notes = read_notes(b"# Goals\n| 1 | 2 |\n|-|-|\n| 3 | 4 |\n", "x.md")
    assert [goal.goal for goal in notes.goals] == ["3"]


@pytest.mark.parametrize(
    ("said", "confidence"),
    [("70", 70), ("70 %", 70), ("0.7", 70), (".05", 5), ("1", None), ("1.0", None), ("0.7%", None), ("1e400", None)],
)
def test_a_confidence_in_notes_is_read_if_it_has_only_one_meaning(said: str, confidence: int | None) -> None:
    notes = read_notes(f"---\ngoals:\n  - {{goal: a, confidence: {said}}}\n---\n".encode(), "x.md")
    assert notes.goals[0].confidence == confidence
    assert notes.rest == ("" if confidence else f"- a: confidence: {said}")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("---\ngoals: [a] # my three\n---\n", "```yaml\n# my three\n```"),
        ("---\ngoals:\n  - Ring #tax\nlearned: |\n  a # b\n\n  c\nmood: 3 # low\n---\n", "```yaml\nmood: 3 # low\n```"),
        ('---\ngoals: [a]\nx: "b\ngoals: c"\n---\n', '```yaml\ngoals: [a]\nx: "b\ngoals: c"\n```'),
        ('+++\ngoals = ["a"]\nx = """\ngoals = 1\n"""\n+++\n', '```toml\ngoals = ["a"]\nx = """\ngoals = 1\n"""\n```'),
        ('{"goals": ["a"], "x": 1e400}\n', '```json\n{\n  "x": "1e400"\n}\n```'),
    ],
)
def test_front_matter_of_notes_that_apj_does_not_understand_stays_as_text(text: str, rest: str) -> None:
    notes = read_notes(text.encode(), "my\nnotes.md")
    assert notes.rest == f"## From my notes.md\n\n{rest}"
    write_notes(notes, ANA, W48)


def test_tags_in_front_matter_are_part_of_a_goals_text_but_block_scalars_stay_unchanged() -> None:
    notes = read_notes(b"---\ngoals:\n  - Ring #tax\n  - a\n    b #c\nlearned: |\n  a # b\n\n  c\n---\n", "x.md")
    assert [goal.goal for goal in notes.goals] == ["Ring #tax", "a b"]
    assert notes.learned == ("a # b\n\nc",)
    assert "#c" in notes.rest


DEEP = "[" * 900 + "]" * 900


@pytest.mark.parametrize(
    "text",
    [
        f'{{"goals": {DEEP}}}',
        f'{{"goals": {"[" * 90_000}',
        f"+++\ngoals = {DEEP}\n+++\n",
        f"+++\ngoals = 0x{'f' * 9000}\n+++\n",
        '{"goals": ["a"], "goals": ["b"]}',
        "---\ncreated: 9999-12-31\n---\n",
        f"---\ngoals: [a]\noutcomes: {{{'9' * 5000}: done}}\n---\n",
    ],
)
def test_hostile_front_matter_of_notes_stays_as_text(text: str) -> None:
    notes = read_notes(text.encode(), "x.md")
    assert text.strip("-+\n")[:5000] in notes.rest or notes.goals


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + " " * 100_000 + "\n---\n",
        "---\ngoals:\n  - a" + " " * 100_000 + "b\n---\n",
        "## Goals\n- " + "<%" * 50_000,
        "## Goals\n- a\n" + "  b\n" * 50_000,
        "a:\n" * 50_000,
        "week" + " " * 100_000 + "x\n",
        "#+a\n" + "".join(f"{'*' * n} Goals\n" for n in range(1, 300)) + "\n" * 20_000,
    ],
)
def test_notes_are_read_in_a_time_that_grows_with_their_length(text: str) -> None:
    began = process_time()
    read_notes(text.encode(), "x.md")
    assert process_time() - began < 8


@pytest.mark.parametrize("data", [b"a\0b", b"\xff\xfea", b"caf\xe9 \x81"])
def test_notes_that_are_not_text_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"NUL|codec"):
        read_notes(data, "x.md")


def test_if_the_week_of_notes_is_given_their_own_week_key_stays_as_text() -> None:
    text = b"---\nweek: 47\nWeek: 46\ngoals: [a]\n---\n"
    assert read_notes(text, "x.md").rest == "## From x.md\n\n```yaml\nWeek: 46\n```"
    assert "week: 47" in read_notes(text, "x.md", keep_week=True).rest


@pytest.mark.parametrize(
    "notes",
    [
        Notes(goals=(NoteGoal(" "),)),
        Notes(goals=(NoteGoal("a", words="lost"),)),
        Notes(goals=(NoteGoal("a", area="b\n"),)),
        Notes(goals=(NoteGoal("a"),), learned=(" ",)),
    ],
)
def test_notes_with_goals_that_the_format_cannot_contain_are_refused(notes: Notes) -> None:
    with pytest.raises(ValueError, match="written"):
        write_notes(notes, ANA, W48)


_LINES = st.sampled_from(
    [
        "## Goals",
        "### Area",
        "# Week 48",
        "- {}",
        "* [x] {}",
        "1. {} ✅",
        "  - {}",
        "  {}",
        "{}",
        "**{}**",
        "{}:: {}",
        "",
        "## Outcomes",
        "- partly, {}",
        "| Goal | Done | {} |",
        "|--|--|--|",
        "| {} | x | {} |",
        "```",
        "---",
        "goals:",
        "  - {} #{}",
        "learned: {}",
        "outcomes: [done, {}]",
        "# {}",
        "- DONE {}",
        "+++",
        "goals = ['{}']",
        "<!-- {}",
        "-->",
        "> {}",
    ]
)


@given(st.lists(_LINES, max_size=12), st.sampled_from(["", "---\n", "+++\n"]))
def test_no_word_of_the_notes_is_lost(lines: list[str], begin: str) -> None:
    numbers = iter(range(1000, 2000))
    text = begin + "\n".join(re.sub(r"\{\}", lambda _: f"word{next(numbers)}", line) for line in lines)
    written = write_notes(read_notes(text.encode(), "notes.md"), ANA, W48).decode()
    assert [word for word in re.findall(r"word\d+", text) if word not in written] == []


@given(st.binary(max_size=200), st.sampled_from([b"", b"---\ngoals:\n", b"+++\n", b'{"goals": ', b"## Goals\n- "]))
def test_any_file_is_read_as_notes_or_refused(data: bytes, begin: bytes) -> None:
    with suppress(ValueError):
        read_notes(begin + data, "notes.md")


def test_in_notes_an_empty_outcome_leaves_its_goal_open() -> None:
    goals, rest = add_results([NoteGoal("Run"), NoteGoal("Swim")], [" ", "done"])
    assert [goal.result for goal in goals] == [None, Result.DONE]
    assert rest == []
