"""All weeks of a partner, as far as numbers need them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import Keep
from apjournal.model.record import WeekRecord
from apjournal.model.week import get_week_path
from apjournal.store.records import Records
from apjournal.store.source import Source
from apjournal.workspace.keeps import KeptWeeks
from apjournal.workspace.opened import Workspace
from apjournal.workspace.seen import build_week_record, read_kept_weeks_of


class _CachedFiles:
    """A journal of which each file is read once: as a week, and to compare it with what was kept of it."""

    def __init__(self, source: Source) -> None:
        self.names, self.has = source.names, source.has
        self.read = cache(source.read)


def list_all_weeks(workspace: Workspace, partner: Handle, *, since: IsoWeek | None = None) -> Iterator[WeekRecord]:
    """Return every week of a partner from `since` on as I see it, oldest first, also one that was kept and is gone.

    Where a file goes on from every copy of it that was kept, its goals are the kept ones: then the copies are not read,
    and the record says nothing of them.
    """
    files = _CachedFiles(workspace.records.source)
    records, keeps = Records(files), read_kept_weeks_of(workspace, partner, None)
    for week in sorted({*records.weeks(partner), *(keeps.weeks if keeps else ())}):
        if since is None or week >= since:
            now = files.read(get_week_path(partner, week)) if records.read_week_if_valid(partner, week) else None
            record = build_week_record(workspace, records, partner, week, _to_look_at(keeps, week, now))
            if record is not None:
                yield record


def _to_look_at(keeps: KeptWeeks | None, week: IsoWeek, now: bytes | None) -> Sequence[Keep] | None:
    if keeps is None:
        return None
    return () if now is not None and keeps.is_carried_on(week, now) else keeps.list_keeps_of(week)
