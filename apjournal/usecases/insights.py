"""`apj insights`: compute numbers from a partner's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from apjournal.analysis.insights.series import build_insights_series
from apjournal.analysis.insights.view import build_insights_view
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import InsightsView
from apjournal.model.views.insights_series import InsightsSeries
from apjournal.model.week_record import WeekRecord
from apjournal.session.arguments import find_since
from apjournal.session.week_records import list_all_weeks
from apjournal.session.workspace import Workspace


def build_insights(workspace: Workspace, partner: str | None, since: str | None) -> InsightsView:
    """Compute the insights of `partner`, or of myself, from the week `since` on."""
    schedule, today = workspace.schedule, workspace.today
    who = workspace.me if partner is None else workspace.resolve_partner(partner)
    first = find_since(workspace, since) if since else None
    return build_insights_view(
        workspace.get_partner(who),
        list_all_weeks(workspace, who, since=first),
        schedule=schedule,
        today=today,
        mine=who == workspace.identity_or_none,
        history=workspace.history is not None,
        since=first,
    )


def build_own_insights_over_time(
    workspace: Workspace, weeks: Sequence[WeekRecord], days: Mapping[IsoWeek, date]
) -> tuple[InsightsView, InsightsSeries]:
    """Compute the insights of my whole record, in total and over time. `weeks` are all my weeks."""
    me = workspace.get_partner(workspace.me)
    schedule, today, history = workspace.schedule, workspace.today, workspace.history is not None
    view = build_insights_view(me, weeks, schedule=schedule, today=today, mine=True, history=history)
    return view, build_insights_series(me, weeks, schedule=schedule, today=today, mine=True, reported_on=days)
