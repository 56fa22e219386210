"""`apj site`: the whole record of a journal, and a folder of pages made from it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from apjournal.analysis.changes.kept_versions import list_copies_for_reader
from apjournal.analysis.changes.list_changes import list_changes_of_week
from apjournal.analysis.site import collect_stories, is_report_skipped, list_learned, withhold_weeks
from apjournal.analysis.site import withhold_messages as withhold_from
from apjournal.errors import UsageFault
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.base import WeekDays
from apjournal.model.views.site import JournalRecord, PartnerRecord, SiteView
from apjournal.model.views.status import StatusView
from apjournal.model.week_record import GoalChange, WeekRecord
from apjournal.session.week_records import (
    build_all_week_records,
    find_own_report_due,
    list_keepers_of,
    list_week_range,
    read_kept_weeks_of,
    read_present_week,
)
from apjournal.session.workspace import Workspace
from apjournal.store.built_folder import build_folder, require_buildable
from apjournal.store.folder import belongs_to_git, find_root


def read_journal(workspace: Workspace) -> JournalRecord:
    """Return the record of all partners in scope, me first.

    Text that is withheld until I give my report is left out.
    """
    me = workspace.identity_or_none
    partners = _read_partners(workspace, me)
    mine = partners[0].weeks if me and partners else ()
    record = withhold_weeks(
        JournalRecord(
            me=me,
            today=workspace.today,
            this=workspace.schedule.find_period(workspace.today),
            partners=partners,
            first=_find_due_week(workspace, me, mine),
            history=workspace.history is not None,
        )
    )
    return replace(
        record,
        changes=_list_all_changes(workspace, record.partners),
        stories=collect_stories(record.partners),
        learned=list_learned(record.partners),
    )


def withhold_messages(status: StatusView, record: JournalRecord) -> StatusView:
    """Return my status without the messages that are withheld until I give my report."""
    return withhold_from(status, record.first.week if record.first else None)


def _read_partners(workspace: Workspace, me: Handle | None) -> tuple[PartnerRecord, ...]:
    handles = [*([me] if me else []), *workspace.partners_in_scope]
    span = _find_span(workspace, handles)
    found = dict(build_all_week_records(workspace, dict.fromkeys(handles, span)))
    return tuple(
        PartnerRecord(handle, (partner := workspace.get_partner(handle)).name or partner.called, found[handle])
        for handle in handles
    )


def _find_span(workspace: Workspace, handles: Sequence[Handle]) -> tuple[IsoWeek, ...]:
    """Return all weeks from the first to the last week that has a file or was kept."""
    kept = [line.week for handle in handles for lines in list_keepers_of(workspace, handle).values() for line in lines]
    weeks = [*(week for handle in handles for week in workspace.records.weeks(handle)), *kept]
    return list_week_range(min(weeks), max(weeks)) if weeks else ()


def _find_due_week(workspace: Workspace, me: Handle | None, mine: Sequence[WeekRecord]) -> WeekDays | None:
    due = find_own_report_due(workspace) if me else None
    if due is None or is_report_skipped(mine, due.week):
        return None
    return workspace.schedule.build_week_days(due.week)


def _list_all_changes(
    workspace: Workspace, partners: Sequence[PartnerRecord]
) -> dict[tuple[Handle, IsoWeek], tuple[GoalChange, ...]]:
    """Return the changes of each week in which a goal differs from its kept version, by partner and week."""
    changes = {}
    for partner in partners:
        changed = [record for record in partner.weeks if any(goal.change for goal in record.goals)]
        keeps = read_kept_weeks_of(workspace, partner.partner, [record.week for record in changed]) if changed else None
        if keeps is None:
            continue
        schedule = workspace.get_schedule_of(partner.partner)
        for record in changed:
            seen = list_copies_for_reader(workspace.identity_or_none, keeps.list_keeps_of(record.week))
            changes[partner.partner, record.week] = list_changes_of_week(
                read_present_week(workspace, workspace.records, record.partner, record.week),
                seen,
                schedule=schedule,
                today=workspace.today,
                unreadable=record.unreadable is not None,
            )
    return changes


def choose_folder(workspace: Workspace, named: Path | None) -> Path:
    """Return the folder to write to: the given folder, otherwise a folder next to the journal, which is never shared.

    Raise `UsageFault` if it belongs to git or a journal, or contains something that apj did not write.
    """
    folder = Path(os.path.realpath(named or workspace.root.parent / f"{workspace.root.name}-site"))
    if belongs_to_git(folder / "any"):
        raise UsageFault(f"{folder} belongs to git.", "Choose another folder.")
    if find_root(folder) is not None:
        raise UsageFault(
            f"{folder} is inside a journal, and the next sync could share the pages.",
            "Choose a folder outside that journal.",
        )
    require_buildable(folder)
    return folder


def write_pages(folder: Path, pages: Mapping[str, str], record: JournalRecord) -> SiteView:
    """Make the folder contain the pages, which are given by file name. Write only pages that changed."""
    built = build_folder(folder, {name: text.encode("utf-8") for name, text in pages.items()})
    return SiteView(
        folder=str(folder),
        pages=len(pages),
        written=built.written,
        removed=built.removed,
        start=str(folder / next(iter(pages))),
        first=record.first,
        history=record.history,
    )
