"""Describe what is about to be shared: which parts of a week changed, and what may surprise the other partners."""

from __future__ import annotations

from apjournal.analysis.changes.goal_matching import match_goals
from apjournal.model.week import Goal, Week


def list_changed_parts(before: Week | None, after: Week | None) -> tuple[str, ...]:
    """Return the names of the parts of a week that differ, as used in a commit message.

    If only parts without a name differ, return `notes`.
    """
    if after is None:
        return ("notes",)
    old = before or Week(after.partner, after.week)
    parts = []
    if old.goals != after.goals or old.away != after.away or old.amended != after.amended:
        parts.append("goals")
    if (old.outcomes, old.happened, old.learned) != (after.outcomes, after.happened, after.learned):
        parts.append("outcomes")
    if old.log != after.log:
        parts.append("log")
    return tuple(parts) or ("notes",)


def find_removed_goals(before: Week | None, after: Week | None) -> tuple[Goal, ...]:
    """Return the goals of `before` that `after` no longer contains."""
    if before is None:
        return ()
    found = match_goals(before.goals, after.goals if after else ())
    return tuple(goal for index, goal in enumerate(before.goals) if index not in found)


def find_moved_outcomes(before: Week | None, after: Week | None) -> tuple[Goal, ...]:
    """Return the goals that now have the outcome of another goal.

    This happens if goals move within the file while the outcomes are listed by position.
    """
    if before is None or after is None:
        return ()
    found = match_goals(before.goals, after.goals)
    now = {goal.id: after.goals[found[index]].id for index, goal in enumerate(before.goals) if index in found}
    moved = (
        new.goal
        for old, new in zip(before.outcomes, after.outcomes, strict=False)
        if (old.result, old.evidence, old.reason) == (new.result, new.evidence, new.reason)
        and now.get(old.goal, old.goal) != new.goal
    )
    return tuple(goal for identity in moved if (goal := after.find_goal(identity)))
