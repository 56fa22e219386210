"""Find kept goals that are missing from their week, although nobody agreed to this or gave a reason.

The rule is "Nothing vanishes" in format.md. Each keeper's copies are checked separately, because one keeper may have
agreed to a removal that another keeper never saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from apjournal.analysis.changes.goal_matching import match_goals
from apjournal.analysis.changes.kept_versions import build_history, list_versions
from apjournal.analysis.changes.list_changes import list_changes_by_goal
from apjournal.analysis.schedule import Schedule
from apjournal.model.handle import Handle
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.week import Goal, Week
from apjournal.model.week_record import ChangeKind, GoalChange


class VanishedGoal(Struct, frozen=True):
    """A goal that `keeper` kept and that the week no longer contains.

    `version` is the week as kept, and `now` is the current week.
    """

    keeper: Handle
    goal: Goal
    version: Week
    now: Week

    def is_in(self, week: Week) -> bool:
        """Whether another version of the week contains the goal, according to `match_goals`."""
        if week.goals == self.now.goals:  # a copy in between may already show that the goal is gone
            return False
        place = next(place for place, goal in enumerate(self.version.goals) if goal is self.goal)
        return place in match_goals(self.version.goals, week.goals)


def find_vanished_goals(
    now: Week, keeps: Mapping[Handle, Sequence[CopyWithWeeks]], *, schedule: Schedule, today: date
) -> tuple[VanishedGoal, ...]:
    """Return the kept goals that `now` no longer contains.

    `keeps` contains the kept copies of each keeper, oldest first by ancestry.
    """
    return tuple(gone for keeper, own in keeps.items() for gone in _find_vanished(now, keeper, own, schedule, today))


def _find_vanished(
    now: Week, keeper: Handle, keeps: Sequence[CopyWithWeeks], schedule: Schedule, today: date
) -> Iterator[VanishedGoal]:
    versions = list_versions(now.week, keeps, schedule=schedule, today=today)
    history = build_history(now, versions)
    for goal, changes in zip(history.goals, list_changes_by_goal(now, history), strict=True):
        if goal.kept is not None and _is_vanished(changes):
            version = next(version.week for version in versions if any(goal.kept is one for one in version.week.goals))
            yield VanishedGoal(keeper, goal.kept, version, now)


def _is_vanished(changes: Sequence[GoalChange]) -> bool:
    kinds = {change.change for change in changes if not change.agreed}
    return ChangeKind.REMOVED in kinds and ChangeKind.AMENDED not in kinds
