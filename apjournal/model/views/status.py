"""Where I stand."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from apjournal.model.agreement import Cadence, Mode, Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import Alarm, LocalEdit, View, Way, WeekDays
from apjournal.model.views.week import DueReport, ReceivedMessage
from apjournal.model.week_view import WeekRecord


class NextCall(Struct, frozen=True):
    """When the next call is, and in how many days (0 is today); `now`: it is in progress."""

    at: datetime
    days: int
    now: Hidden[bool] = False

    def is_day_of_the_week(self, today: date) -> bool:
        """Whether `today` is the day of the week on which the call is: what nothing waits for is said once a week."""
        return today.weekday() == self.at.weekday()


class PartnerStatus(Struct, frozen=True):
    """Where another partner stands: her current week, how many goals, what I have not read.

    `goals` is None where her week can't be read. `unread` counts the goals that changed since my kept copy; `kept` says
    whether she has kept my current goals (None: no history to ask); `quiet_weeks` counts the weeks since her newest one
    when she has gone quiet. `unkept`: there is something new, such as goals or a report, of which I have not kept a
    copy. `goals_elsewhere` is the line of what looks like goals in a week without any.
    """

    partner: Handle
    week: IsoWeek | None
    goals: int | None
    unread: int | None
    kept: bool | None
    quiet_weeks: int
    name: Hidden[str] = ""
    newest: Hidden[WeekDays | None] = None
    unkept: Hidden[bool] = False
    copied: Hidden[bool] = False
    """Whether I have kept a copy of theirs before."""
    role: Hidden[Role] = Role.REPORTS
    away: Hidden[bool] = False
    left: Hidden[date | None] = None
    goals_elsewhere: Hidden[int | None] = None


class ComingWeek(Struct, frozen=True):
    """A week of mine that has goals before its call: how many, and its first and last day."""

    week: IsoWeek
    goals: int
    first: date
    last: date


class Waiting(Struct, frozen=True):
    """A change of the agreement that is not signed by all: what is proposed, by whom, and whose signature is missing.

    `mine`: it is mine, too. Names are as they are said.
    """

    mode: Mode | None
    cadence: Cadence | None
    by: tuple[str, ...]
    missing: tuple[str, ...]
    mine: bool


class ToMend(Struct, frozen=True):
    """A file of mine, or of all, that can't be read or has a conflict: its path, and the command that goes on."""

    path: str
    command: str
    is_conflict: bool = False


class Unsigned(Struct, frozen=True):
    """The agreement was changed by hand, and not signed by all: whose signature is missing; `mine`: mine is, too."""

    missing: tuple[str, ...]
    mine: bool


class Unsynced(Struct, frozen=True):
    """What is not shared yet: changed files, commits ahead of and behind the server as last seen."""

    files: tuple[str, ...]
    ahead: int
    behind: int


class StatusView(View, frozen=True, kw_only=True):
    """Where I stand.

    `as_of` is when what the others shared was last fetched; `as_of_said` is the same where that is worth saying.
    """

    partner: Handle | None
    today: date
    week: IsoWeek
    next_call: NextCall
    open_goals: int | None
    reports_due: tuple[DueReport, ...]
    partners: tuple[PartnerStatus, ...]
    messages: tuple[ReceivedMessage, ...]
    unsynced: Unsynced | None
    alarms: tuple[Alarm, ...]
    next: str
    as_of: datetime | None = None
    as_of_said: Hidden[datetime | None] = None
    name: Hidden[str] = ""
    no_remote: Hidden[bool] = False
    alone: Hidden[bool] = False
    mine: Hidden[WeekRecord | None] = None
    coming: Hidden[ComingWeek | None] = None
    call_elsewhere: Hidden[tuple[tuple[str, datetime], ...]] = ()
    year_ago: Hidden[str | None] = None
    role: Hidden[Role] = Role.REPORTS
    left: Hidden[date | None] = None
    waiting: Hidden[Waiting | None] = None
    unsigned: Hidden[Unsigned | None] = None
    gone: Hidden[tuple[PartnerStatus, ...]] = ()
    review_on: Hidden[date | None] = None
    unwritten: Hidden[bool] = False
    """Nothing is agreed beyond the terms."""
    ready: Hidden[bool] = False
    ways: Hidden[tuple[Way, ...]] = ()
    to_mend: Hidden[tuple[ToMend, ...]] = ()
    local_edits: Hidden[tuple[LocalEdit, ...]] = ()

    @property
    def is_unshared(self) -> bool:
        """Whether something waits to be shared or received."""
        return self.unsynced is not None and bool(self.unsynced.files or self.unsynced.ahead or self.unsynced.behind)
