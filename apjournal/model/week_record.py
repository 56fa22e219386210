"""A week as apj shows it: the file, with everything that depends on other weeks, kept copies and today's date.

The field names are the keys of the JSON documents, in this order (`render.documents` removes the underscore of `if_`
and `from_`). So the file, the code and the JSON use the same words.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.week import CallRecord, Decision, Every, LogLine, Message, Obstacle, ObstacleKind, PlanUse, Result


class State(StrEnum):
    """The state of a goal: its result. Without a result, it is `open` until the due day is over, then `unreported`."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    DROPPED = "dropped"
    OPEN = "open"
    UNREPORTED = "unreported"


class ChangeKind(StrEnum):
    """How a goal differs from its kept version. If several kinds apply, the goal's `change` is the first of them."""

    REMOVED = "removed"
    ADDED = "added"
    AMENDED = "amended"
    REWORDED = "reworded"
    RESULT_CHANGED = "result_changed"


class HappenedRecord(Struct, frozen=True):
    """An obstacle that got in the way.

    `foreseen` is computed from the expected obstacles if the file does not contain it.
    """

    kind: ObstacleKind
    note: str | None
    plan: PlanUse | None
    foreseen: bool


class StepCount(Struct, frozen=True):
    """The number of steps under a goal, and of those that are done."""

    done: int
    total: int


class KeptGoal(Struct, frozen=True):
    """The kept version of a goal, for comparison with the current one."""

    goal: str
    done_when: str | None
    confidence: int | None


class GoalRecord(Struct, frozen=True):
    """One goal with everything that is known about it.

    `carried` is the number of weeks for which the goal was carried over (0 for a new goal).
    """

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
    every: Every | None = None


class Unreadable(Struct, frozen=True):
    """Why the newest version of a file cannot be read, and the position of the problem.

    `line` and `column` count from 1. `newer` says whether the file's format needs a later version of apj. If so, the
    body is the unchanged text of the file.
    """

    line: int
    column: int
    message: str
    newer: Hidden[bool] = False


class KeptBy(Struct, frozen=True):
    """Who kept a copy of this week, the commit, and the time according to the keeper."""

    partner: Handle
    commit: str
    at: datetime | None


class WeekRecord(Struct, frozen=True):
    """One partner's week for display.

    - `report_due`: the day from which the report is due (None if no report is ever due).
    - `ends`: the day of the call that ends the period, even if no report is due then.
    - `kept_by`: who kept a copy (None without history).
    - `happened`: the entries about the week as a whole. Each goal has its own entries.
    - `report_skipped`: the reason for skipping the report, True if the file gives no reason, or None if it was not
      skipped.
    - `goals_elsewhere`: the number of the line that looks like goals in a week without any, or None.
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
    as_meant: Hidden[bool] = False
    """Whether the file was typed in another form, such as on a phone, that has only this meaning."""


class GoalChange(Struct, frozen=True):
    """One difference between the kept version of a goal and the current one.

    - `goal`: the goal's current id, or the kept id if the goal was removed.
    - `agreed`: whether the goal was kept again before the report was due, so that this is not a change after the fact.
    - `earlier_reason`: a reason that is also in the kept version, so it does not explain this change.
    - `title`: the text of the goal, which screens show if the result changed.
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
