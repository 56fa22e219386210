"""Views for reading: `diff`, `show` and `summary`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.week_view import Change, WeekRecord


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
    partner_name: str = screen_only("")
    kept_at: datetime | None = screen_only()
    keeper: str = screen_only("")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowView(View):
    """One week in full, of one partner or of all. `absent` is a week that was asked for and of which there is none."""

    weeks: tuple[WeekRecord, ...]
    names: tuple[tuple[Handle, str], ...] = screen_only(())
    today: date = screen_only(date.min)
    absent: IsoWeek | None = screen_only()


@dataclass(frozen=True, slots=True)
class PartnerSummary:
    """One partner's weeks of a span, oldest first.

    `typed` are the front matter's values as they were typed, for templates of the user's own.
    """

    partner: Handle
    name: str
    weeks: tuple[WeekRecord, ...]
    typed: Mapping[IsoWeek, Mapping[str, object]] = field(default_factory=dict, metadata={"json": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView(View):
    """Both records for a span."""

    since: IsoWeek
    until: IsoWeek
    partners: tuple[PartnerSummary, ...]
