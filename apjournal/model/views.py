"""What each command has to say: plain data, made by its use case, shown as text or as JSON.

As in `model.record`, the field names are the keys of the JSON documents. Fields marked `_aside` are for the text
alone. `problems` are faults that did not keep the command from going on: they are told after the view, and the
highest exit code among them is the command's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from apjournal.errors import ApjError
from apjournal.model.finding import Finding
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.record import Change, GoalRecord, MessageRecord, WeekRecord
from apjournal.model.week import MessageKind


def _aside(default: Any = None) -> Any:
    return field(default=default, metadata={"json": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What all views have in common."""

    problems: tuple[ApjError, ...] = _aside(())
    exit_code: int = _aside(0)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about trust: `show` is the plain git command with which anyone can see it."""

    code: str
    message: str
    show: str


@dataclass(frozen=True, slots=True)
class NextCall:
    """When the next call is, and in how many days (0 is today)."""

    at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class DueReport:
    """A week whose report is due, with the goals that have no outcome yet."""

    week: IsoWeek
    goals: tuple[GoalRecord, ...]


@dataclass(frozen=True, slots=True)
class PartnerStatus:
    """Where another partner stands: her current week, how many goals, what I have not read.

    `unread` counts the goals that changed since my kept copy; `kept` says whether she has kept my current goals
    (None: no history to ask); `quiet_weeks` counts the weeks since her newest one when she has gone quiet. `unkept`:
    there is something new, such as goals or a report, of which I have not kept a copy.
    """

    partner: Handle
    week: IsoWeek | None
    goals: int
    unread: int | None
    kept: bool | None
    quiet_weeks: int
    name: str = _aside("")
    newest: IsoWeek | None = _aside()
    unkept: bool = _aside(False)


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message to me, from whom and in which of her weeks."""

    partner: Handle
    week: IsoWeek
    to: str
    kind: MessageKind | None
    text: str


@dataclass(frozen=True, slots=True)
class Unsynced:
    """What is not shared yet: changed files, commits ahead of and behind the server as last seen."""

    files: tuple[str, ...]
    ahead: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView(View):
    """Where I stand."""

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
    name: str = _aside("")
    mine: WeekRecord | None = _aside()
    call_elsewhere: tuple[tuple[str, datetime], ...] = _aside(())
    year_ago: str | None = _aside()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWeekView(View):
    """What `new-week` made; `carried` are the ids of the goals carried over, `goals` the words of all of them.

    `report_due` holds the report that comes first; then nothing was made.
    """

    path: str
    week: IsoWeek
    created: bool
    carried: tuple[str, ...]
    report_due: tuple[DueReport, ...] = ()
    goals: tuple[str, ...] = _aside(())
    next: str = _aside("")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One outcome that a report wrote."""

    goal: str
    result: str
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView(View):
    """What `report` wrote, and the goals that have no outcome yet; `noted` is what else it wrote, line by line."""

    path: str
    week: IsoWeek
    recorded: tuple[Recorded, ...]
    still_open: tuple[str, ...]
    noted: tuple[str, ...] = _aside(())
    next: str = _aside("")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenView(View):
    """What `edit`, `log`, `park` and `away` wrote."""

    path: str
    week: IsoWeek | None
    written: tuple[str, ...]
    next: str = _aside("")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not committed, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Received:
    """A commit that a sync brought."""

    commit: str
    partner: Handle | None
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncView(View):
    """What `sync` (and `commit`, the first half of it) did. `committed` is the commit made, if any."""

    committed: str | None
    files: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    fetched: bool = False
    merged: Literal["none", "ff", "merge"] = "none"
    pushed: bool = False
    received: tuple[Received, ...] = ()
    sent: int = 0
    alarms: tuple[Alarm, ...] = ()
    offline: bool = False
    notes: tuple[str, ...] = _aside(())
    changes: tuple[Change, ...] = _aside(())
    names: tuple[tuple[Handle, str], ...] = _aside(())
    next: str = _aside("")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView(View):
    """A partner's record for its reader: her report, her goals, what changed since the kept copy.

    `since` is the former kept commit, `head` the one that keeping now would name, `kept` that one after it was kept.
    """

    reader: Handle
    partner: Handle
    since: str | None
    head: str | None
    reported: WeekRecord | None
    current: WeekRecord | None
    changes: tuple[Change, ...] | None
    messages: tuple[MessageRecord, ...]
    alarms: tuple[Alarm, ...]
    kept: str | None
    reader_name: str = _aside("")
    partner_name: str = _aside("")
    since_at: datetime | None = _aside()
    offline: bool = _aside(False)
    shared: bool = _aside(False)
    agreed_anew: tuple[Change, ...] = _aside(())
    next: str = _aside("")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffView(View):
    """Goals and results of one week against the kept copy; `changes` is None without history.

    `keeper` is how to say who kept it: "you", or a name.
    """

    partner: Handle
    week: IsoWeek
    kept_commit: str | None
    kept_by: Handle | None
    changes: tuple[Change, ...] | None
    partner_name: str = _aside("")
    kept_at: datetime | None = _aside()
    keeper: str = _aside("")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowView(View):
    """One week in full, of one partner or of all."""

    weeks: tuple[WeekRecord, ...]
    names: tuple[tuple[Handle, str], ...] = _aside(())
    today: date = _aside(date.min)


@dataclass(frozen=True, slots=True)
class PartnerSummary:
    """One partner's weeks of a span, oldest first."""

    partner: Handle
    name: str
    weeks: tuple[WeekRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView(View):
    """Both records for a span."""

    since: IsoWeek
    until: IsoWeek
    partners: tuple[PartnerSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView(View):
    """What `check` found. `findings` carry path, place, level, code, message and fix."""

    errors: int
    warnings: int
    hints: int
    findings: tuple[Finding, ...]
    files: int = _aside(0)
    mended: tuple[Finding, ...] = _aside(())
    lines: tuple[tuple[str, int, str], ...] = _aside(())


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginView(View):
    """What `init`, `join` and `demo` made, and what to do next, line by line."""

    path: str
    partner: Handle | None
    shared: str | None
    commit: str | None
    next: tuple[str, ...]
    lines: tuple[str, ...] = _aside(())
