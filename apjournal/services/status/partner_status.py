"""Read the status of another partner from the journal in this clone."""

from __future__ import annotations

from apjournal.analysis.find_report_week import find_newest_to_report
from apjournal.analysis.messages import find_new_messages
from apjournal.analysis.partner_status import CopiesBetween, PartnerFiles, build_partner_status
from apjournal.analysis.review import find_current_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.status import PartnerStatus
from apjournal.model.views.week import ReceivedMessage
from apjournal.session.week_records import find_latest_kept_copy, read_weeks
from apjournal.session.workspace import Workspace


def read_partner_status(workspace: Workspace, handle: Handle) -> tuple[PartnerStatus, tuple[ReceivedMessage, ...]]:
    """Return the status of a partner, and their messages that I have not read."""
    me, schedule, records = workspace.identity_or_none, workspace.schedule, workspace.records
    history = workspace.history
    names = records.weeks(handle)
    current = find_current_week(handle, names, schedule=schedule, now=workspace.now)
    before = current or schedule.find_week_to_plan(workspace.now)
    reported = find_newest_to_report(records.list_earlier(handle, before), before=before)
    named = tuple(dict.fromkeys(week for week in (reported.week if reported else None, current) if week))
    copy = find_latest_kept_copy(workspace, me, handle, named, now=history.head if history else None) if me else None
    weeks, unreadable = read_weeks(records, handle, sorted({*named, *(copy.weeks if copy else ())}))
    mine = _find_current_week(workspace, me)
    theirs = find_latest_kept_copy(workspace, handle, me, (mine,), now=None) if me and mine else None
    found = build_partner_status(
        workspace.get_partner(handle),
        schedule=schedule,
        now=workspace.now,
        files=PartnerFiles(names, weeks, unreadable),
        copies=CopiesBetween(
            mine=copy,
            theirs=theirs,
            my_week=records.read_week_if_valid(me, mine) if me and mine else None,
            i_keep=me is not None and workspace.is_kept_by_me(handle),
        ),
        history=history is not None,
    )
    return found, find_new_messages(me, weeks, copy.weeks if copy else {}) if me else ()


def _find_current_week(workspace: Workspace, me: Handle | None) -> IsoWeek | None:
    if me is None:
        return None
    return find_current_week(me, workspace.records.weeks(me), schedule=workspace.schedule, now=workspace.now)
