"""A week with goals where apj does not read them is reported with their line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.read.typed import misplaced_goals
from tests.format.readings import findings, read


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ngoals:\noutcomes:\n---\n## Goals\n\n1. Tide chapter\n", 7),
        ("## Goals\n- Send\n- [ ] Runs\n", 2),
        ("## Goals\n- Send\n\n## This week\n- Runs\n", 2),
        ("## Goals\n- Send\nand Runs\n\n## Goals\n- x\n", 2),
        ("- ## Goals\n\t- TODO Tide chapter\n", 2),
        ("* Goals\n** TODO Tide chapter\n", 2),
        ("Anything\n- [ ] Send\n", 2),
        ("## Goals\n| What | Done |\n|---|---|\n| Tide | yes |\n", 4),
        ("Priorities:: Tide chapter\n", 1),
        ("---\nweekly_goal_1: Tide\nweekly_goal_1_completed: false\n---\n", 2),
        ("---\nkey_results:\n  - kr: Tide\n---\n", 2),
        ("```\n- [ ] an example\n```\n- [ ] Send\n", 4),
        ("- # Week 48\n- Send\n", 2),
        ("1. Week of 23 November\n\n- Send\n", 3),
        ("- Goals\n  - Send\n", 2),
        ("* Goals\n* 2026-W48\n* Send it\n> now\n", 2),
        ("## Goals\n23 to 29 Nov\nSend\n", 3),
        ("## Goals\nSend\n23 to 29 Nov\n", 2),
        ("---\nlearned: Mornings\n---\n* Goals\n* KW 48\n* Send\n", 6),
        ("## Goals\n### Weekly\n## Goals\n[ ] Send\n\n## Goals\n- x\n", 4),
    ],
)
def test_goals_outside_the_front_matter_get_a_warning(text: str, line: int) -> None:
    assert [(code, at) for code, at, _, _ in findings(text)] == [("goals_elsewhere", line)]
    value = read(text).value
    assert value is not None
    assert value.goals_elsewhere == line


def test_the_line_that_looks_like_a_goal_is_counted_in_the_file_and_not_in_its_repaired_copy() -> None:
    value = read("---\n\n- [ ] Send\n").value
    assert value is not None
    assert value.goals_elsewhere == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- # Week 48\n",
        "Monday\n2026-W48\n23 to 29 November\n",
        "## Goals\nWeek 48\n",
        "## Notes\n- Milk\n",
        "## Goals of the month\nNone yet.\n",
        "---\ngoals: [Send]\n---\n## Goals\n- [ ] Runs\n",
        "## Steps\n- [ ] grant: table\n## Log\n- 2026-11-25 focus: fonts\n## To ben\n- offer: goals\n",
        "---\nweekly_goal_1:\nmood: goals\n[a]: b\n---\n",
        "~~~\n## Goals\n- Send\n~~~\n",
        "## Goals\n| What | Done |\n|---|---|\n",
        "## To ziele\n- offer: Send\n",
    ],
)
def test_lists_of_other_things_and_code_blocks_are_not_treated_as_goals(text: str) -> None:
    assert "goals_elsewhere" not in [code for code, *_ in findings(text)]


def test_misplaced_goals_are_reported_only_once() -> None:
    text = "---\ngoals:\n  work:\n    - Tide\n---\n## Goals\n- Tide\n"
    assert [code for code, *_ in findings(text)] == ["shape"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "",
                    " ",
                    "\t- ",
                    "- ",
                    "+  ",
                    "- 2. ",
                    "- 2026-11-25 ",
                    "* ",
                    "1. ",
                    "## ",
                    "- ## ",
                    "**",
                    "| ",
                    "☐ ",
                    "[ ] ",
                    "\xa0",
                    "é",
                    "x",
                ]
            ),
            st.sampled_from(
                ["", "Goals", "Log", "goals:: Send", "TODO Send", "[ ] Send", "This week**", "a week off", "目标"]
            ),
        ).map("".join),
        max_size=5,
    )
)
def test_passing_over_prose_never_misses_a_goal(lines: list[str]) -> None:
    text = "---\ngoals:\naway: true\n---\n" + "".join(f"{line}\n" for line in lines)
    quick = findings(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(misplaced_goals, "_is_prose", lambda words, is_titled: False)
        assert findings(text) == quick
