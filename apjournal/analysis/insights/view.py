"""Compute all numbers about one partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from apjournal.analysis.insights.count import count_weeks
from apjournal.analysis.insights.goals import count_areas, find_quiet_area, list_carried_goals
from apjournal.analysis.insights.plan_ledger import build_plan_ledger
from apjournal.analysis.insights.readiness import check_readiness
from apjournal.analysis.insights.rhythm import compute_rhythm
from apjournal.analysis.insights.stats import CountedWeek, select_counted_weeks
from apjournal.analysis.schedule import Schedule
from apjournal.analysis.week_record import list_unreadable_weeks
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.views.insights import InsightsView, Learned
from apjournal.model.week_record import WeekRecord


def list_learned(weeks: Sequence[CountedWeek]) -> tuple[Learned, ...]:
    """Return everything that the partner learned, newest week first. `weeks` must be oldest first."""
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

    Reports that were due after the partner left do not count for their rhythm.
    """
    known = sorted(records, key=lambda record: record.week)
    this = schedule.find_period(today)
    agreement = schedule.agreement.get_terms_in(this)
    weeks = select_counted_weeks(known, today=today)
    figures = count_weeks(weeks)
    until = min(today, partner.left or today)
    rhythm = compute_rhythm(partner.partner, known, schedule=schedule, today=until, since=since)
    return InsightsView(
        partner=partner.partner,
        weeks=figures.weeks,
        goals=figures.goals,
        promises=figures.promises,
        foresight=figures.foresight,
        derailers=figures.derailers,
        plans=figures.plans,
        calibration=figures.calibration,
        carried=list_carried_goals(known),
        resilience=figures.resilience,
        rhythm=rhythm,
        areas=count_areas(weeks, agreement.areas),
        readiness=check_readiness(figures, rhythm, agreement),
        ledger=build_plan_ledger(week.record for week in weeks),
        learned=list_learned(weeks),
        unreadable=list_unreadable_weeks(known),
        name=partner.called,
        mine=mine,
        history=history,
        since=since,
        quiet_area=find_quiet_area(weeks, agreement.areas),
        agreement=agreement,
        role=schedule.agreement.get_role(partner.partner, this),
    )
