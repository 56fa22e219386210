"""`apj status`: show where I am, and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from apjournal.analysis.schedule import list_zones
from apjournal.analysis.status import (
    AgreementState,
    CloneState,
    OtherPartners,
    OwnWeeks,
    build_status_view,
    find_next_call,
    find_week_a_year_before,
)
from apjournal.errors import GitFault
from apjournal.format.read.result import Reading
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.state_files import is_operation_in_progress
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.hints import find_repair_command
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import Alarm
from apjournal.model.views.status import FileToFix, StatusView, Unsynced
from apjournal.model.week import get_week_path
from apjournal.model.week_record import WeekRecord
from apjournal.services.commit.pending_changes import find_pending
from apjournal.services.status.awaited_acceptance import find_unsigned, find_waiting_acceptance
from apjournal.services.status.partner_status import read_partner_status
from apjournal.session.faults.local_edits import find_linked_files, find_local_edits
from apjournal.session.faults.misnamed_weeks import find_misnamed_weeks
from apjournal.session.last_fetch import get_last_fetch, is_worth_showing
from apjournal.session.week_records import build_week_records, find_own_report_due
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT, PARTNER

Found = tuple[str, Reading[Any] | None]


def find_unreadable_files(workspace: Workspace, me: Handle) -> Iterator[tuple[str, Reading[Any]]]:
    """Yield those of my files, and the agreement, that cannot be read, each with its reading.

    My files are `partner.md` and my weeks, from the week to plan back to the week to report. A file in a newer format
    is not an error.
    """
    for path, reading in (
        (AGREEMENT, workspace.records.agreement_file()),
        (f"{me}/{PARTNER}", workspace.records.partner_file(me)),
        *_find_unreadable_weeks(workspace, me),
    ):
        if reading is not None and reading.broken and not reading.newer:
            yield path, reading


def _find_unreadable_weeks(workspace: Workspace, me: Handle) -> Iterator[Found]:
    schedule, records = workspace.schedule, workspace.records
    planned, this = schedule.find_week_to_plan(workspace.now), schedule.find_period(workspace.today)
    for week in (week for week in records.weeks(me) if week <= planned):
        reading = records.week(me, week)
        yield get_week_path(me, week), reading
        value = reading.value if reading else None
        if week < this and value and value.goals and not value.away:
            return


LEFT_LATELY = timedelta(weeks=4)
"""`status` mentions for this long that somebody has left."""
LOOKED_BACK = 52
"""The number of weeks in which `status` looks for signs that I can go on alone. The limit keeps long journals fast."""


def show_status(workspace: Workspace) -> StatusView:
    """Return my status. A value is None if it cannot be known without history, or without knowing who I am."""
    me, schedule, records = workspace.identity_or_none, workspace.schedule, workspace.records
    this, planned = schedule.find_period(workspace.today), schedule.find_week_to_plan(workspace.now)
    seen = [read_partner_status(workspace, handle) for handle in workspace.active_partners]
    gone = [read_partner_status(workspace, handle) for handle in _list_left_lately(workspace)]
    telling = [(partner, messages) for partner, messages in gone if partner.unkept or messages]
    seen += telling
    waiting = find_waiting_acceptance(workspace, me)
    view = build_status_view(
        workspace.get_partner(me) if me else None,
        schedule=schedule,
        now=workspace.now,
        weeks=OwnWeeks(
            mine=_build_my_week(workspace, me, this),
            planned=records.read_week_if_valid(me, planned) if me else None,
            due=_build_due_week(workspace, me),
            year_ago=records.read_week_if_valid(me, find_week_a_year_before(this, schedule)) if me else None,
            ready=_is_ready(workspace, me),
        ),
        others=OtherPartners(
            partners=[partner for partner, _ in seen],
            messages=[message for _, messages in seen for message in messages],
            gone=[partner for partner, messages in gone if (partner, messages) not in telling],
            zones=list_zones(map(workspace.get_partner, workspace.active_partners)),
        ),
        clone=_read_clone_state(workspace, me),
        agreed=AgreementState(waiting, None if waiting else find_unsigned(workspace, me)),
    )
    fetched = get_last_fetch(workspace)
    view = replace(view, as_of=fetched, as_of_said=is_worth_showing(workspace, fetched), all_left=_is_left(workspace))
    if workspace.history is None:
        return view
    is_shared = workspace.is_shared
    return replace(view, no_remote=not is_shared, alone=is_shared and workspace.records.partners() == (me,))


def _is_left(workspace: Workspace) -> bool:
    """Whether there were other partners, and all of them have left. Those in scope are asked first: they were read."""
    return not workspace.active_partners and not workspace.others and len(workspace.records.partners()) > 1


def _read_clone_state(workspace: Workspace, me: Handle | None) -> CloneState:
    unsynced = _count_unsynced(workspace, me)
    return CloneState(
        unsynced=unsynced,
        alarms=_list_alarms(workspace),
        to_fix=[*_list_unmerged(workspace, unsynced), *_list_broken_files(workspace, me)] if me else (),
        unfinished=_explain_unfinished_operation(workspace),
        local_edits=[
            *find_linked_files(workspace, (me,) if me else ()),
            *find_local_edits(workspace, among=workspace.partners_in_scope),
            *find_misnamed_weeks(workspace, (*((me,) if me else ()), *workspace.active_partners)),
        ],
    )


def _explain_unfinished_operation(workspace: Workspace) -> str:
    """Return what is unfinished in git here and how to finish it, or "" if apj can commit."""
    if workspace.history is None or not (
        is_operation_in_progress(workspace.git_folder) or workspace.branch_state.checked_out is None
    ):
        return ""
    try:
        _ = workspace.idle_repository
    except GitFault as fault:
        return f"{fault.message} {fault.hint}"
    return ""


def _list_alarms(workspace: Workspace) -> tuple[Alarm, ...]:
    """Return the alerts that stopped the last sync, without contacting the server."""
    history = workspace.history
    if workspace.identity_or_none is None or history is None or history.refused is None:
        return ()
    from apjournal.services.sync.tip_check import list_alarms_at_tip  # alerts are rare

    return list_alarms_at_tip(workspace, history, history.refused)


def _is_ready(workspace: Workspace, me: Handle | None) -> bool:
    """Whether most of the signs that I can go on alone are present.

    `status` shows this only on the day of the call, so it is not computed on other days.
    """
    schedule, this = workspace.schedule, workspace.schedule.find_period(workspace.today)
    if me is None or workspace.get_partner(me).left or not schedule.is_reported(this):
        return False
    agreement = schedule.agreement
    if agreement.unreadable or agreement.get_role(me, this) is Role.LISTENS:
        return False
    if not find_next_call(schedule, workspace.now).is_day_of_the_week(workspace.today):
        return False
    from apjournal.analysis.insights.view import build_insights_view
    from apjournal.session.week_records import list_all_weeks

    since = this + -LOOKED_BACK
    weeks = list_all_weeks(workspace, me, since=since, keepers=workspace.partners_in_scope)
    signs = build_insights_view(
        workspace.get_partner(me), weeks, schedule=schedule, today=workspace.today, mine=True, history=True, since=since
    ).readiness
    return sum(sign.met is True for sign in signs) > len(signs) / 2


def _list_unmerged(workspace: Workspace, unsynced: Unsynced | None) -> list[FileToFix]:
    """Return the files in which received text conflicts with mine, so that sync would stop there again."""
    if unsynced is None or not unsynced.ahead or not unsynced.behind:
        return []
    from apjournal.services.sync.unmerged import find_conflicts  # conflicts are rare

    return [FileToFix(conflict.path, "apj edit", is_conflict=True) for conflict in find_conflicts(workspace)]


def _list_broken_files(workspace: Workspace, me: Handle) -> list[FileToFix]:
    return [
        FileToFix(path, find_repair_command(path, reading.findings))
        for path, reading in find_unreadable_files(workspace, me)
    ]


def _list_left_lately(workspace: Workspace) -> list[Handle]:
    """Return the partners who left recently, because the user may not have seen their last text."""
    partners = (workspace.get_partner(handle) for handle in workspace.partners_in_scope)
    return [one.partner for one in partners if one.left and workspace.today - one.left <= LEFT_LATELY]


def _build_my_week(workspace: Workspace, me: Handle | None, week: IsoWeek) -> WeekRecord | None:
    return (
        next(iter(build_week_records(workspace, me, [week], keepers=workspace.partners_in_scope)), None) if me else None
    )


def _build_due_week(workspace: Workspace, me: Handle | None) -> WeekRecord | None:
    """Return my week whose report is due. Nobody waits for a report after I have left."""
    if me is None or workspace.get_partner(me).left:
        return None
    week = find_own_report_due(workspace)
    return _build_my_week(workspace, me, week.week) if week else None


def _count_unsynced(workspace: Workspace, me: Handle | None) -> Unsynced | None:
    history = workspace.history
    if history is None or me is None:
        return None
    pending = find_pending(workspace, history)
    files = tuple(path for path in pending.files if path not in pending.deleted)
    if not history.shared or history.head is None or history.server_tip is None:
        return Unsynced(files, 0, 0)
    return Unsynced(files, *map(len, ancestry.list_commits_on_each_side(history.git, history.head, history.server_tip)))
