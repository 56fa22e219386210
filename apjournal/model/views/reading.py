"""Views for reading: `diff`, `show` and `summary`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct, field

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View
from apjournal.model.week_record import GoalChange, WeekRecord


class DiffView(View, frozen=True, kw_only=True):
    """Goals and results of one week compared with the kept copy.

    `changes` is None without history. `kept_goals` is False if the copy contains no goals that apj can read. `keeper`
    is the name of the partner who kept the copy, or "you".
    """

    partner: Handle
    week: IsoWeek
    kept_commit: str | None
    kept_by: Handle | None
    changes: tuple[GoalChange, ...] | None
    partner_name: Hidden[str] = ""
    kept_at: Hidden[datetime | None] = None
    keeper: Hidden[str] = ""
    kept_goals: Hidden[bool] = True


class ShowView(View, frozen=True, kw_only=True):
    """One week in full, of one partner or of all. `absent` is the requested week if it has no file, otherwise None."""

    weeks: tuple[WeekRecord, ...]
    names: Hidden[tuple[tuple[Handle, str], ...]] = ()
    today: Hidden[date] = date.min
    absent: Hidden[IsoWeek | None] = None


class PartnerSummary(Struct, frozen=True):
    """One partner's weeks in a summary, oldest first.

    `typed` contains the values of the front matter exactly as typed, for the user's own templates.
    """

    partner: Handle
    name: str
    weeks: tuple[WeekRecord, ...]
    typed: Hidden[Mapping[IsoWeek, Mapping[str, object]]] = field(default_factory=dict)


class SummaryView(View, frozen=True, kw_only=True):
    """The records of all partners for several weeks."""

    since: IsoWeek
    until: IsoWeek
    partners: tuple[PartnerSummary, ...]
