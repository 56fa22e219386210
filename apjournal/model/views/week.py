"""Views of one week: the report that is due, messages, `new-week`, `report`, and the lines that commands wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.agreement import Role
from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.views.base import WeekDays
    from apjournal.model.week import MessageKind
    from apjournal.model.week_view import GoalRecord


@dataclass(frozen=True, slots=True)
class DueReport:
    """A week whose report is due, with the goals that have no outcome yet."""

    week: IsoWeek
    goals: tuple[GoalRecord, ...]
    days: WeekDays | None = screen_only()


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message to me, from whom and in which of her weeks."""

    partner: Handle
    week: IsoWeek
    to: str
    kind: MessageKind | None
    text: str


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
    noted: tuple[str, ...] = screen_only(())
    next: str = screen_only("")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWeekView(View):
    """What `new-week` made; `carried` are the ids of the goals carried over, `goals` the words of all of them.

    `report_due` holds the report that comes first; then nothing was made. `heard` are those whose goals I hear.
    """

    path: str
    week: IsoWeek
    created: bool
    carried: tuple[str, ...]
    report_due: tuple[DueReport, ...] = ()
    goals: tuple[str, ...] = screen_only(())
    next: str = screen_only("")
    role: Role = screen_only(Role.REPORTS)
    heard: tuple[str, ...] = screen_only(())


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenView(View):
    """What `edit`, `log`, `park` and `away` wrote; `away` names its `weeks` and their files."""

    path: str
    week: IsoWeek | None
    written: tuple[str, ...]
    next: str = screen_only("")
    weeks: tuple[tuple[WeekDays, str], ...] = screen_only(())
