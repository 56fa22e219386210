"""Compute what the pages show besides single weeks: goals over several weeks, lessons learned, and what is withheld."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import GoalStory, JournalRecord, LearnedLine, PartnerRecord, StoryWeek
from apjournal.model.views.status import StatusView
from apjournal.model.week_record import State, WeekRecord

_UNCOUNTED = frozenset({State.DROPPED, State.OPEN})


def is_report_skipped(weeks: Sequence[WeekRecord], due: IsoWeek) -> bool:
    """Whether one of my later weeks says that I skipped the report on the week `due`."""
    return any(record.week > due and record.report_skipped for record in weeks)


def withhold_weeks(record: JournalRecord) -> JournalRecord:
    """Return the record without the other partners' weeks from the first week on which I have not reported.

    This way, nobody reads a partner's report before giving their own.
    """
    if record.first is None:
        return record
    since = record.first.week
    partners = [
        partner
        if partner.partner == record.me
        else replace(partner, weeks=tuple(week for week in partner.weeks if week.week < since))
        for partner in record.partners
    ]
    return replace(record, partners=tuple(partners))


def withhold_messages(status: StatusView, since: IsoWeek | None) -> StatusView:
    """Return my status without messages in the withheld weeks, which begin with `since` (None if none are withheld)."""
    if since is None:
        return status
    return replace(status, messages=tuple(message for message in status.messages if message.week < since))


def collect_stories(partners: Sequence[PartnerRecord]) -> tuple[GoalStory, ...]:
    """Return each goal that occurs in several weeks of a partner under one id, with these weeks."""
    found: dict[tuple[Handle, str], list[StoryWeek]] = {}
    for partner in partners:
        for week in partner.weeks:
            for goal in week.goals:
                found.setdefault((partner.partner, goal.id), []).append(StoryWeek(week, goal))
    return tuple(GoalStory(partner, id_, tuple(weeks)) for (partner, id_), weeks in found.items() if len(weeks) > 1)


def list_learned(partners: Sequence[PartnerRecord]) -> tuple[LearnedLine, ...]:
    """Return everything that the partners learned, newest week first."""
    lines = [
        LearnedLine(partner.partner, week.week, text)
        for partner in partners
        for week in partner.weeks
        for text in week.learned
    ]
    return tuple(sorted(lines, key=lambda line: line.week, reverse=True))


def count_done(record: WeekRecord) -> tuple[int, int]:
    """Return how many goals of a week were done, and how many are neither open nor dropped."""
    states = [goal.state for goal in record.goals if goal.state not in _UNCOUNTED]
    return states.count(State.DONE), len(states)
