"""Format the parts of a week as apj writes them: in the short form if it can contain everything, otherwise long."""

from __future__ import annotations

from apjournal.format.yaml.emit import Plain, Value
from apjournal.model.week import EVIDENT, CallRecord, Goal, Happened, Obstacle, Outcome, Result, write_plan

SHORT_RESULT = {Result.DONE: "done", Result.PARTLY: "partly", Result.NOT_DONE: "not done", Result.DROPPED: "dropped"}
_ARROWS = ("->", "→", "–>", "—>")


def format_goal(goal: Goal) -> Value:
    """Return the value to write for a goal: only its text if the goal has nothing else."""
    more: dict[str, Value] = {
        "done_when": goal.done_when,
        "area": goal.area,
        "confidence": goal.confidence,
        "decision": goal.decision,
        "carried_from": Plain(goal.carried_from) if goal.carried_from else None,
        "every": goal.every,
        "obstacles": [format_obstacle(obstacle) for obstacle in goal.obstacles] or None,
    }
    said = {key: value for key, value in more.items() if value is not None}
    if not said and not goal.id_written:
        return goal.goal
    return {**({"id": goal.id} if goal.id_written else {}), "goal": goal.goal, **said}


def format_obstacle(obstacle: Obstacle) -> Value:
    """Return an obstacle as `KIND: IF -> THEN`, or in the long form if its words contain an arrow."""
    if any(arrow in words for arrow in _ARROWS for words in (obstacle.if_, obstacle.then or "")):
        full = {"kind": str(obstacle.kind), "if": obstacle.if_, "then": obstacle.then}
        return {key: words for key, words in full.items() if words is not None}
    return {obstacle.kind: write_plan(obstacle.if_, obstacle.then)}


def format_short_outcome(outcome: Outcome) -> str | None:
    """Return an outcome as `RESULT` or `RESULT, words`, or None if this form cannot contain all of it."""
    is_evident = outcome.result in EVIDENT
    words, other = (outcome.evidence, outcome.reason) if is_evident else (outcome.reason, outcome.evidence)
    if other is not None or (words is not None and "\n" in words):
        return None
    result = SHORT_RESULT[outcome.result]
    return result if words is None else f"{result}, {words}"


def format_outcome(outcome: Outcome) -> Value:
    """Return the value of an outcome, in the short form if that contains all of it."""
    short = format_short_outcome(outcome)
    return short if short is not None else {key: value for key, value in list_outcome_values(outcome).items() if value}


def list_outcome_values(outcome: Outcome) -> dict[str, Value]:
    """Return the keys of an outcome in its long form, with their values."""
    return {"result": outcome.result, "evidence": outcome.evidence, "reason": outcome.reason}


def format_happened(entry: Happened) -> Value:
    """Return an obstacle that got in the way: as `KIND: note` if there is nothing else, otherwise in the long form."""
    if entry.goal is None and entry.plan is None and entry.foreseen is None:
        return {entry.kind: entry.note} if entry.note is not None else entry.kind
    full: dict[str, Value] = {
        "kind": entry.kind,
        "goal": entry.goal,
        "note": entry.note,
        "plan": entry.plan,
        "foreseen": entry.foreseen,
    }
    return {key: value for key, value in full.items() if value is not None}


def format_call(call: CallRecord) -> Value:
    """Return the value to write for a call: only its medium if there is nothing else."""
    if call.minutes is None and call.date is None:
        return call.medium
    return {key: value for key, value in list_call_values(call).items() if value is not None}


def list_call_values(call: CallRecord) -> dict[str, Value]:
    """Return the keys of a call in its long form, with their values."""
    return {"medium": call.medium, "minutes": call.minutes, "date": Plain(call.date) if call.date else None}
