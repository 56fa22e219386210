"""What a partner has to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from apjournal.model.agreement import Role
from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.views.base import Alarm
    from apjournal.model.week_view import Change, MessageRecord, WeekRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView(View):
    """A partner's record for its reader: her report, her goals, what changed since the kept copy.

    `since` is the former kept commit, `head` the one that keeping now would name, `kept` that one after it was kept.
    `news`: a week says something that the kept copy does not. `as_of` is when what the partner shared was last fetched;
    `as_of_said` is the same where that is worth saying.
    """

    reader: Handle
    partner: Handle
    since: str | None
    head: str | None
    reported: WeekRecord | None
    current: WeekRecord | None
    changes: tuple[Change, ...] | None
    messages: tuple[MessageRecord, ...]
    alarms: tuple[Alarm, ...]
    kept: str | None
    as_of: datetime | None = None
    as_of_said: datetime | None = screen_only()
    reader_name: str = screen_only("")
    partner_name: str = screen_only("")
    since_at: datetime | None = screen_only()
    offline: bool = screen_only(False)
    shared: bool = screen_only(False)
    agreed_anew: tuple[Change, ...] = screen_only(())
    news: bool = screen_only(False)
    next: str = screen_only("")
    role: Role = screen_only(Role.REPORTS)
