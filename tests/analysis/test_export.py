"""The goals of weeks as flat rows."""

from __future__ import annotations

from msgspec.structs import replace

from apjournal.analysis.export import build_export_view, write_happened, write_obstacle
from apjournal.model.week import Obstacle, ObstacleKind
from apjournal.model.week_record import HappenedRecord, Unreadable
from tests.helpers.week_records import GOOD, HOSTILE


def test_exported_goals_come_in_the_order_of_weeks_and_partners() -> None:
    view = build_export_view([("Ben", HOSTILE), ("Ana", GOOD)])
    assert [row.goal for row in view.goals] == [goal.goal for record in (GOOD, HOSTILE) for goal in record.goals]
    assert [name for name, _ in view.weeks] == ["Ana", "Ben"]


def test_an_exported_obstacle_has_the_form_that_it_has_in_the_file() -> None:
    assert (
        write_obstacle(Obstacle(ObstacleKind.FOCUS, "Mail", "I wait until noon")) == "focus: Mail -> I wait until noon"
    )
    assert write_obstacle(Obstacle(ObstacleKind.FOCUS, "Mail")) == "focus: Mail"
    happened = HappenedRecord(ObstacleKind.STRESS, "A deadline moved", plan=None, foreseen=False)
    assert write_happened(happened) == "stress: A deadline moved"
    assert write_happened(replace(happened, note=None)) == "stress"


def test_an_export_names_the_position_of_an_unreadable_week_and_whether_an_older_version_is_exported() -> None:
    broken = replace(GOOD, unreadable=Unreadable(line=3, column=5, message="YAML cannot be read here"))
    (named,) = build_export_view([("Ana", broken), ("Ben", HOSTILE)]).unreadable
    assert (named.path, named.line, named.column, named.message) == (GOOD.path, 3, 5, "YAML cannot be read here")
    (empty,) = build_export_view([("Ana", replace(broken, goals=()))]).unreadable
    assert [one.has_older for one in (named, empty)] == [True, False]
