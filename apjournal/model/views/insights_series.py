"""The numbers of `apj insights` over time, as its charts show them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.views.insights import Figures, Rhythm, Sign


class Period(StrEnum):
    """The length of one step of a series."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Step(Struct, frozen=True):
    """One period, from `first` to the day before `end`. It contains at least one week that was counted or due.

    - `own`: the figures of the period's own weeks.
    - `so_far`, `rhythm` and `signs`: figures of all weeks up to the end of the period.
    - `report_days`: for each complete report, the number of days from the due day to the day of the report, fewest
      first. It is negative if the report was complete before the due day.
    - `unreported`: the number of weeks whose report is due but not complete.
    """

    first: date
    end: date
    own: Figures
    so_far: Figures
    rhythm: Rhythm
    signs: tuple[Sign, ...]
    report_days: tuple[int, ...]
    unreported: int


class InsightsSeries(Struct, frozen=True):
    """The steps of one partner's record, oldest first. `mine` says whether this is my own record."""

    partner: Handle
    name: str
    mine: bool
    period: Period
    steps: tuple[Step, ...]
