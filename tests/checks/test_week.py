"""The rules of one week: hints that leave the week as it is, and a few warnings."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from apjournal.checks.week import check_week
from apjournal.model.codes import CODES
from apjournal.model.finding import Level, Span
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import (
    Amendment,
    Goal,
    Happened,
    LogLine,
    Message,
    Obstacle,
    ObstacleKind,
    Outcome,
    Result,
    Week,
)

ANA, BEN, W48 = Handle("ana"), Handle("ben"), IsoWeek(2026, 48)


def at(line: int) -> Span:
    return Span(line * 10, line * 10 + 5, line, 3)


def goal(number: int = 1, text: str = "Run", *obstacles: Obstacle, since: IsoWeek | None = None) -> Goal:
    return Goal(number, f"goal-{number}", text, obstacles=obstacles, carried_from=since)


PLANNED = Obstacle(ObstacleKind.INTEREST, "I open the site editor", "I park it")
UNPLANNED = replace(PLANNED, then=None)


def test_a_week_without_goals_has_no_findings() -> None:
    assert check_week(Week(ANA, W48)) == ()


def test_a_full_week_without_mistakes_has_no_findings() -> None:
    week = Week(
        ANA,
        W48,
        goals=(*(goal(number) for number in range(1, 5)), goal(5, "Send", PLANNED, PLANNED, since=W48 + -1)),
        outcomes=(Outcome("goal-1", Result.DONE, evidence="page 6"), Outcome("goal-2", Result.DROPPED)),
        happened=(Happened(ObstacleKind.STRESS, "a deadline"), Happened(ObstacleKind.FOCUS)),
        learned=("Mornings are best",),
        log=(LogLine(date(2026, 11, 25), None, "fonts"), LogLine(None, ObstacleKind.FOCUS, "slow")),
        messages=(Message("ben", None, "Thanks"),),
    )
    assert check_week(week, "", partners=(ANA, BEN)) == ()


def test_a_sixth_goal_gets_a_hint() -> None:
    week = Week(ANA, W48, goals=tuple(goal(number) for number in range(1, 8)))
    (found,) = check_week(week, places={("goals", number): at(number + 1) for number in range(7)})
    assert (found.code, found.level, found.span) == ("many_goals", Level.HINT, at(6))
    assert found.message == (
        "This week has 7 goals; plans help most if there are only a few, and `apj park` keeps ideas for later"
    )


def test_the_third_obstacle_of_a_goal_gets_a_hint() -> None:
    week = Week(ANA, W48, goals=(goal(1, "Run", PLANNED, PLANNED), goal(2, "Send", PLANNED, PLANNED, PLANNED)))
    (found,) = check_week(week, places={("goals", 1): at(4), ("goals", 1, "obstacles", 2): at(7)})
    assert (found.code, found.level, found.span) == ("many_obstacles", Level.HINT, at(7))


def test_an_obstacle_without_a_plan_gets_a_hint() -> None:
    week = Week(ANA, W48, goals=(goal(1, "Run", PLANNED, UNPLANNED),))
    (found,) = check_week(week, places={("goals", 0): at(1), ("goals", 0, "obstacles", 1): at(3)})
    assert (found.code, found.level, found.span) == ("no_plan", Level.HINT, at(3))
    assert "-> what I do then" in found.message


def test_a_hint_without_a_position_is_shown_at_its_goal() -> None:
    (found,) = check_week(Week(ANA, W48, goals=(goal(1, "Run", UNPLANNED),)), places={("goals", 0): at(4)})
    assert found.span == at(4)


@pytest.mark.parametrize(("weeks", "count"), [(-1, 0), (0, 1), (3, 1)])
def test_a_goal_carried_from_its_own_or_a_later_week_gets_a_warning(weeks: int, count: int) -> None:
    found = check_week(Week(ANA, W48, goals=(goal(1, since=W48 + weeks),)), places={("goals", 0): at(1)})
    assert [(one.code, one.level, one.span) for one in found] == [("carried_from_later", Level.WARNING, at(1))] * count


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2026, 11, 19), 1), (date(2026, 11, 20), 0), (date(2026, 12, 2), 0), (date(2026, 12, 3), 1)],
)
def test_a_log_line_may_have_any_date_that_its_week_can_contain(day: date, count: int) -> None:
    found = check_week(Week(ANA, W48, log=(LogLine(day, None, "fonts"),)), places={("log", 0): at(9)})
    assert [(one.code, one.level, one.span) for one in found] == [("log_date", Level.HINT, at(9))] * count


def test_the_dates_of_log_lines_are_checked_against_a_known_period() -> None:
    week = Week(ANA, W48, log=(LogLine(date(2026, 12, 6), None, "fonts"), LogLine(date(2026, 12, 8), None, "fonts")))
    (found,) = check_week(week, days=(date(2026, 11, 23), date(2026, 12, 7)))
    assert found.message.startswith("2026-12-08 is not in 2026-W48")


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("personl", '"personl" is not an area in the agreement; did you mean personal?'),
        ("PERSONEL", '"PERSONEL" is not an area in the agreement; did you mean personal?'),
        ("garden", '"garden" is not an area in the agreement; its areas are professional, personal'),
        ("Personal", None),
        (None, None),
    ],
)
def test_an_area_that_the_agreement_does_not_name_gets_a_hint(area: str | None, told: str | None) -> None:
    week = Week(ANA, W48, goals=(goal(1), replace(goal(2), area=area)))
    found = check_week(week, places={("goals", 1): at(2)}, areas=("professional", "personal"))
    assert [(one.message, one.level, one.span) for one in found] == ([(told, Level.HINT, at(2))] if told else [])
    assert check_week(week) == ()


def test_a_list_below_a_heading_that_names_nobody_gets_one_hint() -> None:
    names = ("read", "Read", "ana", "benjamin")
    week = Week(ANA, W48, messages=tuple(Message(name, None, "x") for name in names))
    hint, warning = check_week(week, places={("messages", n): at(n) for n in range(4)}, partners=(BEN, ANA))
    assert (hint.code, hint.level, hint.span) == ("not_a_message", Level.HINT, at(0))
    assert hint.message == "This is not a message. This journal has no partner read; its handles are: ana, ben"
    assert (warning.code, warning.span) == ("unknown_partner", at(3))


def test_a_message_to_an_unknown_partner_gets_a_warning() -> None:
    week = Week(ANA, W48, messages=(Message("bne", None, "Thanks"), Message("Ben", None, "Hello")))
    (found,) = check_week(week, places={("messages", 0): at(8)}, partners=(BEN, ANA))
    assert (found.code, found.level, found.span) == ("unknown_partner", Level.WARNING, at(8))
    assert found.message == "This journal has no partner bne; its handles are: ana, ben"
    assert check_week(week) == ()


def test_findings_about_a_week_are_in_the_order_of_the_file() -> None:
    week = Week(ANA, W48, goals=(goal(1), goal(2, "Send", UNPLANNED, UNPLANNED), goal(3, since=W48)))
    places = {("goals", 1, "obstacles", 0): at(3), ("goals", 1, "obstacles", 1): at(4), ("goals", 2): at(5)}
    assert [one.span for one in check_week(week, "\u202e" + "\n" * 60 + "\u200b", places)] == [
        Span(0, 1, 1, 1),
        at(3),
        at(4),
        at(5),
        Span(61, 62, 61, 1),
    ]


def test_an_escaped_hidden_character_is_found_in_every_value() -> None:
    bad = "a\x1bb"
    week = Week(
        ANA,
        W48,
        goals=(
            goal(1, bad, Obstacle(ObstacleKind.FOCUS, bad, bad)),
            Goal(2, "x", "Run", done_when=bad, area=bad),
        ),
        outcomes=(Outcome("x", Result.DONE, evidence=bad, reason=bad),),
        happened=(Happened(ObstacleKind.FOCUS, bad),),
        learned=(bad,),
        amended=(Amendment("x", bad),),
        skip_reason=bad,
    )
    places = {
        ("goals", 0): at(1),
        ("goals", 0, "obstacles", 0): at(4),
        ("goals", 1): at(5),
        ("outcomes", 0): at(6),
        ("happened", 0): at(7),
        ("amended", 0): at(8),
    }
    found = check_week(week, r'goals: ["a\eb"]', places)
    assert {one.code for one in found} == {"hidden_character"}
    assert [one.span.line if one.span else None for one in found] == [None, None, 1, 4, 4, 5, 5, 6, 6, 7, 8]
    assert all(one.fix is None for one in found)


def test_a_hidden_character_is_reported_only_once() -> None:
    (found,) = check_week(Week(ANA, W48, goals=(goal(1, "a\u202eb\u202e"),)), "- a\u202eb\u202e")
    assert found.span == Span(3, 4, 1, 4)


def test_an_escaped_nul_or_newline_counts_as_hidden() -> None:
    assert len(check_week(Week(ANA, W48, learned=("a\0b",)), r'learned: "a\0b"')) == 1


def test_every_finding_has_the_level_listed_for_its_code() -> None:
    week = Week(
        ANA,
        W48,
        goals=tuple(goal(number, "Run", *[UNPLANNED] * 3, since=W48) for number in range(1, 7)),
        log=(LogLine(date(2020, 1, 1), None, "x"),),
        messages=(Message("eve", None, "x"),),
    )
    found = check_week(week, "\u200b", partners=(ANA,))
    assert len({one.code for one in found}) == 7
    assert all(one.level is CODES[one.code].level and one.level is not Level.ERROR for one in found)
