"""Views of one week: the due report, messages, `new-week`, `report`, and lines that other commands wrote."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View, WeekDays
from apjournal.model.week import MessageKind
from apjournal.model.week_record import GoalRecord


class DueReport(Struct, frozen=True):
    """A week whose report is due, with the goals that have no outcome yet."""

    week: IsoWeek
    goals: tuple[GoalRecord, ...]
    days: Hidden[WeekDays | None] = None


class UnreadableWeek(Struct, frozen=True):
    """A week whose file cannot be read now, why, and where.

    `line` and `column` count from 1. If `has_older` is true, its goals come from its newest readable version.
    Otherwise, they are missing.
    """

    partner: Handle
    week: IsoWeek
    path: str
    line: int
    column: int
    message: str
    has_older: bool


class ReceivedMessage(Struct, frozen=True):
    """A message to the reader, with the partner who wrote it and the week that contains it."""

    partner: Handle
    week: IsoWeek
    to: str
    kind: MessageKind | None
    text: str


class Recorded(Struct, frozen=True):
    """One outcome that a report wrote. `words` are the evidence or the reason, or None."""

    goal: str
    result: str
    words: str | None


class ReportView(View, frozen=True, kw_only=True):
    """What `report` wrote, and the goals that have no outcome yet.

    `noted` contains everything else that was written, line by line.
    """

    path: str
    week: IsoWeek
    recorded: tuple[Recorded, ...]
    still_open: tuple[str, ...]
    noted: Hidden[tuple[str, ...]] = ()
    next: Hidden[str] = ""


class NewWeekView(View, frozen=True, kw_only=True):
    """What `new-week` did.

    - `carried`: the ids of the goals carried over.
    - `goals`: the text of all goals.
    - `report_due`: the report that must come first. If there is one, no file was written.
    - `heard`: the partners to whose goals the reader listens.
    - `away`: whether the week is marked as off.
    """

    path: str
    week: IsoWeek
    created: bool
    carried: tuple[str, ...]
    report_due: tuple[DueReport, ...] = ()
    goals: Hidden[tuple[str, ...]] = ()
    next: Hidden[str] = ""
    role: Hidden[Role] = Role.REPORTS
    heard: Hidden[tuple[str, ...]] = ()
    away: Hidden[bool] = False


class WrittenView(View, frozen=True, kw_only=True):
    """What `edit`, `log`, `park` and `away` wrote. For `away`, `weeks` are the weeks with the paths of their files."""

    path: str
    week: IsoWeek | None
    written: tuple[str, ...]
    next: Hidden[str] = ""
    weeks: Hidden[tuple[tuple[WeekDays, str], ...]] = ()
