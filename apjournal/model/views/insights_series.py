"""The numbers of `apj insights` over time, as its charts show them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.views.insights import Figures, Rhythm, Sign


class Period(StrEnum):
    """How long one step of a series is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Step(Struct, frozen=True):
    """One period, from `first` to the day before `end`. It has at least one week that was counted or due.

    `own` are the figures of its weeks. `so_far` are those of all counted weeks until its end, and so are the rhythm and
    the signs. `report_days` are the days from the call to each complete report, fewest first. Before the call they are
    negative. `unreported` are the weeks whose report is due and not complete.
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
    """The steps of one partner's record, oldest first. `mine`: it is my own record."""

    partner: Handle
    name: str
    mine: bool
    period: Period
    steps: tuple[Step, ...]
