"""A week as its file describes it: goals, outcomes, obstacles that happened.

Nothing here is computed from other weeks, from history or from today's date. That is the job of `model.week_record`.
The position in the file is not part of a value: a `Reading` contains the positions, so that equal texts are equal
values.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek


class ObstacleKind(StrEnum):
    """A kind of obstacle."""

    FOCUS = "focus"
    INTEREST = "interest"
    STRESS = "stress"
    UNFORESEEN = "unforeseen"
    OTHER = "other"


class Result(StrEnum):
    """The result of a goal, as a partner reports it."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    DROPPED = "dropped"


class Decision(StrEnum):
    """What was decided when a goal was carried over."""

    KEEP = "keep"
    SHRINK = "shrink"


class PlanUse(StrEnum):
    """What happened to an if-then plan when its obstacle came."""

    WORKED = "worked"
    DID_NOT_WORK = "did_not_work"
    FORGOTTEN = "forgotten"


class Medium(StrEnum):
    """How the partners talked."""

    VOICE = "voice"
    VIDEO = "video"
    IN_PERSON = "in_person"
    ASYNC = "async"
    NONE = "none"


class MessageKind(StrEnum):
    """The kind of a message to the partner, if it names one."""

    ASK = "ask"
    OFFER = "offer"
    THANK = "thank"


class Obstacle(Struct, frozen=True):
    """An obstacle that may happen (`if_`), and the plan for it (`then`), if there is one."""

    kind: ObstacleKind
    if_: str
    then: str | None = None


class Goal(Struct, frozen=True):
    """One goal. `id` is the written one, otherwise computed from its text, and unique in its week."""

    number: int
    id: str
    goal: str
    id_written: bool = False
    done_when: str | None = None
    area: str | None = None
    confidence: int | None = None
    obstacles: tuple[Obstacle, ...] = ()
    decision: Decision | None = None
    carried_from: IsoWeek | None = None


class Outcome(Struct, frozen=True):
    """The outcome of a goal. `goal` is an id of this week's goals, or a former id as written."""

    goal: str
    result: Result
    evidence: str | None = None
    reason: str | None = None


class Happened(Struct, frozen=True):
    """An obstacle that happened. Without `goal`, it affected the whole week."""

    kind: ObstacleKind
    note: str | None = None
    goal: str | None = None
    plan: PlanUse | None = None
    foreseen: bool | None = None


class Amendment(Struct, frozen=True):
    """Why a goal was changed after a copy of it was kept."""

    goal: str
    reason: str


class CallRecord(Struct, frozen=True):
    """How the two talked in this week's call."""

    medium: Medium | None = None
    minutes: int | None = None
    date: date | None = None


class LogLine(Struct, frozen=True):
    """One line of the body's `## Log`. A date, never a clock time."""

    date: date | None
    kind: ObstacleKind | None
    text: str


class Message(Struct, frozen=True):
    """One line under the body's `## To HANDLE`."""

    to: str
    kind: MessageKind | None
    text: str


class Step(Struct, frozen=True):
    """One task of the body's `## Steps`. `goal` is an id, or None if it belongs to no goal of the file.

    Then `named` is the id before its colon, if any: a goal may have had it.
    """

    goal: str | None
    text: str
    done: bool
    named: str | None = None


class Week(Struct, frozen=True):
    """One partner's week, as its file describes it.

    `goals_elsewhere` is the first line that looks like misplaced goals in a week without goals.
    """

    partner: Handle
    week: IsoWeek
    goals: tuple[Goal, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    happened: tuple[Happened, ...] = ()
    learned: tuple[str, ...] = ()
    call: CallRecord | None = None
    amended: tuple[Amendment, ...] = ()
    away: bool = False
    report_skipped: bool = False
    skip_reason: str | None = None
    steps: tuple[Step, ...] = ()
    log: tuple[LogLine, ...] = ()
    messages: tuple[Message, ...] = ()
    body: str = ""
    goals_elsewhere: int | None = None

    @property
    def path(self) -> str:
        """The path of the file, from the root of the journal."""
        return get_week_path(self.partner, self.week)

    def find_goal(self, identity: str) -> Goal | None:
        """Return the goal with that id."""
        return next((goal for goal in self.goals if goal.id == identity), None)

    def find_outcome(self, goal: Goal) -> Outcome | None:
        """Return this file's outcome of `goal`."""
        return next((outcome for outcome in self.outcomes if outcome.goal == goal.id), None)


def get_week_path(partner: Handle, week: IsoWeek) -> str:
    """Return the path of a partner's week, from the root of the journal."""
    return f"{partner}/{week}.md"
