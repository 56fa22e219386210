"""Where I stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from apjournal.model.agreement import Cadence, Mode, Role
from apjournal.model.views.base import View, Way, aside

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.record import WeekRecord
    from apjournal.model.views.base import Alarm, LocalEdit, WeekDays
    from apjournal.model.views.due import DueReport
    from apjournal.model.views.messages import ReceivedMessage


@dataclass(frozen=True, slots=True)
class NextCall:
    """When the next call is, and in how many days (0 is today); `now`: it is in progress."""

    at: datetime
    days: int
    now: bool = aside(False)

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
    name: str = aside("")
    newest: WeekDays | None = aside()
    unkept: bool = aside(False)
    copied: bool = aside(False)
    """Whether I have kept a copy of theirs before."""
    role: Role = aside(Role.REPORTS)
    away: bool = aside(False)
    left: date | None = aside()
    goals_elsewhere: int | None = aside()


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
    as_of_said: datetime | None = aside()
    name: str = aside("")
    no_remote: bool = aside(False)
    alone: bool = aside(False)
    mine: WeekRecord | None = aside()
    coming: ComingWeek | None = aside()
    call_elsewhere: tuple[tuple[str, datetime], ...] = aside(())
    year_ago: str | None = aside()
    role: Role = aside(Role.REPORTS)
    left: date | None = aside()
    waiting: Waiting | None = aside()
    unsigned: Unsigned | None = aside()
    gone: tuple[PartnerStatus, ...] = aside(())
    review_on: date | None = aside()
    unwritten: bool = aside(False)
    """Nothing is agreed beyond the terms."""
    ready: bool = aside(False)
    ways: tuple[Way, ...] = aside(())
    to_mend: tuple[ToMend, ...] = aside(())
    local_edits: tuple[LocalEdit, ...] = aside(())

    @property
    def is_unshared(self) -> bool:
        """Whether something waits to be shared or received."""
        return self.unsynced is not None and bool(self.unsynced.files or self.unsynced.ahead or self.unsynced.behind)
