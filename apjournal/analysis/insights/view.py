"""All numbers of one partner, each from its own module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from apjournal.analysis.insights.areas import areas, quiet_area
from apjournal.analysis.insights.calibration import calibration, forecasts
from apjournal.analysis.insights.carried import carried_goals
from apjournal.analysis.insights.counted import counted_weeks
from apjournal.analysis.insights.derailers import derailers
from apjournal.analysis.insights.foresight import foresight
from apjournal.analysis.insights.learned import learned
from apjournal.analysis.insights.ledger import plan_ledger
from apjournal.analysis.insights.plans import plans
from apjournal.analysis.insights.promises import promises
from apjournal.analysis.insights.readiness import readiness
from apjournal.analysis.insights.resilience import resilience
from apjournal.analysis.insights.rhythm import rhythm
from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.record import WeekRecord
from apjournal.model.views.insights import InsightsView


def insights_view(
    partner: Partner,
    records: Iterable[WeekRecord],
    *,
    schedule: Schedule,
    today: date,
    mine: bool,
    history: bool,
    since: IsoWeek | None = None,
) -> InsightsView:
    """Count what the record of `partner` holds; `records` are all her weeks (from `since` on), in any order.

    Whose report was due after she left does not count for her rhythm.
    """
    known = sorted(records, key=lambda record: record.week)
    agreement = schedule.agreement.in_force(schedule.period(today))
    weeks = counted_weeks(known, today=today)
    given = forecasts(weeks)
    until = min(today, partner.left or today)
    view = InsightsView(
        partner=partner.partner,
        weeks=len(weeks),
        goals=sum(len(week.goals) for week in weeks),
        promises=promises(weeks),
        foresight=foresight(weeks),
        derailers=derailers(weeks),
        plans=plans(weeks),
        calibration=calibration(given),
        carried=carried_goals(known),
        resilience=resilience(weeks),
        rhythm=rhythm(partner.partner, known, schedule=schedule, today=until, since=since),
        areas=areas(weeks, agreement.areas),
        readiness=(),
        ledger=plan_ledger(week.record for week in weeks),
        learned=learned(weeks),
        name=partner.called,
        mine=mine,
        history=history,
        since=since,
        quiet_area=quiet_area(weeks, agreement.areas),
        agreement=agreement,
    )
    signs = readiness(view, reported=sum(week.reported for week in weeks), forecasts=len(given))
    return replace(view, readiness=signs)
