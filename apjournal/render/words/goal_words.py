"""Words for the state of goals: results, changes, obstacles and plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from apjournal.model.agreement import Role
from apjournal.model.week import Decision, ObstacleKind, PlanUse
from apjournal.model.week_record import ChangeKind, GoalRecord, HappenedRecord, State, WeekRecord
from apjournal.render.words.phrases import end_sentence, format_ordinal

MARKS = {
    State.DONE: "●",
    State.PARTLY: "◐",
    State.NOT_DONE: "○",
    State.DROPPED: "–",
    State.OPEN: "○",
    State.UNREPORTED: "○",
}
STATES = {
    State.DONE: "done",
    State.PARTLY: "partly",
    State.NOT_DONE: "not done",
    State.DROPPED: "dropped",
    State.OPEN: "open",
    State.UNREPORTED: "no report",
}
_KINDS = {
    ObstacleKind.FOCUS: "attention drifted",
    ObstacleKind.INTEREST: "something more interesting",
    ObstacleKind.UNFORESEEN: "out of the blue",
}
_PLANS = {
    PlanUse.WORKED: "The plan worked.",
    PlanUse.DID_NOT_WORK: "The plan did not work.",
    PlanUse.FORGOTTEN: "The plan was forgotten.",
}
CHANGES = {
    ChangeKind.REMOVED: "removed",
    ChangeKind.ADDED: "added",
    ChangeKind.AMENDED: "amended",
    ChangeKind.REWORDED: "reworded",
    ChangeKind.RESULT_CHANGED: "result changed",
}


def explain_kind(kind: ObstacleKind) -> str:
    """Return a kind of obstacle with its meaning, such as `focus: attention drifted`."""
    return f"{kind}: {_KINDS[kind]}" if kind in _KINDS else str(kind)


def outcome_words(goal: GoalRecord) -> str:
    """Return the result of a goal in words, such as `partly, page 6 of 8`."""
    words = goal.evidence or goal.reason
    return f"{STATES[goal.state]}, {words}" if words else STATES[goal.state]


def carry_words(goal: GoalRecord) -> str:
    """Return words such as `carried, second week`, `every week` or `made smaller`, or "" if none of these applies."""
    if goal.every:
        return "every week"
    said = f"carried, {format_ordinal(goal.carried + 1)} week" if goal.carried else ""
    if goal.decision is Decision.SHRINK:
        return f"{said}, made smaller" if said else "made smaller"
    return said


def obstacle_words(entry: HappenedRecord, *, between: str = ": ") -> str:
    """Return an obstacle that got in the way, such as `interest, expected: two hours`, and how its plan went."""
    said = f"{entry.kind}, expected" if entry.foreseen else str(entry.kind)
    if entry.note:
        said += f"{between}{entry.note}"
    return f"{end_sentence(said)} {_PLANS[entry.plan]}" if entry.plan else said


def format_tally(weeks: Sequence[WeekRecord]) -> str:
    """Return how often each result occurs in weeks that were not off: `5 of 8 done, 1 partly`, or "" without results.

    Goals under peer support are not counted.
    """
    counted = (record for record in weeks if not record.away and record.role is not Role.SUPPORTS)
    states = Counter(goal.state for record in counted for goal in record.goals)
    reported = sum(states[state] for state in (State.DONE, State.PARTLY, State.NOT_DONE, State.UNREPORTED))
    told = [f"{states[State.DONE]} of {reported} done"] if reported else []
    words = {
        State.PARTLY: "partly",
        State.UNREPORTED: "without a report",
        State.DROPPED: "dropped",
        State.OPEN: "open",
    }
    told += [f"{states[state]} {word}" for state, word in words.items() if states[state]]
    return ", ".join(told)
