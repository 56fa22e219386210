"""Weeks in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.record import WeekRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowView(View):
    """One week in full, of one partner or of all. `absent` is a week that was asked for and of which there is none."""

    weeks: tuple[WeekRecord, ...]
    names: tuple[tuple[Handle, str], ...] = screen_only(())
    today: date = screen_only(date.min)
    absent: IsoWeek | None = screen_only()
