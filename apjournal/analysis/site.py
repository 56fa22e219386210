"""What the pages of a journal show beyond single weeks: the stories of goals, what was learned, and what waits."""

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
    """Whether a later one of my weeks says that the report on `due` was skipped."""
    return any(record.week > due and record.report_skipped for record in weeks)


def withhold_weeks(record: JournalRecord) -> JournalRecord:
    """Return the record without the weeks of the others from the one on whose report of mine is due.

    So nobody reads a partner's report before giving their own.
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
    """Return my status without the messages in weeks of others that are withheld."""
    if since is None:
        return status
    return replace(status, messages=tuple(message for message in status.messages if message.week < since))


def collect_stories(partners: Sequence[PartnerRecord]) -> tuple[GoalStory, ...]:
    """Return each goal that several weeks have, by its id, with all of them."""
    found: dict[tuple[Handle, str], list[StoryWeek]] = {}
    for partner in partners:
        for week in partner.weeks:
            for goal in week.goals:
                found.setdefault((partner.partner, goal.id), []).append(StoryWeek(week, goal))
    return tuple(GoalStory(partner, id_, tuple(weeks)) for (partner, id_), weeks in found.items() if len(weeks) > 1)


def list_learned(partners: Sequence[PartnerRecord]) -> tuple[LearnedLine, ...]:
    """Return what the partners learned, newest week first."""
    lines = [
        LearnedLine(partner.partner, week.week, text)
        for partner in partners
        for week in partner.weeks
        for text in week.learned
    ]
    return tuple(sorted(lines, key=lambda line: line.week, reverse=True))


def count_done(record: WeekRecord) -> tuple[int, int]:
    """Return how many goals of a week were done, and of how many: all but those that are open or were dropped."""
    states = [goal.state for goal in record.goals if goal.state not in _UNCOUNTED]
    return states.count(State.DONE), len(states)
