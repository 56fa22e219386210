"""Files of mine, or of all, that can't be read and so stand in the way of my week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apjournal.format.read.result import Reading
from apjournal.model.handle import Handle
from apjournal.model.week import get_week_path
from apjournal.session.workspace import Workspace
from apjournal.store.layout import AGREEMENT, PARTNER

Found = tuple[str, Reading[Any] | None]


def find_unreadable_files(workspace: Workspace, me: Handle) -> Iterator[tuple[str, Reading[Any]]]:
    """Return the agreement and those of my files that cannot be read; a newer format is not an error.

    These are `partner.md` and my weeks, from the one to plan down to that whose report comes next.
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
