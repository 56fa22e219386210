"""The weeks of a random journal (`tests.second_count.random_journals`) as apj shows them, from its files alone."""

from __future__ import annotations

from apjournal.analysis.schedule import Schedule
from apjournal.analysis.week_record import compute_week_record
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.week import read_week
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week_record import WeekRecord
from tests.helpers.weeks import ANA, BERLIN
from tests.second_count.random_journals import Written


def read_records(written: Written) -> tuple[Schedule, list[WeekRecord]]:
    """Return the schedule of a journal and all its weeks, oldest first."""
    terms = read_agreement(written.agreement.encode()).value
    assert terms
    schedule, weeks = Schedule(terms, BERLIN), []
    for path, text in sorted(written.files.items()):
        found = read_week(text.encode(), ANA, IsoWeek.parse(path[len("ana/") : -len(".md")])).value
        assert found
        weeks.append(compute_week_record(found, schedule=schedule, today=written.today))
    return schedule, weeks
