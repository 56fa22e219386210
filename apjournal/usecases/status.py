"""`apj status`: where I stand, and the next step."""

from __future__ import annotations

from apjournal.analysis.messages import new_messages
from apjournal.analysis.partners import partner_status
from apjournal.analysis.review import current_week
from apjournal.analysis.schedule import zones_of
from apjournal.analysis.states import newest_to_report
from apjournal.analysis.status import a_year_before, status_view
from apjournal.gitrepo import ancestry
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.record import WeekRecord
from apjournal.model.views.status import PartnerStatus, ReceivedMessage, StatusView, Unsynced
from apjournal.workspace.opened import Workspace
from apjournal.workspace.pending import find_pending
from apjournal.workspace.seen import newest_copy, own_report_due, readable, week_records


def status(workspace: Workspace) -> StatusView:
    """Put together where I stand; without history (or an identity) what can't be known is left open."""
    me, schedule, records = workspace.whoever, workspace.schedule, workspace.records
    this, planned = schedule.period(workspace.today), schedule.week_to_plan(workspace.now)
    seen = [_partner(workspace, handle) for handle in workspace.others]
    return status_view(
        workspace.partner(me) if me else None,
        schedule=schedule,
        now=workspace.now,
        mine=_mine(workspace, me, this),
        planned=records.readable_week(me, planned) if me else None,
        due=_due(workspace, me),
        partners=[partner for partner, _ in seen],
        messages=[message for _, messages in seen for message in messages],
        unsynced=_unsynced(workspace, me),
        zones=zones_of(map(workspace.partner, workspace.others)),
        year_ago=records.readable_week(me, a_year_before(this)) if me else None,
    )


def _mine(workspace: Workspace, me: Handle | None, week: IsoWeek) -> WeekRecord | None:
    return next(iter(week_records(workspace, me, [week])), None) if me else None


def _due(workspace: Workspace, me: Handle | None) -> WeekRecord | None:
    if me is None:
        return None
    week = own_report_due(workspace)
    return _mine(workspace, me, week.week) if week else None


def _partner(workspace: Workspace, handle: Handle) -> tuple[PartnerStatus, tuple[ReceivedMessage, ...]]:
    me, schedule, records = workspace.whoever, workspace.schedule, workspace.records
    history = workspace.history
    this, planned = schedule.period(workspace.today), schedule.week_to_plan(workspace.now)
    names = records.weeks(handle)
    current = current_week(names, planned=planned, this=this)
    before = current or planned
    reported = newest_to_report(records.earlier(handle, before), before=before)
    named = tuple(dict.fromkeys(week for week in (reported.week if reported else None, current) if week))
    copy = newest_copy(workspace, me, handle, named, now=history.head if history else None) if me else None
    weeks, unreadable = readable(records, handle, sorted({*named, *(copy.weeks if copy else ())}))
    mine = _current_of(workspace, me)
    hers = newest_copy(workspace, handle, me, (mine,), now=None) if me and mine else None
    kept = workspace.partner(me).keeps if me else None
    found = partner_status(
        workspace.partner(handle),
        schedule=schedule,
        now=workspace.now,
        names=names,
        weeks=weeks,
        my_copy=copy,
        her_copy=hers,
        mine=records.readable_week(me, mine) if me and mine else None,
        history=history is not None,
        i_keep=me is not None and (kept is None or handle in kept),
        unreadable=unreadable,
    )
    return found, new_messages(me, weeks, copy.weeks if copy else {}) if me else ()


def _current_of(workspace: Workspace, me: Handle | None) -> IsoWeek | None:
    if me is None:
        return None
    schedule = workspace.schedule
    return current_week(
        workspace.records.weeks(me),
        planned=schedule.week_to_plan(workspace.now),
        this=schedule.period(workspace.today),
    )


def _unsynced(workspace: Workspace, me: Handle | None) -> Unsynced | None:
    history = workspace.history
    if history is None or me is None:
        return None
    files = tuple(find_pending(workspace, history).files)
    if not history.shared or history.head is None or history.server_tip is None:
        return Unsynced(files, 0, 0)
    return Unsynced(files, *map(len, ancestry.apart(history.git, history.head, history.server_tip)))
