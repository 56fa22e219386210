"""Tabs become spaces so that each item stays an item of its own list."""

from __future__ import annotations

import pytest

from tests.format.readings import findings, fixed, read


@pytest.mark.parametrize(
    ("front", "repaired"),
    [
        ("goals:\n- Send\n\t- Other\n", "goals:\n- Send\n- Other\n"),
        ("goals:\n - Send\n\t- Other\n\t- *x*\n", 'goals:\n - Send\n - Other\n - "*x*"\n'),
        ("goals:\n-\tSend\n# later\n\n\t-\tOther\n", "goals:\n- Send\n# later\n\n- Other\n"),
        ("goals:\n    - Send\n\t- Other\n    - Last\n", "goals:\n    - Send\n    - Other\n    - Last\n"),
        ("goals:\n- Send\n\tit\n\t- Other\n", "goals:\n- Send\n  it\n- Other\n"),
        ("goals:\n  \t- Send\n  - Other\n", "goals:\n  - Send\n  - Other\n"),
        ("goals:\n\t- Send\n\t- Other\n- Last\n", "goals:\n- Send\n- Other\n- Last\n"),
        ("goals:\n- a\n\t-\noutcomes:\n\t- done\n", "goals:\n- a\n-\noutcomes:\n  - done\n"),
        (
            "goals:\n  - goal: a\n\tobstacles:\n\t\t- stress: x\n\t\t- focus: y\n  - b\n",
            "goals:\n  - goal: a\n    obstacles:\n        - stress: x\n        - focus: y\n  - b\n",
        ),
        (
            "goals:\n\t- goal: a\n\t  obstacles:\n\t\t- stress: x\n",
            "goals:\n  - goal: a\n    obstacles:\n    - stress: x\n",
        ),
    ],
)
def test_a_tab_is_replaced_so_that_its_item_aligns_with_the_previous_one(front: str, repaired: str) -> None:
    assert fixed(f"---\n{front}---\n") == f"---\n{repaired}---\n"
    assert read(f"---\n{repaired}---\n").findings == ()


def test_each_item_that_is_indented_with_tabs_is_one_goal() -> None:
    said = read(fixed("---\ngoals:\n   - Send - now\n\t- Other\n\t- Third\n---\n")).value
    assert said is not None
    assert [goal.goal for goal in said.goals] == ["Send - now", "Other", "Third"]


def test_a_tab_has_no_repair_if_every_width_would_join_two_items() -> None:
    text = "---\ngoals:\n- goal: a\n  obstacles:\n    - x\n\t\t\t- b\n---\n"
    assert [fix for _, _, _, fix in findings(text)] == [None]
    assert fixed(text) == text


def test_a_hyphen_in_a_string_of_several_lines_is_not_an_item() -> None:
    text = "---\nlearned: |\n\tfoo\n\t- bar\n---\n"
    assert fixed(text) == "---\nlearned: |\n  foo\n  - bar\n---\n"
    assert fixed("---\n\t- a\n---\n") == "---\n  - a\n---\n"


def test_a_goal_that_continues_on_a_line_without_a_tab_is_not_split() -> None:
    text = "---\ngoals:\n- Send\n   - Other\noutcomes:\n\t- done\n---\n"
    assert fixed(text) == text.replace("\t", "  ")
