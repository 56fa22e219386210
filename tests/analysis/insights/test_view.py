"""All numbers of one partner together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from apjournal.analysis.insights.view import build_insights_view
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Cadence, EarlierTerms, Mode, Terms
from apjournal.model.views.insights import InsightsView, PlanWorth
from apjournal.model.week import Obstacle, ObstacleKind, PlanUse
from apjournal.model.week_record import HappenedRecord, State
from tests.helpers.week_records import goal, week
from tests.helpers.weeks import ANA, BERLIN, DUE, W47, W48, W49, agreement, partner

FORESEEN = Obstacle(ObstacleKind.FOCUS, "Mail", "I close it")
MAIL = HappenedRecord(ObstacleKind.FOCUS, "Mail", PlanUse.WORKED, foreseen=True)
LAST = week(ANA, W48, goal(1, "Runs", State.DONE, area="Body", obstacles=(FORESEEN,), happened=(MAIL,)), learned=("x",))
BEFORE = week(ANA, W47, goal(1, "Tax", State.NOT_DONE), goal(2, "Desk", State.DROPPED))
NEXT = week(ANA, W49, goal(1, "Tax", carried=1, carried_from=W47))


def seen(*records: Any, today: date = DUE, left: date | None = None, **terms: Any) -> InsightsView:
    terms.setdefault("areas", ("body", "work"))
    schedule = Schedule(agreement(**terms), BERLIN)
    who = partner(ANA, left=left)
    return build_insights_view(who, records, schedule=schedule, today=today, mine=False, history=False, since=W47)


def test_insights_do_not_depend_on_the_order_of_the_weeks() -> None:
    view = seen(NEXT, LAST, BEFORE)
    assert (view.partner, view.name, view.mine, view.history, view.since) == (ANA, "Ana", False, False, W47)
    assert (view.weeks, view.goals, view.promises.of, view.promises.dropped) == (2, 3, 2, 1)
    assert [goal.id for goal in view.carried] == ["tax"]
    assert (view.areas[0].area, view.quiet_area) == ("body", None)
    assert view.ledger == (PlanWorth(ObstacleKind.FOCUS, "Mail", "I close it", 1, 1, 0, W48),)
    assert [line.text for line in view.learned] == ["x"]
    assert view.rhythm.of == 2
    assert view.readiness[0].value == 2


def test_insights_of_an_empty_record_have_no_counts() -> None:
    view = seen(today=date(2026, 9, 7))
    assert (view.weeks, view.goals, view.calibration, view.carried, view.ledger, view.rhythm.of) == (
        0,
        0,
        None,
        (),
        (),
        0,
    )


def test_rhythm_counts_no_calls_after_a_partner_left() -> None:
    assert seen(LAST, today=DUE + timedelta(weeks=20), left=DUE).rhythm.of == 2


def test_a_change_of_terms_leaves_the_insights_of_earlier_weeks_unchanged() -> None:
    earlier = (EarlierTerms(W48, Terms(Mode.TWO_SIDED, Cadence.WEEKLY, 0)),)
    before = seen(LAST, BEFORE)
    for changed in ({"mode": Mode.PEER_SUPPORT}, {"cadence": Cadence.MONTHLY}, {"mode": Mode.ONE_SIDED}):
        after = seen(LAST, BEFORE, earlier=earlier, today=DUE + timedelta(weeks=1), **changed)
        now = {"rhythm": before.rhythm, "agreement": before.agreement, "role": before.role}
        assert replace(after, readiness=(), **now) == replace(before, readiness=())


def test_insights_use_the_thresholds_and_areas_in_force_today() -> None:
    assert seen(LAST, areas=("work",), readiness=(("rhythm", 5.0),)).agreement.readiness == (("rhythm", 5.0),)
