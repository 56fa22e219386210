"""What `edit`, `log`, `park` and `away` wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.views.base import WeekDays


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenView(View):
    """What `edit`, `log`, `park` and `away` wrote; `away` names its `weeks` and their files."""

    path: str
    week: IsoWeek | None
    written: tuple[str, ...]
    next: str = screen_only("")
    weeks: tuple[tuple[WeekDays, str], ...] = screen_only(())
