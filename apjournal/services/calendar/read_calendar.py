"""My calendar, computed from the agreement and the weeks off in this clone."""

from __future__ import annotations

from msgspec.structs import replace

from apjournal.analysis.calls.calendar import build_call_series, build_report_series, find_first_week
from apjournal.errors import explain_missing_libraries
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.calendar import CalendarView
from apjournal.model.week import get_week_path
from apjournal.session.workspace import Workspace

_AWAY = b"away"


def read_calendar(workspace: Workspace) -> CalendarView:
    """Return my calendar and its text. Raise `GitFault` if the icalendar library is not installed."""
    lacks = "A calendar needs a library that is not installed."
    with explain_missing_libraries(lacks, install="Install it"):
        from apjournal.services.calendar.ics_text import format_ics
    me, schedule = workspace.me, workspace.schedule
    names = workspace.records.weeks(me)
    first = find_first_week(schedule, min(names, default=schedule.find_period(workspace.today)))
    away = _find_weeks_away(workspace, me)
    others = [_find_weeks_away(workspace, handle) for handle in workspace.active_partners]
    off = away.union(frozenset.intersection(*others)) if others else away
    is_reporting = schedule.agreement.get_role(me, first) is Role.REPORTS
    view = CalendarView(
        partner=me,
        calls=build_call_series(schedule, first, off),
        reports=build_report_series(schedule, first, away) if is_reporting else None,
        zones=_list_zones(workspace),
    )
    return replace(view, text=format_ics(view))


def _find_weeks_away(workspace: Workspace, partner: Handle) -> frozenset[IsoWeek]:
    """Return a partner's weeks off. Only files that contain the word `away` are parsed, which is faster."""
    source, records = workspace.source, workspace.records
    names = records.weeks(partner)
    source.read_ahead(get_week_path(partner, week) for week in names)
    named = [week for week in names if _AWAY in (source.read(get_week_path(partner, week)) or b"").lower()]
    return frozenset(week for week in named if (value := records.read_week_if_valid(partner, week)) and value.away)


def _list_zones(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the partners' time zones that this machine knows."""
    from apjournal.analysis.schedule import find_zone

    handles = (workspace.me, *workspace.active_partners)
    names = (workspace.records.partner(handle).timezone for handle in handles)
    return tuple(sorted({name for name in names if name and find_zone(name)}))
