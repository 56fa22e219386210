"""What `report` wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.isoweek import IsoWeek


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
