"""The pages of `apj site`: the values that they show, and the files that were written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from msgspec import Struct, field

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.agree import AgreeView
from apjournal.model.views.base import View, WeekDays
from apjournal.model.views.call import CallView
from apjournal.model.views.insights import InsightsView
from apjournal.model.views.insights_series import InsightsSeries
from apjournal.model.views.status import StatusView
from apjournal.model.week_record import GoalChange, GoalRecord, WeekRecord


class PartnerRecord(Struct, frozen=True):
    """All weeks of one partner, oldest first."""

    partner: Handle
    name: str
    weeks: tuple[WeekRecord, ...]

    def find_week(self, week: IsoWeek) -> WeekRecord | None:
        """Return the record of `week`, or None."""
        place = bisect_left(self.weeks, week, key=lambda record: record.week)
        found = self.weeks[place] if place < len(self.weeks) else None
        return found if found is not None and found.week == week else None


class StoryWeek(Struct, frozen=True):
    """One week in the story of a goal: the week's record, and the goal as that week contains it."""

    week: WeekRecord
    goal: GoalRecord


class GoalStory(Struct, frozen=True):
    """A goal in all weeks that contain it, oldest first. There are at least two such weeks."""

    partner: Handle
    id: str
    weeks: tuple[StoryWeek, ...]


class LearnedLine(Struct, frozen=True):
    """What a partner learned, and in which week."""

    partner: Handle
    week: IsoWeek
    text: str


class JournalRecord(Struct, frozen=True):
    """The whole record of a journal.

    - `partners`: every partner's record, mine first.
    - `changes`: by partner and week, the differences from the kept copy, if there are any.
    - `stories`: the goals that occur in several weeks.
    - `learned`: what was learned, newest first.
    - `first`: my week whose report is due, or None. Until I give that report, the record does not contain the other
      partners' weeks from that week on.
    - `history`: whether there are kept copies to compare with.
    - `digests`: hashes of the weeks with their changes.
    """

    me: Handle | None
    today: date
    this: IsoWeek
    partners: tuple[PartnerRecord, ...]
    changes: Mapping[tuple[Handle, IsoWeek], tuple[GoalChange, ...]] = field(default_factory=dict)
    stories: tuple[GoalStory, ...] = ()
    learned: tuple[LearnedLine, ...] = ()
    first: WeekDays | None = None
    history: bool = True
    digests: Mapping[tuple[Handle, IsoWeek], str] = field(default_factory=dict)


class LastingViews(Protocol):
    """What most pages show. It depends on the date, but not on the time of day."""

    @property
    def record(self) -> JournalRecord:
        """The record of the journal."""
        ...

    @property
    def insights(self) -> tuple[InsightsView, InsightsSeries] | None:
        """My insights, in total and over time, or None if it is unknown who I am."""
        ...


class KeptViews(Struct, frozen=True):
    """The lasting views, all of which were read already."""

    record: JournalRecord
    insights: tuple[InsightsView, InsightsSeries] | None


class JournalViews(Protocol):
    """What all pages show."""

    @property
    def lasting(self) -> LastingViews:
        """The record of the journal, and my insights."""
        ...

    @property
    def status(self) -> StatusView:
        """My status."""
        ...

    @property
    def agreement(self) -> AgreeView | None:
        """The agreement, or None if it cannot be read."""
        ...

    @property
    def call(self) -> CallView | None:
        """The next call, or None if there is no call to show."""
        ...


class SiteView(View, frozen=True, kw_only=True):
    """What `site` wrote into `folder`: the number of pages, and the files that were written or removed this time.

    `start` is the page to open first. `history` says whether there were kept copies to compare with.
    """

    folder: str
    pages: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    start: Hidden[str] = ""
    first: Hidden[WeekDays | None] = None
    history: Hidden[bool] = True
