"""The goal that `new-week` carries over, from the old goal and what the user typed."""

from __future__ import annotations

from typing import Any

import pytest

from apjournal.errors import UsageFault
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Decision, Goal
from apjournal.usecases.new_week import Carry, carry_goal

RUNS = Goal(1, "runs", "Three runs", done_when="All three are in the log", area="health", confidence=80)
TAX = Goal(2, "tax", "Send the tax return", id_written=True, carried_from=IsoWeek(2026, 47))


@pytest.mark.parametrize(
    ("name", "typed", "new"),
    [
        ("1", {}, {"id_written": False, "goal": "Three runs", "done_when": "All three are in the log"}),
        ("runs", {"words": "Two runs"}, {"id_written": True, "id": "runs", "goal": "Two runs", "done_when": None}),
        ("1", {"words": "Three runs"}, {"id_written": False, "done_when": "All three are in the log"}),
        ("1", {"words": "Two runs", "done_when": "Both are"}, {"goal": "Two runs", "done_when": "Both are"}),
        ("1", {"area": "work", "confidence": 60}, {"area": "work", "confidence": 60, "goal": "Three runs"}),
        ("1", {"decision": Decision.SHRINK}, {"decision": Decision.SHRINK, "area": "health", "confidence": None}),
        ("2", {}, {"id_written": True, "carried_from": None}),
    ],
)
def test_a_carried_goal_keeps_its_id_and_what_was_not_typed_anew(
    name: str, typed: dict[str, Any], new: dict[str, Any]
) -> None:
    goal = carry_goal([RUNS, TAX], Carry(name, **typed))
    assert {key: getattr(goal, key) for key in new} == new


def test_a_carried_goal_can_return_every_week() -> None:
    assert carry_goal([RUNS], Carry("1")).every is None
    assert carry_goal([RUNS], Carry("1", every=True)).every is not None


def test_only_a_goal_of_the_list_can_be_carried() -> None:
    with pytest.raises(UsageFault, match="Swim"):
        carry_goal([RUNS, TAX], Carry("Swim"))
