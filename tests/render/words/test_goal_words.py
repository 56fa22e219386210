"""Results, obstacles and plans in words."""

from __future__ import annotations

from datetime import date

import pytest

from apjournal.model.week import Decision, ObstacleKind, PlanUse
from apjournal.model.week_record import HappenedRecord, State
from apjournal.render.words import goal_words
from tests.helpers.week_records import BEN_WEEK, GOOD, W48, goal


def test_a_result_is_shown_with_its_words() -> None:
    assert goal_words.outcome_words(GOOD.goals[0]) == "partly, page 6 of 8"
    assert goal_words.outcome_words(GOOD.goals[2]) == "not done, private"
    assert goal_words.outcome_words(goal(1, "Run", State.UNREPORTED)) == "no report"


def test_a_carried_goal_shows_its_number_of_weeks_and_the_decision() -> None:
    assert goal_words.carry_words(BEN_WEEK.goals[0]) == "carried, third week"
    assert (
        goal_words.carry_words(goal(1, "Run", carried=1, decision=Decision.SHRINK))
        == "carried, second week, made smaller"
    )
    assert goal_words.carry_words(goal(1, "Run", decision=Decision.SHRINK)) == "made smaller"
    assert goal_words.carry_words(goal(1, "Run")) == ""


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (HappenedRecord(ObstacleKind.STRESS, None, None, foreseen=False), "stress"),
        (
            HappenedRecord(ObstacleKind.INTEREST, "fonts", PlanUse.WORKED, foreseen=True),
            "interest, expected: fonts. The plan worked.",
        ),
        (
            HappenedRecord(ObstacleKind.FOCUS, "why?", PlanUse.DID_NOT_WORK, foreseen=False),
            "focus: why? The plan did not work.",
        ),
        (
            HappenedRecord(ObstacleKind.OTHER, None, PlanUse.FORGOTTEN, foreseen=True),
            "other, expected. The plan was forgotten.",
        ),
    ],
)
def test_an_obstacle_that_happened_is_shown_with_its_plan(entry: HappenedRecord, said: str) -> None:
    assert goal_words.obstacle_words(entry) == said


def test_every_state_of_a_goal_has_a_mark_and_a_word() -> None:
    assert goal_words.MARKS.keys() == goal_words.STATES.keys() == set(State)
    assert W48.monday == date(2026, 11, 23)
