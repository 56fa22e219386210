"""Where I stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from apjournal.model.agreement import Cadence, Mode, Role
from apjournal.model.views.base import View, Way, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.views.base import Alarm, LocalEdit, WeekDays
    from apjournal.model.views.week import DueReport, ReceivedMessage
    from apjournal.model.week_view import WeekRecord


@dataclass(frozen=True, slots=True)
class NextCall:
    """When the next call is, and in how many days (0 is today); `now`: it is in progress."""

    at: datetime
    days: int
    now: bool = screen_only(False)

    def is_day_of_the_week(self, today: date) -> bool:
        """Whether `today` is the day of the week on which the call is: what nothing waits for is said once a week."""
        return today.weekday() == self.at.weekday()


@dataclass(frozen=True, slots=True)
class PartnerStatus:
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
    name: str = screen_only("")
    newest: WeekDays | None = screen_only()
    unkept: bool = screen_only(False)
    copied: bool = screen_only(False)
    """Whether I have kept a copy of theirs before."""
    role: Role = screen_only(Role.REPORTS)
    away: bool = screen_only(False)
    left: date | None = screen_only()
    goals_elsewhere: int | None = screen_only()


@dataclass(frozen=True, slots=True)
class ComingWeek:
    """A week of mine that has goals before its call: how many, and its first and last day."""

    week: IsoWeek
    goals: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change of the agreement that is not signed by all: what is proposed, by whom, and whose signature is missing.

    `mine`: it is mine, too. Names are as they are said.
    """

    mode: Mode | None
    cadence: Cadence | None
    by: tuple[str, ...]
    missing: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class ToMend:
    """A file of mine, or of all, that can't be read or has a conflict: its path, and the command that goes on."""

    path: str
    command: str
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Unsigned:
    """The agreement was changed by hand, and not signed by all: whose signature is missing; `mine`: mine is, too."""

    missing: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Unsynced:
    """What is not shared yet: changed files, commits ahead of and behind the server as last seen."""

    files: tuple[str, ...]
    ahead: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView(View):
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
    as_of_said: datetime | None = screen_only()
    name: str = screen_only("")
    no_remote: bool = screen_only(False)
    alone: bool = screen_only(False)
    mine: WeekRecord | None = screen_only()
    coming: ComingWeek | None = screen_only()
    call_elsewhere: tuple[tuple[str, datetime], ...] = screen_only(())
    year_ago: str | None = screen_only()
    role: Role = screen_only(Role.REPORTS)
    left: date | None = screen_only()
    waiting: Waiting | None = screen_only()
    unsigned: Unsigned | None = screen_only()
    gone: tuple[PartnerStatus, ...] = screen_only(())
    review_on: date | None = screen_only()
    unwritten: bool = screen_only(False)
    """Nothing is agreed beyond the terms."""
    ready: bool = screen_only(False)
    ways: tuple[Way, ...] = screen_only(())
    to_mend: tuple[ToMend, ...] = screen_only(())
    local_edits: tuple[LocalEdit, ...] = screen_only(())

    @property
    def is_unshared(self) -> bool:
        """Whether something waits to be shared or received."""
        return self.unsynced is not None and bool(self.unsynced.files or self.unsynced.ahead or self.unsynced.behind)
