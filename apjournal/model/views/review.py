"""What a partner has to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from apjournal.model.agreement import Role
from apjournal.model.views.base import View, aside

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.record import Change, MessageRecord, WeekRecord
    from apjournal.model.views.base import Alarm


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
    as_of_said: datetime | None = aside()
    reader_name: str = aside("")
    partner_name: str = aside("")
    since_at: datetime | None = aside()
    offline: bool = aside(False)
    shared: bool = aside(False)
    agreed_anew: tuple[Change, ...] = aside(())
    news: bool = aside(False)
    next: str = aside("")
    role: Role = aside(Role.REPORTS)
