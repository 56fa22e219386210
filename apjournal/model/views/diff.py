"""One week against the kept copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.record import Change


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
