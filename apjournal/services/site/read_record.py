"""Read the whole record of a journal. Weeks that have not changed since the last build are not parsed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.changes.kept_versions import list_copies_for_reader
from apjournal.analysis.changes.list_changes import list_changes_of_week
from apjournal.analysis.insights.stats import is_reported
from apjournal.analysis.site import collect_stories, is_report_skipped, list_learned, withhold_weeks
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek, list_week_range
from apjournal.model.views.base import WeekDays
from apjournal.model.views.site import JournalRecord, PartnerRecord
from apjournal.model.week import get_week_path
from apjournal.model.week_record import GoalChange, WeekRecord
from apjournal.services.site.site_cache import KeptWeek, SiteCache, hash_parts, hash_record, hash_state
from apjournal.session.week_records import (
    build_all_week_records,
    find_own_report_due,
    list_keepers_of,
    read_kept_weeks_of,
    read_present_week,
)
from apjournal.session.workspace import Workspace

Changes = dict[IsoWeek, tuple[GoalChange, ...]]


class ReadJournal(Struct, frozen=True):
    """The record of a journal as its pages show it, and what the next build can use.

    `changed` contains those of my weeks that had to be parsed again.
    """

    record: JournalRecord
    state: bytes
    weeks: Mapping[str, tuple[KeptWeek, ...]]
    changed: tuple[WeekRecord, ...]


def read_journal(workspace: Workspace, cache: SiteCache) -> ReadJournal:
    """Return the record of all partners in scope, me first.

    Text that is hidden until I give my report is left out.
    """
    me = workspace.identity_or_none
    handles = [*([me] if me else []), *workspace.partners_in_scope]
    state = hash_state(workspace)
    same, changed = _read_weeks(workspace, handles, cache.weeks if state and state == cache.state else {})
    weeks = {handle: (*same[handle], *changed[handle]) for handle in handles}
    partners = tuple(
        PartnerRecord(
            handle,
            (partner := workspace.get_partner(handle)).name or partner.called,
            tuple(week.record for week in weeks[handle] if week.record),
        )
        for handle in handles
    )
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
    shown = {(partner.partner, week.week) for partner in record.partners for week in partner.weeks}
    found = {
        place: week
        for handle in handles
        for week in weeks[handle]
        if week.record and (place := (handle, week.record.week)) in shown
    }
    return ReadJournal(
        replace(
            record,
            changes={place: week.changes for place, week in found.items() if week.changes},
            stories=collect_stories(record.partners),
            learned=list_learned(record.partners),
            digests={place: week.digest for place, week in found.items()},
        ),
        state,
        {str(handle): weeks[handle] for handle in handles},
        tuple(week.record for week in changed[me] if week.record) if me else (),
    )


def read_known_report_days(read: ReadJournal, former: SiteCache) -> Mapping[IsoWeek, date] | None:
    """Return the days on which I gave my reports, as the last build found them, by week.

    Return None if they may have changed.
    """
    known = former.report_days
    if known is None or read.state != former.state:
        return None
    if any(is_reported(record) or str(record.week) in known for record in read.changed):
        return None
    return {IsoWeek.parse(week): day for week, day in known.items()}


def _read_weeks(
    workspace: Workspace, handles: Sequence[Handle], known: Mapping[str, tuple[KeptWeek, ...]]
) -> tuple[dict[Handle, tuple[KeptWeek, ...]], dict[Handle, tuple[KeptWeek, ...]]]:
    """Return the `known` weeks of each partner up to the first file that changed, and the later weeks, parsed again."""
    span = _find_span(workspace, handles)
    texts = {handle: _hash_texts(workspace, handle, span) for handle in handles}
    same = {handle: _select_unchanged(known.get(handle, ()), texts[handle]) for handle in handles}
    found = {}
    for handle, records in build_all_week_records(workspace, {one: span[len(same[one]) :] for one in handles}):
        by_week = {record.week: record for record in records}
        changes = _list_changes(workspace, handle, records)
        found[handle] = tuple(
            _keep_week(text, by_week.get(week), changes.get(week, ()))
            for week, text in [*zip(span, texts[handle], strict=True)][len(same[handle]) :]
        )
    return same, found


def _keep_week(texts: bytes, record: WeekRecord | None, changes: tuple[GoalChange, ...]) -> KeptWeek:
    return KeptWeek(texts, hash_record(record, changes), record, changes)


def _find_span(workspace: Workspace, handles: Sequence[Handle]) -> tuple[IsoWeek, ...]:
    """Return all weeks from the first to the last one that has a file or a kept copy."""
    kept = [line.week for handle in handles for lines in list_keepers_of(workspace, handle).values() for line in lines]
    weeks = [*(week for handle in handles for week in workspace.records.weeks(handle)), *kept]
    return list_week_range(min(weeks), max(weeks)) if weeks else ()


def _hash_texts(workspace: Workspace, handle: Handle, span: Sequence[IsoWeek]) -> list[bytes]:
    """Return for each week a hash of its file and of all earlier files, because goals are carried over from those."""
    paths = [get_week_path(handle, week) for week in span]
    workspace.source.read_ahead(paths)
    found, so_far = [], str(span[:1]).encode()
    for path in paths:
        so_far = hash_parts(so_far, workspace.source.read(path))
        found.append(so_far)
    return found


def _select_unchanged(known: Sequence[KeptWeek], texts: Sequence[bytes]) -> tuple[KeptWeek, ...]:
    """Return the known weeks before the first week whose file changed."""
    pairs = zip(known, texts, strict=False)
    place = next((place for place, (week, text) in enumerate(pairs) if week.texts != text), min(len(known), len(texts)))
    return tuple(known[:place])


def _find_due_week(workspace: Workspace, me: Handle | None, mine: Sequence[WeekRecord]) -> WeekDays | None:
    due = find_own_report_due(workspace) if me else None
    if due is None or is_report_skipped(mine, due.week):
        return None
    return workspace.schedule.build_week_days(due.week)


def _list_changes(workspace: Workspace, partner: Handle, records: Sequence[WeekRecord]) -> Changes:
    """Return the changes in each week in which a goal differs from its kept wording."""
    changed = [record for record in records if any(goal.change for goal in record.goals)]
    keeps = read_kept_weeks_of(workspace, partner, [record.week for record in changed]) if changed else None
    if keeps is None:
        return {}
    schedule = workspace.get_schedule_of(partner)
    return {
        record.week: list_changes_of_week(
            read_present_week(workspace, workspace.records, record.partner, record.week),
            list_copies_for_reader(workspace.identity_or_none, keeps.list_keeps_of(record.week)),
            schedule=schedule,
            today=workspace.today,
            unreadable=record.unreadable is not None,
        )
        for record in changed
    }
