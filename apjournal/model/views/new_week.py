"""What `new-week` made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.agreement import Role
from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.views.due import DueReport


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
