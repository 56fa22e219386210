"""List what differs between the kept version of a week and the current one.

The rules are in format.md, "kept.md: what a kept copy means". If several kinds of change apply to a goal, each is a
separate entry, in the order of `ChangeKind`. The wordings of a reworded goal end with `done when` and `confidence` if
these differ.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.changes.kept_versions import GoalHistory, KeptVersion, WeekHistory, build_history, list_versions
from apjournal.analysis.schedule import Schedule
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.week import Goal, Outcome, Week
from apjournal.model.week_record import ChangeKind, GoalChange

SET_ASIDE = "set aside"
"""The reason shown for a goal whose week was marked as a week off after it was kept, if the file contains no reason."""


def list_changes_of_week(
    week: Week, keeps: Sequence[CopyWithWeeks], *, schedule: Schedule, today: date, unreadable: bool = False
) -> tuple[GoalChange, ...]:
    """Return the differences between the kept version of `week` and the current version.

    For a deleted week, pass a week without goals. If the week is `unreadable` now, return only the agreed changes.
    """
    history = build_history(week, list_versions(week.week, keeps, schedule=schedule, today=today))
    return tuple(change for changes in list_changes_by_goal(week, history, unreadable=unreadable) for change in changes)


def compare_weeks(before: Week | None, after: Week | None, *, agreeing: bool = False) -> tuple[GoalChange, ...]:
    """Return how a week changed from one kept copy (`before`) to another version of it (`after`).

    A version is None if there is no file. Goals may change freely until they are kept, so the result is empty if
    `before` has no goals. `agreeing` says whether `after` is kept before the report is due. If so, the changes that
    become agreed by it are marked. The deletion of a week is never agreed.
    """
    if before is None or not before.goals:
        return ()
    now = after or Week(before.partner, before.week)
    history = build_history(now, [KeptVersion(before, in_time=True)])
    return tuple(
        replace(change, agreed=change.agreed or (agreeing and after is not None and _may_agree(goal, change)))
        for goal, changes in zip(history.goals, list_changes_by_goal(now, history), strict=True)
        for change in changes
    )


def list_changes_since(
    before: Mapping[IsoWeek, Week],
    after: Mapping[IsoWeek, Week],
    *,
    schedule: Schedule,
    kept_on: date | None = None,
    unreadable: Container[IsoWeek] = (),
) -> tuple[GoalChange, ...]:
    """Return the changes since a kept copy of a partner's folder, oldest week first.

    `before` contains the partner's weeks as kept, and `after` their current weeks. A week that is only in `before` was
    deleted. Weeks in `unreadable` cannot be read now, so nothing in them counts as changed. If `after` is kept on the
    day `kept_on`, the changes that become agreed by it are marked.
    """
    return tuple(
        change
        for week in sorted(before)
        if week not in unreadable
        for change in compare_weeks(
            before[week], after.get(week), agreeing=kept_on is not None and not schedule.is_due(week, kept_on)
        )
    )


def count_changed_goals(changes: Sequence[GoalChange]) -> int:
    """Return the number of goals that changed. A goal may have several entries."""
    return len({(change.partner, change.week, change.goal) for change in changes})


def list_changes_by_goal(
    week: Week, history: WeekHistory, *, unreadable: bool = False
) -> Iterator[tuple[GoalChange, ...]]:
    """Yield the changes of each goal in `history`, in order.

    For an `unreadable` week, yield only the agreed changes.
    """
    reasons = collect_reasons(week, history)
    for index, goal in enumerate(history.goals):
        reason, earlier = reasons.now.get(index), reasons.earlier.get(index)
        changes = _list_goal_changes(week, goal, reason, earlier, set_aside=history.set_aside)
        yield tuple(change for change in changes if change.agreed or not unreadable)


class Reasons(Struct, frozen=True):
    """The reasons why goals were amended, by the index of each goal.

    `earlier` contains reasons that are also in the kept version. They explain an earlier change, not the current one.
    """

    now: Mapping[int, str]
    earlier: Mapping[int, str]


def collect_reasons(week: Week, history: WeekHistory) -> Reasons:
    """Return the reasons in the file why goals of `history` were amended."""
    given = {history.ids[entry.goal]: entry.reason for entry in week.amended if entry.goal in history.ids}
    earlier = {index: reason for index, reason in given.items() if _was_given(history, index, reason)}
    return Reasons({index: reason for index, reason in given.items() if index not in earlier}, earlier)


def _was_given(history: WeekHistory, index: int, reason: str) -> bool:
    copy = history.goals[index].copy
    return copy is not None and any(
        entry.reason == reason and history.ids.get(entry.goal) == index for entry in copy.amended
    )


def _list_goal_changes(
    week: Week, goal: GoalHistory, reason: str | None, earlier: str | None, *, set_aside: bool
) -> Iterator[GoalChange]:
    before, after = _format_versions(goal)
    aside = set_aside and goal.kept is not None and not goal.agreed_removal
    kinds = {
        ChangeKind.REMOVED: goal.now is None and not aside,
        ChangeKind.ADDED: goal.now is not None and goal.added,
        ChangeKind.REWORDED: goal.kept is not None
        and goal.now is not None
        and _get_goal_values(goal.kept) != _get_goal_values(goal.now),
    }
    kinds[ChangeKind.AMENDED] = aside or (reason is not None and any(kinds.values()))
    if aside and reason is None:
        reason = SET_ASIDE
    change = GoalChange(week.partner, week.week, goal.goal.id, ChangeKind.REMOVED, before, after, reason, agreed=False)
    change = replace(change, earlier_reason=earlier, title=(goal.kept or goal.goal).goal)
    for kind in ChangeKind:
        if kinds.get(kind):
            yield replace(change, change=kind, agreed=kind is ChangeKind.REMOVED and goal.agreed_removal)
    if goal.kept_outcome is not None and _get_outcome_values(goal.kept_outcome) != _get_outcome_values(goal.outcome):
        kept, now = format_outcome(goal.kept_outcome), format_outcome(goal.outcome)
        yield replace(
            change, change=ChangeKind.RESULT_CHANGED, before=kept, after=now, reason=None, earlier_reason=None
        )


def format_outcome(outcome: Outcome | None) -> str | None:
    """Return an outcome in its short form, such as `partly, page 6 of 8`, or None if there is no outcome."""
    if outcome is None:
        return None
    words = outcome.evidence or outcome.reason
    result = outcome.result.replace("_", " ")
    return f"{result}, {words}" if words else result


def _may_agree(goal: GoalHistory, change: GoalChange) -> bool:
    """Whether a change becomes agreed if a copy is kept in time.

    A new goal always does. Any other change does so only if the goal has no outcome.
    """
    if change.change is ChangeKind.RESULT_CHANGED:
        return False
    return goal.added or (goal.outcome is None and goal.kept_outcome is None)


def _get_outcome_values(outcome: Outcome | None) -> tuple[object, ...]:
    return () if outcome is None else (outcome.result, outcome.evidence, outcome.reason)


def _get_goal_values(goal: Goal) -> tuple[object, ...]:
    return goal.goal, goal.done_when, goal.confidence


def _format_versions(goal: GoalHistory) -> tuple[str | None, str | None]:
    """Return the kept and the current wording, each with the details that differ. A missing wording is None."""
    kept, now = goal.kept, goal.now
    if kept is None or now is None:
        return (kept.goal if kept else None), (now.goal if now else None)
    return _format_goal(kept, unlike=now), _format_goal(now, unlike=kept)


def _format_goal(goal: Goal, *, unlike: Goal) -> str:
    parts = [goal.goal]
    if goal.done_when != unlike.done_when and goal.done_when is not None:
        parts.append(f"done when {goal.done_when}")
    if goal.confidence != unlike.confidence and goal.confidence is not None:
        parts.append(f"confidence {goal.confidence}")
    return "; ".join(parts)
