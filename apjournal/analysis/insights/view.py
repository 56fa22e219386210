"""All numbers of one partner, each from its own function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from apjournal.analysis.insights.goals import (
    compute_calibration,
    count_areas,
    count_promises,
    count_resilience,
    find_quiet_area,
    list_carried_goals,
    list_forecasts,
)
from apjournal.analysis.insights.obstacles import build_plan_ledger, count_derailers, count_foresight, count_plans
from apjournal.analysis.insights.readiness import check_readiness
from apjournal.analysis.insights.rhythm import compute_rhythm
from apjournal.analysis.insights.stats import CountedWeek, select_counted_weeks
from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.views.insights import InsightsView, Learned
from apjournal.model.week_record import WeekRecord


def list_learned(weeks: Sequence[CountedWeek]) -> tuple[Learned, ...]:
    """Return all learned texts, starting with the newest week's. `weeks` are oldest first."""
    return tuple(Learned(week.record.week, text) for week in reversed(weeks) for text in week.record.learned)


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
    """Compute the insights of `partner`. `records` are all their weeks (from `since` on), in any order.

    Reports due after the partner left do not count for their rhythm.
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
