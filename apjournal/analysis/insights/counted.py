"""Which weeks and goals count.

A week counts when its report is due, or given in full before that; away weeks, weeks under peer support and those of a
listener are outside everything. Its goals are those of the file, and kept ones that are gone; one that was taken out
and kept so is agreed, and outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from apjournal.model.agreement import Role
from apjournal.model.record import ChangeKind, GoalRecord, HappenedRecord, State, WeekRecord
from apjournal.model.views.insights import Tally

_OUTCOMES = frozenset({State.DONE, State.PARTLY, State.NOT_DONE, State.DROPPED})


@dataclass(frozen=True, slots=True)
class CountedWeek:
    """A week that counts, with its goals that do. `reported`: its report is given in full."""

    record: WeekRecord
    goals: tuple[GoalRecord, ...]
    reported: bool

    @property
    def happened(self) -> Iterator[HappenedRecord]:
        """Everything that got in the way, of any goal or of the week as a whole."""
        for goal in self.record.goals:
            yield from goal.happened
        yield from self.record.happened


def select_counted_weeks(records: Iterable[WeekRecord], *, today: date) -> tuple[CountedWeek, ...]:
    """Choose the weeks that count today, in the order given."""
    return tuple(
        CountedWeek(record, _select_counted_goals(record), is_reported(record))
        for record in records
        if may_count(record) and record.report_due and (record.report_due <= today or is_reported(record))
    )


def may_count(record: WeekRecord) -> bool:
    """Whether a week is one of those that are reported on at all."""
    return not record.away and record.role is Role.REPORTS


def is_reported(record: WeekRecord) -> bool:
    """Whether a report is given in full: each goal of the file has an outcome, and there are some."""
    goals = list_goals_of_file(record)
    return bool(goals) and all(goal.result is not None for goal in goals)


def list_goals_of_file(record: WeekRecord) -> tuple[GoalRecord, ...]:
    """Leave out the kept goals that are no longer in the file."""
    return tuple(goal for goal in record.goals if goal.change is not ChangeKind.REMOVED)


def get_counted_state(goal: GoalRecord) -> State:
    """Return the state of a goal of a week that counts: without an outcome it is unreported, also on the due day."""
    return goal.state if goal.state in _OUTCOMES else State.UNREPORTED


def tally_goals(goals: Iterable[GoalRecord]) -> Tally:
    """Count the goals that were done, of those that were not dropped."""
    states = [state for goal in goals if (state := get_counted_state(goal)) is not State.DROPPED]
    return Tally(states.count(State.DONE), len(states))


def _select_counted_goals(record: WeekRecord) -> tuple[GoalRecord, ...]:
    return tuple(goal for goal in record.goals if not _is_agreed_removal(goal))


def _is_agreed_removal(goal: GoalRecord) -> bool:
    return goal.change is ChangeKind.REMOVED and goal.state is State.DROPPED and goal.result is None
