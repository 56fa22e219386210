"""Weeks as they are seen: the file, the history and the day put together for the pure part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apjournal.analysis.record import record_week
from apjournal.format.reading import Reading
from apjournal.format.week import read_week
from apjournal.gitrepo import ancestry
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import Keep, KeptLine
from apjournal.model.record import State, Unreadable, WeekRecord
from apjournal.model.views import DueReport
from apjournal.model.week import Week, week_path
from apjournal.store.records import Records
from apjournal.workspace.opened import Workspace

VERSIONS = 50
"""How many versions of an unreadable file are tried for the newest one that reads."""


def keepers_of(workspace: Workspace, partner: Handle) -> dict[Handle, tuple[KeptLine, ...]]:
    """Give the lines about `partner` in each `kept.md` but her own."""
    lines = {
        keeper: tuple(line for line in workspace.records.kept(keeper).lines if line.partner == partner)
        for keeper in workspace.records.partners()
        if keeper != partner
    }
    return {keeper: found for keeper, found in lines.items() if found}


def keeps_of(workspace: Workspace, partner: Handle, weeks: Sequence[IsoWeek]) -> tuple[Keep, ...] | None:
    """Give the kept copies that may hold one of `weeks`; None where there is no history."""
    if workspace.history is None:
        return None
    return workspace.history.keeps(partner, weeks, keepers_of(workspace, partner)) if weeks else ()


def week_records(
    workspace: Workspace, partner: Handle, weeks: Sequence[IsoWeek], *, records: Records | None = None
) -> tuple[WeekRecord, ...]:
    """Give a partner's weeks as I see them, in the order asked for; a week that never was is left out.

    `records` is where she is read: the folder, or a commit.
    """
    records = records or workspace.records
    keeps = keeps_of(workspace, partner, weeks)
    return tuple(record for week in weeks if (record := _record(workspace, records, partner, week, keeps)))


def _record(
    workspace: Workspace, records: Records, partner: Handle, week: IsoWeek, keeps: Sequence[Keep] | None
) -> WeekRecord | None:
    reading = records.week(partner, week)
    if reading is None and not any(week in keep.weeks for keep in keeps or ()):
        return None
    unreadable = _unreadable(reading) if reading is not None and reading.broken else None
    value = reading.value if reading is not None else None
    if unreadable:
        value = newest_readable(workspace, partner, week)
    return record_week(
        value or Week(partner, week),
        schedule=workspace.schedule,
        today=workspace.today,
        earlier=records.earlier(partner, week),
        keeps=keeps,
        reader=workspace.whoever,
        unreadable=unreadable,
    )


def _unreadable(reading: Reading[Week]) -> Unreadable:
    first = reading.first_error
    line, column = (first.span.line, first.span.column) if first.span else (1, 1)
    return Unreadable(line, column, first.message)


def newest_readable(workspace: Workspace, partner: Handle, week: IsoWeek) -> Week | None:
    """Find the newest version in history of a file that can't be read now; None when there is none."""
    history = workspace.history
    if history is None or history.head is None:
        return None
    path = week_path(partner, week)
    for commit in ancestry.newest_changes(history.git, history.head, path, VERSIONS):
        data = history.objects.read(commit, path)
        value = None if data is None else read_week(data, partner, week).value
        if value is not None:
            return value
    return None


def due_report(workspace: Workspace, week: Week) -> DueReport:
    """Give the goals of my week that have no outcome yet, as what is to report."""
    (record,) = week_records(workspace, week.partner, [week.week])
    return DueReport(week.week, tuple(goal for goal in record.goals if goal.state in {State.OPEN, State.UNREPORTED}))


def span(records: Records, partner: Handle, since: IsoWeek, until: IsoWeek) -> Iterator[IsoWeek]:
    """Name a partner's weeks that have a file, from `since` to `until`, oldest first."""
    return (week for week in reversed(records.weeks(partner)) if since <= week <= until)
