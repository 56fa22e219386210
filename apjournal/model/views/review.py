"""The view of `review`: a partner's record for the reader."""

from __future__ import annotations

from datetime import datetime

from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import Alarm, View
from apjournal.model.week import Message
from apjournal.model.week_record import GoalChange, WeekRecord


class ReviewView(View, frozen=True, kw_only=True):
    """A partner's record for the reader: the partner's report, their goals, and what changed since the kept copy.

    - `since`: the commit of the last kept copy, or None.
    - `head`: the commit to which a copy kept now would refer, or None.
    - `kept`: that commit once the copy is kept, otherwise None.
    - `changes`: what changed since the kept copy (None without history).
    - `news`: whether a week contains something that the kept copy does not.
    - `as_of`: the time of the last fetch.
    - `as_of_said`: the same time if it is worth showing, otherwise None.
    """

    reader: Handle
    partner: Handle
    since: str | None
    head: str | None
    reported: WeekRecord | None
    current: WeekRecord | None
    changes: tuple[GoalChange, ...] | None
    messages: tuple[Message, ...]
    alarms: tuple[Alarm, ...]
    kept: str | None
    as_of: datetime | None = None
    as_of_said: Hidden[datetime | None] = None
    reader_name: Hidden[str] = ""
    partner_name: Hidden[str] = ""
    since_at: Hidden[datetime | None] = None
    offline: Hidden[bool] = False
    shared: Hidden[bool | None] = False
    """Whether the kept copy is shared. None if that is shown separately."""
    agreed_anew: Hidden[tuple[GoalChange, ...]] = ()
    news: Hidden[bool] = False
    next: Hidden[str] = ""
    role: Hidden[Role] = Role.REPORTS
