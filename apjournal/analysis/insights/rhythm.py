"""Compute whether the partners keep meeting: the last calls, and which reports were given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from apjournal.analysis.insights.stats import CALLS, is_reported, may_count
from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import Rhythm
from apjournal.model.week import CallRecord, Medium
from apjournal.model.week_record import WeekRecord

_VOICE = frozenset({Medium.VOICE, Medium.VIDEO, Medium.IN_PERSON})


def compute_rhythm(
    partner: Handle, records: Iterable[WeekRecord], *, schedule: Schedule, today: date, since: IsoWeek | None = None
) -> Rhythm:
    """Return the counts for the last `CALLS` reports that were due from `partner`.

    The counts begin no earlier than the journal or `since`. Weeks away are left out, and earlier weeks take their
    place. A week without a file counts as not reported. A missed week does not restart the counts.
    """
    known = {record.week: record for record in records}
    due = list_due_weeks(partner, known, schedule=schedule, today=today, since=since)
    return build_rhythm([known.get(week) for week in islice(due, CALLS)])


def build_rhythm(records: Collection[WeekRecord | None]) -> Rhythm:
    """Return the counts for the reports of these weeks. A week without a file is None."""
    found = [record for record in records if record is not None]
    return Rhythm(
        reported=sum(is_reported(record) for record in found),
        of=len(records),
        calls=sum(_was_held(record.call) for record in found),
        voice=sum(record.call is not None and record.call.medium in _VOICE for record in found),
    )


def list_due_weeks(
    partner: Handle,
    known: Mapping[IsoWeek, WeekRecord],
    *,
    schedule: Schedule,
    today: date,
    since: IsoWeek | None = None,
) -> Iterator[IsoWeek]:
    """Yield the weeks whose report was due from `partner`, newest first, whether they have a file or not.

    Stop at the journal's start, or at `since` if that is later.
    """
    first = _find_first(known, schedule)
    if first is None:
        return
    first = max(first, since or first)
    week = schedule.find_period(today)
    while week >= first:
        record = known.get(week)
        reports = schedule.agreement.get_role(partner, week) is Role.REPORTS if record is None else may_count(record)
        if reports and schedule.is_due(week, today):
            yield week
        week = schedule.find_former_week(week)


def _find_first(known: Mapping[IsoWeek, WeekRecord], schedule: Schedule) -> IsoWeek | None:
    """Return the week of the first call.

    If the agreement has no start, return the first known week, or None if there is none.
    """
    started = schedule.agreement.started
    return schedule.find_period(started) if started else min(known, default=None)


def _was_held(call: CallRecord | None) -> bool:
    return call is not None and call.medium is not Medium.NONE
