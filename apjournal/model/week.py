"""A week as its file describes it: goals, outcomes, and obstacles that got in the way.

`model.week_record` contains what depends on other weeks, on history or on today's date. These values do not contain
their position in the file, so that files with equal text are equal values. A `Reading` contains the positions.
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
    """What was decided when a goal was carried over: keep it as it is, or make it smaller."""

    KEEP = "keep"
    SHRINK = "shrink"


class Every(StrEnum):
    """How often a goal returns by itself."""

    WEEK = "week"


class PlanUse(StrEnum):
    """How an if-then plan went when its obstacle came."""

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
    """The kind of a message to a partner. A message need not have one."""

    ASK = "ask"
    OFFER = "offer"
    THANK = "thank"


class Obstacle(Struct, frozen=True):
    """An obstacle that may come (`if_`), and the plan for it (`then`, None without a plan)."""

    kind: ObstacleKind
    if_: str
    then: str | None = None


def write_plan(if_: str, then: str | None) -> str:
    """Return an obstacle with its plan as `IF -> THEN`, or as `IF` if it has no plan."""
    return if_ if then is None else f"{if_} -> {then}"


class Goal(Struct, frozen=True):
    """One goal. `id` is unique in its week: the id written in the file, otherwise one computed from the text.

    `number` counts from 1. A goal with `every` returns as a new goal each week, so it is never carried over.
    """

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
    every: Every | None = None


class Outcome(Struct, frozen=True):
    """The outcome of a goal.

    `goal` is the id of a goal of this week, or a former id of such a goal, as written.
    """

    goal: str
    result: Result
    evidence: str | None = None
    reason: str | None = None


EVIDENT = frozenset({Result.DONE, Result.PARTLY})
"""The results whose words are evidence. The words after any other result are the reason."""


def build_outcome(goal: str, result: Result, words: str | None) -> Outcome:
    """Return the outcome for a result and its words. The result decides whether these are evidence or a reason."""
    return Outcome(goal, result, evidence=words) if result in EVIDENT else Outcome(goal, result, reason=words)


class Happened(Struct, frozen=True):
    """An obstacle that got in the way. If `goal` is None, it affected the whole week."""

    kind: ObstacleKind
    note: str | None = None
    goal: str | None = None
    plan: PlanUse | None = None
    foreseen: bool | None = None


class Amendment(Struct, frozen=True):
    """The reason why a goal was changed after a copy of it was kept."""

    goal: str
    reason: str


class CallRecord(Struct, frozen=True):
    """How the partners talked in this week's call. Each value is None if the file does not contain it."""

    medium: Medium | None = None
    minutes: int | None = None
    date: date | None = None


class LogLine(Struct, frozen=True):
    """One line below `## Log` in the body. It may have a date, but never a time of day."""

    date: date | None
    kind: ObstacleKind | None
    text: str


class Message(Struct, frozen=True):
    """One line below `## To HANDLE` in the body."""

    to: str
    kind: MessageKind | None
    text: str


class Step(Struct, frozen=True):
    """One task below `## Steps` in the body. `goal` is an id, or None if the task belongs to no goal of the file.

    If `goal` is None, `named` is the word before the colon, if any, because that may be a former id of a goal.
    """

    goal: str | None
    text: str
    done: bool
    named: str | None = None


class Week(Struct, frozen=True):
    """One partner's week, as its file describes it.

    If the week has no goals, `goals_elsewhere` is the number of the first line that looks like a misplaced goal, or
    None.
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
        """Return the goal with the id `identity`, or None."""
        return next((goal for goal in self.goals if goal.id == identity), None)

    def find_outcome(self, goal: Goal) -> Outcome | None:
        """Return the outcome of `goal` in this file, or None."""
        return next((outcome for outcome in self.outcomes if outcome.goal == goal.id), None)


def get_week_path(partner: Handle, week: IsoWeek) -> str:
    """Return the path of the file of a partner's week, from the root of the journal."""
    return f"{partner}/{week}.md"
