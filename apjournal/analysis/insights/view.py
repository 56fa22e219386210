"""All numbers of one partner, each from its own module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from apjournal.analysis.insights.areas import count_areas, find_quiet_area
from apjournal.analysis.insights.calibration import compute_calibration, list_forecasts
from apjournal.analysis.insights.carried import list_carried_goals
from apjournal.analysis.insights.counted import select_counted_weeks
from apjournal.analysis.insights.derailers import count_derailers
from apjournal.analysis.insights.foresight import count_foresight
from apjournal.analysis.insights.learned import list_learned
from apjournal.analysis.insights.ledger import build_plan_ledger
from apjournal.analysis.insights.plans import count_plans
from apjournal.analysis.insights.promises import count_promises
from apjournal.analysis.insights.readiness import check_readiness
from apjournal.analysis.insights.resilience import count_resilience
from apjournal.analysis.insights.rhythm import compute_rhythm
from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.record import WeekRecord
from apjournal.model.views.insights import InsightsView


def build_insights_view(
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
    agreement = schedule.agreement.get_terms_in(schedule.find_period(today))
    weeks = select_counted_weeks(known, today=today)
    given = list_forecasts(weeks)
    until = min(today, partner.left or today)
    view = InsightsView(
        partner=partner.partner,
        weeks=len(weeks),
        goals=sum(len(week.goals) for week in weeks),
        promises=count_promises(weeks),
        foresight=count_foresight(weeks),
        derailers=count_derailers(weeks),
        plans=count_plans(weeks),
        calibration=compute_calibration(given),
        carried=list_carried_goals(known),
        resilience=count_resilience(weeks),
        rhythm=compute_rhythm(partner.partner, known, schedule=schedule, today=until, since=since),
        areas=count_areas(weeks, agreement.areas),
        readiness=(),
        ledger=build_plan_ledger(week.record for week in weeks),
        learned=list_learned(weeks),
        name=partner.called,
        mine=mine,
        history=history,
        since=since,
        quiet_area=find_quiet_area(weeks, agreement.areas),
        agreement=agreement,
    )
    signs = check_readiness(view, reported=sum(week.reported for week in weeks), forecasts=len(given))
    return replace(view, readiness=signs)
