"""A week as apj shows it: the file, with everything computed from other weeks, kept copies and the day.

The field names are the keys of the JSON documents, in their order (`if_` and `from_` lose the underscore,
`render.documents` writes them). So the file, the code and the JSON use the same words.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.week import CallRecord, Decision, LogLine, Message, Obstacle, ObstacleKind, PlanUse, Result


class State(StrEnum):
    """The state of a goal: its result, otherwise `open` until its report is due, then `unreported`."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    DROPPED = "dropped"
    OPEN = "open"
    UNREPORTED = "unreported"


class ChangeKind(StrEnum):
    """How a goal differs from its kept version. The first that applies is the goal's `change`."""

    REMOVED = "removed"
    ADDED = "added"
    AMENDED = "amended"
    REWORDED = "reworded"
    RESULT_CHANGED = "result_changed"


class HappenedRecord(Struct, frozen=True):
    """An obstacle that happened. `foreseen` is computed from the planned obstacles if the file does not contain it."""

    kind: ObstacleKind
    note: str | None
    plan: PlanUse | None
    foreseen: bool


class StepCount(Struct, frozen=True):
    """How many of the steps under a goal are done."""

    done: int
    total: int


class KeptGoal(Struct, frozen=True):
    """The kept version of a goal, which readers compare with the current one."""

    goal: str
    done_when: str | None
    confidence: int | None


class GoalRecord(Struct, frozen=True):
    """One goal with everything known about it. `carried` counts weeks, and is 0 for a new goal."""

    number: int
    id: str
    goal: str
    done_when: str | None
    area: str | None
    confidence: int | None
    obstacles: tuple[Obstacle, ...]
    carried_from: IsoWeek | None
    carried: int
    decision: Decision | None
    state: State
    result: Result | None
    evidence: str | None
    reason: str | None
    happened: tuple[HappenedRecord, ...]
    steps: StepCount
    change: ChangeKind | None
    kept_goal: KeptGoal | None
    amended_reason: str | None
    earlier_reason: str | None = None


class Unreadable(Struct, frozen=True):
    """Why the newest version of a file is unreadable, and where. `line` and `column` count from 1.

    `newer`: its format needs a later apj. Then the text is shown unchanged as the body.
    """

    line: int
    column: int
    message: str
    newer: Hidden[bool] = False


class KeptBy(Struct, frozen=True):
    """Who has kept this week, as of which commit, and when (the time is the keeper's own statement)."""

    partner: Handle
    commit: str
    at: datetime | None


class WeekRecord(Struct, frozen=True):
    """One partner's week for display. `report_due` is the day from which the report is due. None if it never is.

    `ends` is the day of the call that ends its period, whether a report is due on it or not. `kept_by` is None where
    there is no history to ask. `happened` are the entries of the week as a whole. Those of a goal are with the goal.
    `report_skipped` is the reason, or True without one. `goals_elsewhere` is the line of what looks like goals in a
    week without any.
    """

    partner: Handle
    week: IsoWeek
    monday: date
    path: str
    unreadable: Unreadable | None
    away: bool
    report_due: date | None
    goals: tuple[GoalRecord, ...]
    happened: tuple[HappenedRecord, ...]
    log: tuple[LogLine, ...]
    messages: tuple[Message, ...]
    call: CallRecord | None
    learned: tuple[str, ...]
    report_skipped: str | bool | None
    kept_by: tuple[KeptBy, ...] | None
    body: str
    role: Hidden[Role] = Role.REPORTS
    begins: Hidden[date | None] = None
    ends: Hidden[date | None] = None
    goals_elsewhere: Hidden[int | None] = None


class GoalChange(Struct, frozen=True):
    """One difference between a kept version and now. `goal` is the present id, of a removed one the kept id.

    `agreed`: it was kept again before the report was due, so it is not a change after the fact. `earlier_reason` was
    already in the kept version, so it does not explain this change. `title` is the goal's words for the screens, which
    need them where a result changed.
    """

    partner: Handle
    week: IsoWeek
    goal: str
    change: ChangeKind
    before: str | None
    after: str | None
    reason: str | None
    agreed: bool
    earlier_reason: str | None = None
    title: Hidden[str] = ""
