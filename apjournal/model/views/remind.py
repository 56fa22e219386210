"""The view of `remind`. It contains no text from the journal."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class Reason(Enum):
    """The reason for a reminder. The most urgent reason comes first."""

    CALL = "call"
    REPORT = "report"
    GOALS = "goals"
    NEWS = "news"
    AGREEMENT = "agreement"
    SILENCE = "silence"


class RemindView(View, frozen=True, kw_only=True):
    """A reminder.

    `reason` is None if there is nothing to remind of. `call_at` is the moment of the call that the reminder is about,
    or None if it is not about a call. `as_of` is the time of the last fetch if the reminder is about what the others
    have shared.
    """

    reason: Reason | None
    call_at: datetime | None = None
    as_of: datetime | None = None
    today: Hidden[date]
    has_begun: Hidden[bool] = False
    """Whether the call is in progress."""
    has_time: Hidden[bool] = True
    """Whether the call has a time of day."""
    pair: Hidden[bool] = True
    """Whether there is only one other partner."""
