"""What sharing did, told as far as it got."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from apjournal.errors import ApjError
    from apjournal.model.views.base import Alarm
    from apjournal.model.views.sync import Received
    from apjournal.model.week_view import Change


@dataclass
class SyncResult:
    """What sharing did, as far as it got; `problems` say where it stopped, `confirmed` are addresses that are mine.

    `answers` say of commits in my name that are not signed whether I made them.
    """

    fetched: bool = False
    merged: Literal["none", "ff", "merge"] = "none"
    pushed: bool = False
    offline: bool = False
    sent: int = 0
    received: list[Received] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    confirmed: frozenset[str] = frozenset()
    answers: dict[str, bool] = field(default_factory=dict)
    problems: list[ApjError] = field(default_factory=list)
