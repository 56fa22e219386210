"""The second count against figures calculated on paper."""

from __future__ import annotations

from datetime import date

import pytest

from tests.second_count.count import count_document
from tests.second_count.random_journals import FIRST, Written, name_of
from tests.second_count.read_weeks import Goal, take_apart

WEEK = """---
goals:
  - id: alpha
    confidence: 80
    area: work
    obstacles:
      - focus: Mail is open -> I close it
  - Beta
outcomes: {1: done, beta: "not done, a cold"}
happened:
  - kind: focus
    goal: 1
    plan: worked
learned: Ask first
---

## Log
- 2026-09-01 stress: a long day
"""


def journal(text: str, today: date = date(2026, 9, 7)) -> Written:
    return Written(today, files={f"ana/{name_of(FIRST)}.md": text})


def test_the_second_count_assigns_the_entries_of_a_week_by_goal_id() -> None:
    found = take_apart(WEEK)
    assert found.goals["alpha"] == Goal("alpha", 80, "work", [("focus", "Mail is open", "I close it")])
    assert found.results == {"alpha": "done", "beta": "not_done"}
    assert found.happened == [{"kind": "focus", "goal": "alpha", "plan": "worked", "foreseen": None}]
    assert found.logged == ["stress"]
    assert found.learned == ["Ask first"]


def test_the_second_count_includes_a_week_once_its_report_is_due_or_complete() -> None:
    unreported = "---\ngoals:\n  - Beta\n---\n"
    assert count_document(journal(unreported, date(2026, 9, 6)), history=False)["weeks"] == 0
    assert count_document(journal(unreported, date(2026, 9, 7)), history=False)["promises"]["unreported"] == 1
    assert count_document(journal(WEEK, date(2026, 9, 1)), history=False)["goals"] == 2


def test_the_interval_of_the_second_count_agrees_with_a_textbook() -> None:
    goals = "".join(f"  - goal{number}\n" for number in range(10))
    outcomes = "".join("  - done\n" for _ in range(9)) + "  - partly\n"
    promises = count_document(journal(f"---\ngoals:\n{goals}outcomes:\n{outcomes}---\n"), history=False)["promises"]
    assert (promises["done"], promises["partly"], promises["of"]) == (9, 1, 10)
    assert promises["interval"] == pytest.approx([0.5958, 0.9821], abs=5e-5)


def test_the_second_count_includes_foreseen_obstacles_and_plans() -> None:
    found = count_document(journal(WEEK), history=False)
    assert found["foresight"] == {"foreseen_came": 1, "foreseen_not": 0, "surprise": 0}
    assert found["plans"] == {"written": 1, "triggered": 1, "used": 1, "worked": 1, "forgotten": 0}
    assert [row["then"] for row in found["ledger"]] == ["I close it"]


def test_in_the_second_count_a_forgotten_plan_is_needed_but_not_used() -> None:
    found = count_document(journal(WEEK.replace("plan: worked", "plan: forgotten")), history=False)
    assert found["plans"] == {"written": 1, "triggered": 1, "used": 0, "worked": 0, "forgotten": 1}
    assert found["ledger"] == []
