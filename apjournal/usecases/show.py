"""`apj show`: one week in full, of one partner or of all."""

from __future__ import annotations

from apjournal.analysis.naming import find_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views import ShowView
from apjournal.workspace.opened import Workspace
from apjournal.workspace.seen import week_records


def show(workspace: Workspace, partner: str | None, week: str | None) -> ShowView:
    """Show a partner's week, or everybody's; without `week` each one's newest up to now."""
    who = workspace.records.partners() if partner is None else (workspace.one_other(partner),)
    wanted = None if week is None else find_week(week, workspace.schedule, workspace.today)
    records = []
    for handle in who:
        chosen = wanted or _newest(workspace, handle)
        if chosen is not None:
            records += week_records(workspace, handle, [chosen])
    return ShowView(
        weeks=tuple(records),
        names=tuple((handle, workspace.partner(handle).called) for handle in who),
        today=workspace.today,
    )


def _newest(workspace: Workspace, partner: Handle) -> IsoWeek | None:
    this = workspace.schedule.period(workspace.today)
    return next((week for week in workspace.records.weeks(partner) if week <= this), None)
