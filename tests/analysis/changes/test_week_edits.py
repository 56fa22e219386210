"""What a new text of a week changes, for a commit and for its writer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from apjournal.analysis.changes.week_edits import find_moved_outcomes, find_removed_goals, list_changed_parts
from apjournal.model.week import Happened, LogLine, ObstacleKind, Week
from tests.helpers.weeks import WEDNESDAY, outcome, week

WEEK = week("Grant", "Runs", outcomes={"runs": "done, twice"})


@pytest.mark.parametrize(
    ("after", "parts"),
    [
        (None, ("notes",)),
        (WEEK, ("notes",)),
        (week("Grant", "Sleep", outcomes={"runs": "done, twice"}), ("goals",)),
        (replace(WEEK, away=True), ("goals",)),
        (replace(WEEK, outcomes=()), ("outcomes",)),
        (replace(WEEK, happened=(Happened(ObstacleKind.FOCUS),)), ("outcomes",)),
        (replace(WEEK, learned="Begin early"), ("outcomes",)),
        (replace(WEEK, log=(LogLine(WEDNESDAY, ObstacleKind.FOCUS, "mail"),)), ("log",)),
        (week("Grant", outcomes={"grant": "done"}), ("goals", "outcomes")),
    ],
)
def test_the_description_of_an_edit_names_the_parts_that_changed(after: Week | None, parts: tuple[str, ...]) -> None:
    assert list_changed_parts(WEEK, after) == parts


def test_the_description_of_a_new_week_names_all_its_parts() -> None:
    assert list_changed_parts(None, WEEK) == ("goals", "outcomes")
    assert list_changed_parts(None, week()) == ("notes",)


def test_goals_that_an_edit_removed_are_found() -> None:
    assert [gone.id for gone in find_removed_goals(WEEK, week("Grant"))] == ["runs"]
    assert [gone.id for gone in find_removed_goals(WEEK, None)] == ["grant", "runs"]
    assert find_removed_goals(WEEK, week("Runs", "Grant")) == ()
    assert find_removed_goals(None, WEEK) == ()


def test_outcomes_that_an_edit_moved_to_another_goal_are_found() -> None:
    after = week("Grant", "Sleep", "Runs", outcomes={"sleep": "done, twice"})
    assert [other.id for other in find_moved_outcomes(WEEK, after)] == ["sleep"]
    assert find_moved_outcomes(WEEK, WEEK) == ()
    assert find_moved_outcomes(None, after) == ()
    assert find_moved_outcomes(WEEK, None) == ()


def test_a_rewritten_outcome_has_not_moved() -> None:
    assert find_moved_outcomes(WEEK, replace(WEEK, outcomes=(outcome("grant", "done, sent"),))) == ()


def test_an_outcome_of_an_unknown_goal_has_not_moved() -> None:
    assert find_moved_outcomes(WEEK, replace(WEEK, outcomes=(outcome("elsewhere", "done, twice"),))) == ()
