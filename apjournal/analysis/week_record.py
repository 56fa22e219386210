"""Build the record of a week for display: its file, and what depends on other weeks, kept copies and today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.carry_over import Carried, trace_carried_goals
from apjournal.analysis.changes.kept_versions import (
    GoalHistory,
    WeekHistory,
    build_history,
    find_counting_copy,
    list_copies_for_reader,
    list_versions,
)
from apjournal.analysis.changes.list_changes import Reasons, collect_reasons, list_changes_by_goal
from apjournal.analysis.find_report_week import get_state
from apjournal.analysis.schedule import Schedule
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks
from apjournal.model.views.week import UnreadableWeek
from apjournal.model.week import Happened, Obstacle, Week
from apjournal.model.week_record import (
    GoalChange,
    GoalRecord,
    HappenedRecord,
    KeptBy,
    KeptGoal,
    State,
    StepCount,
    Unreadable,
    WeekRecord,
)


def build_happened_record(entry: Happened, obstacles: Sequence[Obstacle]) -> HappenedRecord:
    """Return an entry about an obstacle that happened, for display.

    `obstacles` are those of its goal, or of all goals of the week if the entry is about no goal. If the file does not
    say whether the obstacle was foreseen, it was if one of these obstacles is of the same kind.
    """
    named = any(obstacle.kind is entry.kind for obstacle in obstacles)
    foreseen = named if entry.foreseen is None else entry.foreseen
    return HappenedRecord(entry.kind, entry.note, entry.plan, foreseen)


def compute_week_record(
    week: Week,
    *,
    schedule: Schedule,
    today: date,
    earlier: Iterable[Week] = (),
    keeps: Sequence[CopyWithWeeks] | None = None,
    reader: Handle | None = None,
    unreadable: Unreadable | None = None,
) -> WeekRecord:
    """Return everything that is known about `week` today.

    - `week`: the newest readable version of the file. For a deleted file, pass a week without goals.
    - `unreadable`: why the current version cannot be read, or None.
    - `earlier`: the partner's weeks, newest first. They are read no further than the goals were carried over.
    - `keeps`: the copies that anybody kept of the partner's folder, oldest first by ancestry, or None without history.
    - `reader`: the partner who reads the record. If they kept this partner's goals, only their copies decide what
      changed.
    """
    versions = list_versions(week.week, list_copies_for_reader(reader, keeps or ()), schedule=schedule, today=today)
    history = build_history(week, versions)
    changes = list_changes_by_goal(week, history, unreadable=unreadable is not None)
    chains = trace_carried_goals(replace(week, goals=tuple(goal.goal for goal in history.goals)), earlier)
    entries = _group_happened(week, history)
    seen = _Seen(week, history, collect_reasons(week, history), over=schedule.is_over(week.week, today))
    goals = tuple(
        seen.build_goal(index, tuple(of_goal), chain, entries.get(index, ()))
        for index, (of_goal, chain) in enumerate(zip(changes, chains, strict=True))
    )
    ends = schedule.find_due_day(week.week)
    return WeekRecord(
        partner=week.partner,
        week=week.week,
        monday=week.week.monday,
        path=week.path,
        unreadable=unreadable,
        away=week.away,
        report_due=ends if schedule.is_reported(week.week) else None,
        goals=goals,
        happened=entries.get(None, ()),
        log=week.log,
        messages=week.messages,
        call=week.call,
        learned=week.learned,
        report_skipped=(week.skip_reason or True) if week.report_skipped else None,
        kept_by=None if keeps is None else tuple(_list_kept_by(week.week, keeps, schedule, today)),
        body=week.body,
        role=schedule.agreement.get_role(week.partner, week.week),
        begins=schedule.find_call_day(week.week),
        ends=ends,
        goals_elsewhere=week.goals_elsewhere,
    )


class _Seen(Struct, frozen=True):
    """A week with its history. `over` says whether the day on which its report was due has passed."""

    week: Week
    history: WeekHistory
    reasons: Reasons
    over: bool

    def build_goal(
        self, index: int, changes: Sequence[GoalChange], chain: Carried, entries: tuple[HappenedRecord, ...]
    ) -> GoalRecord:
        """Return the goal at `index`. Goals that the file no longer contains are numbered after the others."""
        history = self.history.goals[index]
        goal, outcome, kept = history.goal, history.outcome, history.kept
        return GoalRecord(
            number=index + 1,
            id=goal.id,
            goal=goal.goal,
            done_when=goal.done_when,
            area=goal.area,
            confidence=goal.confidence,
            obstacles=goal.obstacles,
            carried_from=chain.since,
            carried=chain.times,
            decision=goal.decision,
            state=self._get_state(history, removed=bool(changes) and history.now is None),
            result=outcome.result if outcome else None,
            evidence=outcome.evidence if outcome else None,
            reason=outcome.reason if outcome else None,
            happened=entries,
            steps=self._count_steps(index),
            change=changes[0].change if changes else None,
            kept_goal=KeptGoal(kept.goal, kept.done_when, kept.confidence) if kept else None,
            amended_reason=self.reasons.now.get(index) or (changes[0].reason if changes else None),
            earlier_reason=self.reasons.earlier.get(index),
            every=goal.every,
        )

    def _get_state(self, history: GoalHistory, *, removed: bool) -> State:
        if history.agreed_removal and history.outcome is None:
            return State.DROPPED
        return get_state(history.outcome, over=(self.over or removed) and not self.week.away)

    def _count_steps(self, index: int) -> StepCount:
        steps = [step for step in self.week.steps if self.history.ids.get(step.goal or step.named or "") == index]
        return StepCount(sum(step.done for step in steps), len(steps))


def _group_happened(week: Week, history: WeekHistory) -> dict[int | None, tuple[HappenedRecord, ...]]:
    """Return the entries about obstacles by the index of their goal, or under None for the week as a whole.

    An entry about an unknown goal counts for the week, so that it is not lost.
    """
    everywhere = [obstacle for goal in week.goals for obstacle in goal.obstacles]
    found: dict[int | None, tuple[HappenedRecord, ...]] = {}
    for entry in week.happened:
        index = history.ids.get(entry.goal) if entry.goal else None
        obstacles = everywhere if index is None else history.goals[index].goal.obstacles
        found[index] = (*found.get(index, ()), build_happened_record(entry, obstacles))
    return found


def _list_kept_by(week: IsoWeek, keeps: Sequence[CopyWithWeeks], schedule: Schedule, today: date) -> Iterator[KeptBy]:
    for keeper in dict.fromkeys(keep.keeper for keep in keeps):
        own = [keep for keep in keeps if keep.keeper == keeper]
        copy = find_counting_copy(week, own, schedule=schedule, today=today)
        if copy is not None:
            yield KeptBy(keeper, copy.commit, copy.at)


def list_unreadable_weeks(records: Iterable[WeekRecord]) -> tuple[UnreadableWeek, ...]:
    """Return why each week is unreadable whose current file cannot be read, in the order of the weeks."""
    return tuple(
        UnreadableWeek(
            record.partner, record.week, record.path, fault.line, fault.column, fault.message, bool(record.goals)
        )
        for record in records
        if (fault := record.unreadable) is not None
    )
