"""A report that is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import screen_only

if TYPE_CHECKING:
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.record import GoalRecord
    from apjournal.model.views.base import WeekDays


@dataclass(frozen=True, slots=True)
class DueReport:
    """A week whose report is due, with the goals that have no outcome yet."""

    week: IsoWeek
    goals: tuple[GoalRecord, ...]
    days: WeekDays | None = screen_only()
