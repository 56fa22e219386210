"""The view of `status`, for the partner who runs it."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from apjournal.model.agreement import Cadence, Mode, Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import Alarm, LocalEdit, View, Way, WeekDays
from apjournal.model.views.week import DueReport, ReceivedMessage
from apjournal.model.week_record import WeekRecord


class NextCall(Struct, frozen=True):
    """When the next call is, and the number of days until then (0 means today).

    `now` says whether the call is in progress.
    """

    at: datetime
    days: int
    now: Hidden[bool] = False

    def is_day_of_the_week(self, today: date) -> bool:
        """Whether `today` is the weekday of the call, on which less urgent reminders appear."""
        return today.weekday() == self.at.weekday()


class PartnerStatus(Struct, frozen=True):
    """The status of another partner: their current week, the number of its goals, and what the reader has not read.

    - `week`: the current week (None if there is no file).
    - `goals`: the number of its goals (None if the week cannot be read).
    - `unread`: the number of goals that changed since the reader's kept copy (None without history).
    - `kept`: whether they have kept the reader's current goals (None without history).
    - `quiet_weeks`: the number of weeks since their newest week, or 0 if they do not have to write.
    - `unkept`: whether there is something new, such as goals or a report, of which the reader has not kept a copy.
    - `goals_elsewhere`: the number of the line that looks like goals in a week without any, or None.
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
    """Whether the reader has ever kept a copy of this partner's folder."""
    role: Hidden[Role] = Role.REPORTS
    away: Hidden[bool] = False
    left: Hidden[date | None] = None
    goals_elsewhere: Hidden[int | None] = None


class ComingWeek(Struct, frozen=True):
    """A week of mine that has goals before its call: the number of goals, and the first and last day of its period."""

    week: IsoWeek
    goals: int
    first: date
    last: date


class Waiting(Struct, frozen=True):
    """A change to the agreement that not everyone has accepted: what is proposed, by whom, and who has not accepted it.

    `mode` and `cadence` are None if they would not change. `mine` says whether the reader is among those who have not
    accepted. Names are as shown on screens.
    """

    mode: Mode | None
    cadence: Cadence | None
    by: tuple[str, ...]
    missing: tuple[str, ...]
    mine: bool


class FileToFix(Struct, frozen=True):
    """A file of mine, or a shared one, that cannot be read or has a conflict: its path, and the command to run next."""

    path: str
    command: str
    is_conflict: bool = False


class AwaitedAcceptance(Struct, frozen=True):
    """A change to the agreement that was made without apj, and that not everyone has accepted.

    `missing` contains the names of those who have not. `mine` says whether the reader is among them.
    """

    missing: tuple[str, ...]
    mine: bool


class Unsynced(Struct, frozen=True):
    """What is not shared yet: changed files, and how many commits this clone is ahead of and behind the remote."""

    files: tuple[str, ...]
    ahead: int
    behind: int


class StatusView(View, frozen=True, kw_only=True):
    """The status of the partner who runs the command.

    - `partner`: their handle, or None if they are not a partner of this journal.
    - `as_of`: the time of the last fetch.
    - `as_of_said`: the same time if it is worth showing, otherwise None.
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
    all_left: Hidden[bool] = False
    """Whether there were other partners, and all of them have left."""
    waiting: Hidden[Waiting | None] = None
    unsigned: Hidden[AwaitedAcceptance | None] = None
    gone: Hidden[tuple[PartnerStatus, ...]] = ()
    review_on: Hidden[date | None] = None
    unwritten: Hidden[bool] = False
    """Whether the partners have agreed nothing beyond the terms."""
    ready: Hidden[bool] = False
    ways: Hidden[tuple[Way, ...]] = ()
    to_fix: Hidden[tuple[FileToFix, ...]] = ()
    local_edits: Hidden[tuple[LocalEdit, ...]] = ()
    unfinished: Hidden[str] = ""

    @property
    def is_unshared(self) -> bool:
        """Whether there is something to share or to fetch."""
        return self.unsynced is not None and bool(self.unsynced.files or self.unsynced.ahead or self.unsynced.behind)
