"""Records of a span."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apjournal.model.views.base import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.record import WeekRecord


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
