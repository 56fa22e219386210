"""The result of a sync, complete or partial."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from apjournal.errors import ApjError
    from apjournal.model.views.base import Alarm
    from apjournal.model.views.sync import Note, Received
    from apjournal.model.week_record import GoalChange


class SyncResult(Struct, frozen=True):
    """What a sync has done so far. `problems` contains the reasons why it stopped."""

    fetched: bool = False
    merged: Literal["none", "ff", "merge"] = "none"
    pushed: bool = False
    offline: bool = False
    sent: int = 0
    received: tuple[Received, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    changes: tuple[GoalChange, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[ApjError, ...] = ()

    def add(
        self,
        *,
        notes: Iterable[Note] = (),
        alarms: Iterable[Alarm] = (),
        changes: Iterable[GoalChange] = (),
        problems: Iterable[ApjError] = (),
    ) -> SyncResult:
        """Return this result with these reports added."""
        return replace(
            self,
            notes=(*self.notes, *notes),
            alarms=(*self.alarms, *alarms),
            changes=(*self.changes, *changes),
            problems=(*self.problems, *problems),
        )
