"""Goals in another form than the format's: a repair loses nothing, and leaves unclear goals unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.model.week import Result
from tests.format.readings import findings, fixed, read


def repaired(text: str) -> dict[str, Result | None]:
    """Return the goals of a repaired file, each with its result."""
    reading = read(fixed(text))
    assert reading.findings == ()
    assert reading.value is not None
    week = reading.value
    results = {goal.goal: week.find_outcome(goal) for goal in week.goals}
    return {goal: outcome.result if outcome else None for goal, outcome in results.items()}


def test_ticked_goals_are_repaired_to_results() -> None:
    text = "---\ngoals:\n  - [ ] Tide chapter\n  - [x] Three runs\n  - [X] Call #admin\n\n  - Plain\n---\nBody\n"
    assert findings(text) == [("task_box", 4, 5, "moves the results under outcomes")]
    assert fixed(text) == (
        '---\ngoals:\n  - Tide chapter\n  - Three runs\n  - "Call #admin"\n\n  - Plain\n'
        "outcomes:\n  three-runs: done\n  call-admin: done\n---\nBody\n"
    )


def test_a_ticked_box_stays_in_a_goal_if_the_week_already_has_results() -> None:
    text = "---\ngoals:\n  - [x] Three runs\noutcomes:\n  - partly\n---\n"
    assert repaired(text) == {"[x] Three runs": Result.PARTLY}


def test_empty_boxes_of_goals_are_removed() -> None:
    assert repaired("---\ngoals:\n  - [ ] Send\n  - [] Runs\n---\n") == {"Send": None, "Runs": None}


def test_boxes_outside_the_goals_do_not_become_results() -> None:
    text = "---\ngoals: [a]\nchores:\n  - [x] Dishes\n---\n"
    assert fixed(text) == '---\ngoals: [a]\nchores:\n  - "[x] Dishes"\n---\n'


def test_the_list_of_goals_ends_at_the_next_key() -> None:
    text = "---\ngoals:\n  - [x] Send\n    # soon\nlearned: x\n---\n"
    assert repaired(text) == {"Send": Result.DONE}


@given(st.lists(st.tuples(st.sampled_from(["x", "X", " "]), st.integers(0, 9)), min_size=1, max_size=6))
def test_the_repair_of_ticked_boxes_loses_no_tick(items: list[tuple[str, int]]) -> None:
    text = "---\ngoals:\n" + "".join(f"  - [{tick}] Goal {number}\n" for tick, number in items) + "---\n"
    value = read(fixed(text)).value
    assert value is not None
    assert [value.find_outcome(goal) is not None for goal in value.goals] == [tick != " " for tick, _ in items]


def test_synonyms_of_the_keys_goal_and_result_are_repaired() -> None:
    text = (
        "---\ngoals:\n  - name: Three runs\n    done: true\n  - title: Ring the tax office\n    status: dropped\n"
        "  - task: Paint\n    completed: false\n---\n"
    )
    assert [(code, line) for code, line, _, _ in findings(text)] == [
        ("goal_missing", 3), ("result_in_goal", 4), ("goal_missing", 5), ("result_in_goal", 6), ("goal_missing", 7),
    ]  # fmt: skip
    assert repaired(text) == {"Three runs": Result.DONE, "Ring the tax office": Result.DROPPED, "Paint": None}


def test_a_result_inside_a_goal_is_added_after_the_existing_results() -> None:
    text = "---\ngoals:\n  - a\n  - goal: Ring\n    status: partial\noutcomes:\n    a: done\nlearned: x\n---\n"
    assert repaired(text) == {"a": Result.DONE, "Ring": Result.PARTLY}
    assert "outcomes:\n    a: done\n    ring: partly\nlearned: x\n" in fixed(text)


@pytest.mark.parametrize(
    "text",
    [
        "---\ngoals:\n  - goal: Ring\n    status: done\noutcomes: [partly]\n---\n",
        "---\ngoals:\n  - goal: Ring\n    status: done\noutcomes: {a: done}\n---\n",
        "---\ngoals:\n  - goal: Ring\n    status: done\noutcomes:\n  ring: partly\n---\n",
        "---\ngoals:\n  - goal: Ring\n    status: done\noutcomes:\n  1: partly\n---\n",
        "---\ngoals:\n  - status: done\n    goal: Ring\n---\n",
        "---\ngoals:\n  - {goal: Ring, status: done}\n---\n",
    ],
)
def test_a_result_inside_a_goal_is_not_moved_if_its_new_position_is_unclear(text: str) -> None:
    found = [each for each in read(text).findings if each.code == "result_in_goal"]
    assert [each.fix for each in found] == [None]
    assert fixed(text) == text


@pytest.mark.parametrize(
    "front",
    [
        "goals:\n  - goal: Ring\n    status: waiting\n",
        "goals:\n  - goal: Ring\n    done: [true]\n",
        "goals:\n  - goal: Ring\n    [done]: true\n",
        "goals: {goal: a, done: true}\n",
        'goals:\n  - Ring\nlearned: "a, done: b"\n',
    ],
)
def test_other_values_inside_a_goal_are_not_treated_as_results(front: str) -> None:
    assert "result_in_goal" not in [code for code, *_ in findings(f"---\n{front}---\n")]


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "-"])
def test_a_line_indented_by_one_extra_space_becomes_a_goal(bullet: str) -> None:
    text = f"---\ngoals:\n  - Send\n   {bullet}Three runs\n  - x\n---\n"
    assert repaired(text) == {"Send": None, "Three runs": None, "x": None}


def test_a_hyphen_aligned_with_the_text_above_is_reported_but_not_changed() -> None:
    text = "---\ngoals:\n  - Send\n    - Three runs\n---\n"
    assert findings(text) == [("folded_goal", 4, 5, None)]
    assert fixed(text) == text


@pytest.mark.parametrize("goal", ["Send\n    the draft", "|\n    Send:\n    - figures", '"Send\n    - it"'])
def test_a_goal_that_spans_several_lines_is_one_goal(goal: str) -> None:
    assert findings(f"---\ngoals:\n  - {goal}\n---\n") == []


def test_a_missing_space_after_a_hyphen_is_added() -> None:
    assert repaired("---\ngoals:\n  - Send\n  -Three runs\n---\n") == {"Send": None, "Three runs": None}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("above", "lines"),
    [("# Week 48", "line 2"), ("<!-- week 48 -->\n", "line 2"), ("[[W47]] | [[W49]]\n\nMy week", "lines 2 to 4")],
)
def test_text_above_the_front_matter_is_reported_with_its_lines(above: str, lines: str, newline: str) -> None:
    text = f"\n{above}\n---\ngoals: [Runs]\n---\nBody\n".replace("\n", newline)
    (found,) = read(text).findings
    assert found.span is not None
    assert (found.code, found.span.line) == ("fence", 2)
    assert found.message == f"The front matter must begin on the first line; move {lines} below the second ---"


@pytest.mark.parametrize("text", ["# a\n---\ngoals: [b]\n", "# a\n\n---\n\nThanks\n---\n"])
def test_a_horizontal_rule_between_paragraphs_does_not_begin_front_matter(text: str) -> None:
    assert "fence" not in [code for code, *_ in findings(text)]


@pytest.mark.parametrize(("text", "name"), [("+++\ngoals = []\n+++\n", "TOML"), ('{\n "goals": []\n}\n', "JSON")])
def test_front_matter_in_another_format_is_reported(text: str, name: str) -> None:
    (found,) = read(text).findings
    assert found.message == f"{name} front matter is not supported; write it as YAML between lines ---"
    assert read(text).broken
