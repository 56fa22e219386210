"""The view of `export`."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View
from apjournal.model.views.week import UnreadableWeek
from apjournal.model.week import Decision, Every, Result
from apjournal.model.week_record import ChangeKind, State, WeekRecord


class ExportedGoal(Struct, frozen=True):
    """A goal with its outcome, as one row. The keys are the same as for a goal and its week in the other documents.

    `obstacles` and `happened` are written as in a file: `KIND: IF -> THEN`, `KIND: note`. `kept_goal` is the kept
    wording of a goal that changed.
    """

    partner: Handle
    week: IsoWeek
    monday: date
    number: int
    id: str
    goal: str
    done_when: str | None
    area: str | None
    confidence: int | None
    obstacles: tuple[str, ...]
    carried_from: IsoWeek | None
    carried: int
    decision: Decision | None
    every: Every | None
    away: bool
    state: State
    result: Result | None
    evidence: str | None
    reason: str | None
    happened: tuple[str, ...]
    steps_done: int
    steps_total: int
    change: ChangeKind | None
    kept_goal: str | None
    amended_reason: str | None


class ExportView(View, frozen=True, kw_only=True):
    """Every goal, oldest week first, and the weeks that cannot be read.

    - `folder`: the folder of the posts, or None if there are none.
    - `written`: the posts that are new or changed.
    - `removed`: posts of an earlier export that were removed.
    - `weeks`: the weeks with the names of their partners.
    """

    goals: tuple[ExportedGoal, ...]
    unreadable: tuple[UnreadableWeek, ...] = ()
    folder: str | None = None
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    weeks: Hidden[tuple[tuple[str, WeekRecord], ...]] = ()
