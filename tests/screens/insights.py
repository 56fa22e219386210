"""The screens of insights, by name: a good half-year, a hard one, very little data, and the signs of readiness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from apjournal.analysis.insights.view import build_insights_view
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Cadence, Mode
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import InsightsView
from apjournal.model.week import CallRecord, Decision, LogLine, Medium, Obstacle, ObstacleKind, PlanUse
from apjournal.model.week_record import GoalRecord, HappenedRecord, State, WeekRecord
from apjournal.render.screens import insights, readiness
from tests.helpers.week_records import ANA, BEN, HOSTILE, W48, goal, week
from tests.helpers.weeks import BERLIN, agreement, partner
from tests.screens.shown import Shown, show_as

WEEKS = 26
"""Half a year, up to W48, whose report is due."""
_STARTED = W48 + (1 - WEEKS)
_PARAGRAPH = Obstacle(ObstacleKind.INTEREST, "I open the site editor before noon", "I write one paragraph first")
_LIBRARY = Obstacle(ObstacleKind.FOCUS, "The afternoon dissolves", "I go to the library at two")
_FONTS = "two hours of comparing fonts"


def _good(number: int) -> WeekRecord:
    """Return the week with that number, counted from 0: one away, one without a report, often with an obstacle."""
    name = _STARTED + number
    if number == 11:
        return week(ANA, name, away=True)
    used = (PlanUse.WORKED, PlanUse.FORGOTTEN, PlanUse.WORKED, PlanUse.DID_NOT_WORK)[number // 2 % 4]
    came = HappenedRecord(ObstacleKind.INTEREST, _FONTS, used, foreseen=True) if number % 2 == 0 else None
    results = [
        State.DONE,
        State.PARTLY if number % 3 == 0 else State.DONE,
        State.DONE if number % 4 else State.NOT_DONE,
    ]
    states = [State.UNREPORTED] * 3 if number == 7 else results
    goals = (
        goal(1, "Grant draft", states[0], area="professional", confidence=80 if number % 2 else 60),
        goal(
            2,
            "Chapter 3",
            states[1],
            area="professional",
            confidence=70,
            obstacles=(_PARAGRAPH, _LIBRARY),
            happened=(came,) if came else (),
        ),
        _runs(number, states[2]),
    )
    surprise = HappenedRecord(ObstacleKind.UNFORESEEN, "School closed", None, foreseen=False)
    more = HappenedRecord(ObstacleKind.STRESS, None, None, foreseen=False)
    return week(
        ANA,
        name,
        *goals,
        happened=(surprise,) * (number % 4 == 1) + (more,) * (number % 5 == 2),
        log=(LogLine(name.monday, ObstacleKind.INTEREST, _FONTS),) * (number % 3 == 0),
        call=CallRecord(Medium.VOICE if number % 3 else Medium.ASYNC) if number % 8 else None,
        learned=("The library has no site editor",) if number == 24 else (),
    )


def _runs(number: int, state: State) -> GoalRecord:
    area = "personal" if number < 17 else None
    if number < WEEKS - 1:
        return goal(3, "Three runs", state, area=area)
    return goal(3, "Three runs", state, carried=2, carried_from=W48 + -2, decision=Decision.SHRINK)


def _hard(number: int) -> WeekRecord:
    """Return a week without a done goal: alternately with a report that says so, and without a report."""
    name = _STARTED + number
    state = State.NOT_DONE if number % 2 else State.UNREPORTED
    kind = (ObstacleKind.STRESS, ObstacleKind.STRESS, ObstacleKind.UNFORESEEN)[number % 3]
    came = HappenedRecord(kind, None, None, foreseen=False)
    return week(ANA, name, goal(1, "Grant draft", state), goal(2, "Three runs", state), happened=(came,) * (number % 2))


_LITTLE = [
    week(ANA, W48 + -1, goal(1, "Grant draft", State.DONE, confidence=80), goal(2, "Three runs", State.PARTLY)),
    week(
        ANA,
        W48,
        goal(1, "Grant draft", State.DONE, confidence=60, obstacles=(_PARAGRAPH,)),
        happened=(HappenedRecord(ObstacleKind.INTEREST, _FONTS, PlanUse.WORKED, foreseen=True),),
    ),
]
_HOSTILE = replace(
    HOSTILE,
    goals=(
        replace(
            HOSTILE.goals[0],
            state=State.DONE,
            area="[red]area[/red] \x1b[31m\u202e",
            carried=1,
            obstacles=(
                Obstacle(ObstacleKind.OTHER, "x", "\x1b]0;title\x07 日本語の目標を書くときに折り返す場所がない"),
            ),
        ),
    ),
    happened=(HappenedRecord(ObstacleKind.OTHER, "\x9b2J", PlanUse.WORKED, foreseen=True),) * 9,
)


def _view(records: Sequence[WeekRecord], **known: Any) -> InsightsView:
    """Return the view of these weeks on the Monday on which the report on W48 is due."""
    terms = {name: known.pop(name) for name in ("mode", "cadence", "listeners") if name in known}
    agreed = agreement(started=_STARTED.monday, areas=("professional", "personal"), **terms)
    handle = known.pop("of", ANA)
    given = {"mine": handle == ANA, "history": True} | known
    today = W48.monday + timedelta(weeks=1)
    return build_insights_view(partner(handle), records, schedule=Schedule(agreed, BERLIN), today=today, **given)


def _of(number: int, tell: Callable[[int], WeekRecord]) -> list[WeekRecord]:
    return [tell(each) for each in range(number)]


_GOOD = _view(_of(WEEKS, _good))


def _shown(view: InsightsView) -> Shown:
    return show_as(view, insights.render_text)


def _signs(view: InsightsView) -> Shown:
    return show_as(view, readiness.render_text)


INSIGHTS: dict[str, Shown] = {
    "insights-good-half-year": _shown(_GOOD),
    "insights-hard-half-year": _shown(_view(_of(WEEKS, _hard))),
    "insights-little": _shown(_view(_LITTLE)),
    "insights-nothing-yet": _shown(_view([], since=IsoWeek(2026, 47))),
    "insights-of-a-listener": _shown(_view([], of=BEN, mode=Mode.ONE_SIDED, listeners=(BEN,))),
    "insights-listening": _shown(_view([], mode=Mode.ONE_SIDED, listeners=(ANA,))),
    "insights-peer-support": _shown(_view([], mode=Mode.PEER_SUPPORT)),
    "insights-of-ben-without-history": _shown(
        _view([replace(record, partner=BEN) for record in _of(9, _good)], of=BEN, history=False, since=_STARTED)
    ),
    "insights-hostile": _shown(_view([_HOSTILE], of=BEN)),
    "insights-readiness": _signs(_GOOD),
    "insights-readiness-hard": _signs(_view(_of(WEEKS, _hard), cadence=Cadence.FORTNIGHTLY)),
    "insights-readiness-little": _signs(_view(_LITTLE, mode=Mode.PEER_SUPPORT)),
    "insights-readiness-peer-support": _signs(_view([], mode=Mode.PEER_SUPPORT)),
    "insights-readiness-of-ben": _signs(_view([], of=BEN, cadence=Cadence.MONTHLY)),
}
