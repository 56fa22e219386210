"""Collect what my page shows from the files in this clone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.host_links import SETTING, HostedBranch, find_hosted_branch
from apjournal.analysis.schedule import list_zones
from apjournal.analysis.status import find_next_call, list_call_times_elsewhere
from apjournal.errors import GitFault
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import WeekDays
from apjournal.model.views.host_page import HostPage, PagePartner, Task, TaskKind, is_page
from apjournal.model.week import get_week_path
from apjournal.model.week_record import ChangeKind, GoalRecord, WeekRecord
from apjournal.session.invitation import find_shared_address
from apjournal.session.week_records import build_all_week_records
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import KEPT, README

Weeks = dict[IsoWeek, WeekRecord]

_NEW_FOLDER = Handle("your-name")
"""The folder in the link for a partner who has not joined yet.

It is a valid handle, so nothing is lost if the partner does not replace it.
"""
_GOALS = "---\ngoals:\n  - \n---\n"
_LOG, _LOG_LINE = "## Log\n- ", "- "


def read_page(workspace: Workspace) -> HostPage:
    """Return the contents of my host page."""
    schedule, now = workspace.schedule, workspace.now
    this, planned = schedule.find_period(workspace.today), schedule.find_week_to_plan(now)
    former, following = schedule.find_former_week(this), schedule.find_following_week(this)
    days = {week: schedule.build_week_days(week) for week in (former, this, following)}
    people = (workspace.me, *workspace.active_partners)
    found = {
        handle: {record.week: record for record in records}
        for handle, records in build_all_week_records(workspace, {handle: tuple(days) for handle in people})
    }
    begun = (this, planned) if planned != this and any(planned in weeks for weeks in found.values()) else (this,)
    tasks = _Tasks(workspace, find_host(workspace))
    at = find_next_call(schedule, now).at
    return HostPage(
        call_at=at,
        elsewhere=list_call_times_elsewhere(at, list_zones(map(workspace.get_partner, workspace.active_partners))),
        weeks=tuple(days[week] for week in begun),
        reported=days[former],
        partners=tuple(_build_partner(workspace, handle, found, tasks, tuple(days.values())) for handle in people),
        names={handle: workspace.get_partner(handle).called for handle in workspace.records.partners()},
        begin=None
        if workspace.others
        else tasks.make_task(TaskKind.BEGIN, get_week_path(_NEW_FOLDER, this), _GOALS, days[this]),
    )


def find_host(workspace: Workspace) -> HostedBranch | None:
    """Return the shared branch at its git host, or None if apj does not know the host's URLs."""
    try:
        place = find_shared_address(workspace)
    except GitFault:
        return None
    if place is None:
        return None
    return find_hosted_branch(place.page, workspace.branch_state.branch, workspace.config.get(SETTING))


class _Tasks(Struct, frozen=True):
    """Makes the tasks on a page, with links if apj knows the host's URLs."""

    workspace: Workspace
    host: HostedBranch | None

    def make_task(self, kind: TaskKind, path: str, text: str, days: WeekDays, *, of: str = "") -> Task:
        """Return a task. Its link opens the file or, if there is none, a new file that contains `text` already."""
        exists = self.workspace.source.has(path)
        if self.host is None:
            return Task(kind, path, text, days, of, exists, None, is_filled=False)
        if exists:
            return Task(kind, path, text, days, of, exists, self.host.link_editor(path), is_filled=False)
        new = self.host.link_new_file(path, text)
        return Task(kind, path, text, days, of, exists, new.link, is_filled=new.is_filled)


def _build_partner(
    workspace: Workspace,
    handle: Handle,
    found: Mapping[Handle, Weeks],
    tasks: _Tasks,
    days: tuple[WeekDays, ...],
) -> PagePartner:
    """Return what the page shows of one partner. `days` are the days of the last period, this one, and the next."""
    partner, page = workspace.get_partner(handle), f"{handle}/{README}"
    role = workspace.agreement.get_role(handle, days[1].week)
    entry = PagePartner(handle, partner.called, role, found[handle])
    if handle != workspace.me and partner.page and is_page(workspace.source.read(page) or b""):
        return replace(entry, page=page)
    listed = [] if role is Role.LISTENS else list(_list_own_tasks(tasks, handle, found[handle], days))
    listed += _list_keeps(workspace, tasks, handle, found, days)
    return replace(entry, tasks=tuple(listed))


def _list_own_tasks(tasks: _Tasks, handle: Handle, weeks: Weeks, days: tuple[WeekDays, ...]) -> Iterator[Task]:
    """Yield the tasks of a partner in their own weeks: missing goals, reports and the log."""
    former, this, following = days
    for each in (this, following):
        record = weeks.get(each.week)
        if record is None or not (record.goals or record.away or record.unreadable):
            yield tasks.make_task(TaskKind.GOALS, get_week_path(handle, each.week), _GOALS, each)
    for each in (former, this):
        record = weeks.get(each.week)
        if record is not None and record.report_due and any(goal.result is None for goal in _list_own_goals(record)):
            yield tasks.make_task(TaskKind.REPORT, record.path, _write_report(record), each)
    record = weeks.get(this.week)
    has_log = record is not None and bool(record.log)
    yield tasks.make_task(TaskKind.LOG, get_week_path(handle, this.week), _LOG_LINE if has_log else _LOG, this)


def _write_report(record: WeekRecord) -> str:
    """Return the lines of a report to fill in, with the number of each goal, or "" if the report was started."""
    if any(goal.result is not None for goal in record.goals):
        return ""
    return "outcomes:\n" + "".join(f"  {goal.number}: \n" for goal in _list_own_goals(record))


def _list_own_goals(record: WeekRecord) -> list[GoalRecord]:
    """Return the goals that the week's file contains now."""
    return [goal for goal in record.goals if goal.change is not ChangeKind.REMOVED]


def _list_keeps(
    workspace: Workspace, tasks: _Tasks, handle: Handle, found: Mapping[Handle, Weeks], days: tuple[WeekDays, ...]
) -> Iterator[Task]:
    """Yield, for each other partner with goals, a task with the line that keeps a copy of them."""
    path = f"{handle}/{KEPT}"
    head = "" if workspace.source.has(path) else "# Kept copies\n"
    named = workspace.get_partner(handle).keeps
    for other, weeks in found.items():
        newest = next((each for each in reversed(days) if each.week in weeks and weeks[each.week].goals), None)
        if other != handle and newest is not None and (named is None or other in named):
            of = workspace.get_partner(other).called
            yield tasks.make_task(TaskKind.KEEP, path, f"{head}- {newest.week} {other}\n", newest, of=of)
