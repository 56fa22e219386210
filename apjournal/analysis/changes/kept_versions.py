"""Follow each goal of a week through its kept versions, up to the current file.

The rules are in format.md, "kept.md: what a kept copy means". Kept copies come oldest first, by the ancestry of their
commits. The time on a copy's line decides whether the copy was kept in time.

The format leaves these cases open:

- A line without a time counts as having the time of the next line that has one, or if there is none, today's.
- A copy of a week that has no goals yet, and had none before, keeps nothing of that week.
- If a week was kept in time without a goal, the goal stays `added`, even if a later copy contains it. The same applies
  if a goal was removed, the week was kept without it, and the goal was then restored.
- If a copy does not contain a week (its file was deleted or unreadable), the deletion is not agreed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache
from itertools import accumulate, dropwhile, groupby

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.changes.goal_matching import Track, track_goals
from apjournal.analysis.schedule import Schedule
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks, KeptCopy
from apjournal.model.week import Goal, Outcome, Week


class KeptVersion(Struct, frozen=True):
    """A week in one kept copy. `in_time` says whether it was kept before the report was due."""

    week: Week
    in_time: bool


class GoalHistory(Struct, frozen=True):
    """One goal in all versions of its week.

    - `now` and `outcome`: the goal and its outcome in the current file, or None.
    - `kept`: the kept version that counts, or None if the goal was never kept.
    - `kept_outcome`: the outcome in the first kept commit that contains one.
    - `copy`: the kept week to compare with. It contains `kept`, or if that is None, lacks the goal.
    - `added`: whether the week was kept without the goal.
    - `agreed_removal`: whether the removal was agreed: the goal was removed in time, without an outcome, and the week
      was then kept without it.
    """

    goal: Goal
    now: Goal | None
    outcome: Outcome | None
    kept: Goal | None
    copy: Week | None
    kept_outcome: Outcome | None
    added: bool
    agreed_removal: bool


class WeekHistory(Struct, frozen=True):
    """All goals of a week: the goals in its file in order, then kept goals that the file no longer contains.

    `ids` maps each id that a goal has or had in this week to its index in `goals`. `set_aside` says whether the week
    was marked as a week off after it was kept.
    """

    goals: tuple[GoalHistory, ...]
    ids: Mapping[str, int]
    set_aside: bool


def list_copies_for_reader(reader: Handle | None, keeps: Sequence[CopyWithWeeks]) -> tuple[CopyWithWeeks, ...]:
    """Return the kept copies that count for `reader`: the reader's own if there are any, otherwise everybody's."""
    return tuple(keep for keep in keeps if keep.keeper == reader) or tuple(keeps)


class RelevantCopies:
    """Chooses the copies that matter for one week from all copies of a partner's folder (oldest first).

    When a week no longer changes, further copies of it add nothing. So the last copy that matters is the last one kept
    in time, or the first one in which the keeper has the newest text.
    """

    def __init__(self, copies: Sequence[KeptCopy], *, schedule: Schedule, today: date) -> None:
        self._copies = copies
        self._keepers = frozenset(copy.keeper for copy in copies)
        self._schedule = schedule
        # Both are monotonic, so that they can be searched: the newest week in any line up to a position, and the
        # earliest day of any copy from a position on.
        self._named_by = list(accumulate((copy.week for copy in copies), max))
        days = _list_days([copy.at for copy in copies], schedule.timezone, today)
        self._earliest_from = list(accumulate(reversed(days), min))[::-1]

    def find_places(self, week: IsoWeek, *, newest: int, oldest: int = 0) -> tuple[int, ...]:
        """Return the positions of the copies that matter for `week`.

        No result changes if all other copies are left out. The week got its current text at position `newest`, and had
        no text before position `oldest`. A copy does not count for weeks after the one in its line.
        """
        start = max(bisect_left(self._named_by, week), oldest)
        end = max(
            [self._find_end_of_in_time(week), *(place + 1 for place in self._list_first_of_each_keeper(week, newest))]
        )
        while end < len(self._copies) and self._copies[end - 1].at is None:
            end += 1  # this copy has the time of the next one
        return tuple(place for place in range(start, end) if self._copies[place].week >= week)

    def _find_end_of_in_time(self, week: IsoWeek) -> int:
        """Return the position after the last copy that was kept in time.

        Without a due report, every copy is in time.
        """
        if not self._schedule.is_reported(week):
            return len(self._copies)
        return bisect_left(self._earliest_from, self._schedule.find_due_day(week))

    def _list_first_of_each_keeper(self, week: IsoWeek, start: int) -> Iterator[int]:
        """Yield the position of each keeper's first copy, from `start` on, that may contain the week."""
        waiting = set(self._keepers)
        for place in range(start, len(self._copies)):
            copy = self._copies[place]
            if copy.week >= week and copy.keeper in waiting:
                waiting.remove(copy.keeper)
                yield place
            if not waiting:
                return


def list_versions(
    week: IsoWeek, keeps: Sequence[CopyWithWeeks], *, schedule: Schedule, today: date
) -> tuple[KeptVersion, ...]:
    """Return the versions of `week` in the kept copies, oldest first, beginning with the first one that has goals."""
    held = (version for _, version in _list_holding(week, keeps, schedule, today))
    return tuple(version for version, _ in groupby(held))  # an unchanged week need not be compared again


def find_counting_copy(
    week: IsoWeek, keeps: Sequence[CopyWithWeeks], *, schedule: Schedule, today: date
) -> CopyWithWeeks | None:
    """Return the kept copy of `week` that counts: the newest one kept in time, otherwise the oldest one, or None."""
    holding = _list_holding(week, keeps, schedule, today)
    in_time = [keep for keep, version in holding if version.in_time]
    if in_time:
        return in_time[-1]
    return holding[0][0] if holding else None


def build_history(week: Week, versions: Sequence[KeptVersion]) -> WeekHistory:
    """Return the history of each goal, from the kept `versions` to `week`, the current file."""
    weeks = [*(version.week for version in versions), week]
    followed = track_goals([version.goals for version in weeks])
    places = {id(goal): place for place, goal in enumerate(week.goals)}
    followed = tuple(sorted(followed, key=lambda track: places.get(id(track.present), len(places))))
    outcomes = [_map_outcomes(version, number, followed) for number, version in enumerate(weeks)]
    goals = tuple(
        _build_goal_history(track, [found.get(index) for found in outcomes], versions)
        for index, track in enumerate(followed)
    )
    return WeekHistory(goals, _map_ids(followed, len(versions)), _is_set_aside(week, versions))


def use_present_goal_ids(week: Week, history: WeekHistory) -> Week:
    """Return `week` with each outcome under the current id of its goal, in the same order."""
    told = {outcome.goal for outcome in week.outcomes}
    here = {goal.id for goal in week.goals}
    outcomes = []
    for outcome in week.outcomes:
        index = None if outcome.goal in here else history.ids.get(outcome.goal)
        now = None if index is None else history.goals[index].now
        if now is not None and now.id not in told:
            told.add(now.id)
            outcome = replace(outcome, goal=now.id)
        outcomes.append(outcome)
    return replace(week, outcomes=tuple(outcomes))


def _list_holding(
    week: IsoWeek, keeps: Sequence[CopyWithWeeks], schedule: Schedule, today: date
) -> tuple[tuple[CopyWithWeeks, KeptVersion], ...]:
    held = [
        (keep, KeptVersion(keep.weeks[week], in_time=not schedule.is_due(week, day)))
        for keep, day in zip(keeps, _list_days([keep.at for keep in keeps], schedule.timezone, today), strict=True)
        if week in keep.weeks
    ]
    return tuple(dropwhile(lambda pair: not pair[1].week.goals, held))


def _list_days(times: Sequence[datetime | None], zone: tzinfo, today: date) -> list[date]:
    """Return the day on which each copy was kept.

    A copy without a time gets the day of the next copy that has one, or today if there is none.
    """
    days = []
    day = today
    for at in reversed(times):
        day = day if at is None else _get_day(at, zone)
        days.append(day)
    return days[::-1]


@lru_cache(maxsize=4096)
def _get_day(at: datetime, zone: tzinfo) -> date:
    """Return the day of a moment. A copy contains many weeks, and each of them asks for its day."""
    try:
        return at.astimezone(zone).date()
    except OverflowError:  # somebody wrote a time at the very edge of the calendar's range
        return at.date()


def _map_ids(followed: Sequence[Track], newest: int) -> dict[str, int]:
    """Return the index of the goal for each id in the versions up to `newest`.

    If several goals had the same id, the newest use counts.
    """
    return {
        goal.id: index
        for version in range(newest + 1)
        for index, track in enumerate(followed)
        if (goal := track.goals[version]) is not None
    }


def _map_outcomes(week: Week, version: int, followed: Sequence[Track]) -> dict[int, Outcome]:
    """Return the outcome of each goal in the version with the index `version`, by the goal's index.

    An outcome under a former id counts only if the goal has no other outcome.
    """
    names = _map_ids(followed, version)
    here = {goal.id for goal in week.goals}
    found: dict[int, Outcome] = {}
    for outcome in sorted(week.outcomes, key=lambda outcome: outcome.goal not in here):
        if outcome.goal in names:
            found.setdefault(names[outcome.goal], outcome)
    return found


def _build_goal_history(
    track: Track, outcomes: Sequence[Outcome | None], versions: Sequence[KeptVersion]
) -> GoalHistory:
    """Return the history of one goal. `outcomes` contains its outcome in each version, the current one last."""
    kept_in = [number for number in range(len(versions)) if track.goals[number] is not None]
    in_time = [number for number, version in enumerate(versions) if version.in_time]
    promised = [number for number in kept_in if number in in_time and outcomes[number] is None]
    was_out = bool(in_time) and track.goals[in_time[-1]] is None
    agreed = was_out and all(outcome is None for outcome in outcomes[: in_time[-1] + 1])
    is_back = agreed and bool(promised) and track.present is not None
    counted = [] if is_back else promised[-1:] or kept_in[:1]
    kept = track.goals[counted[0]] if counted else None
    return GoalHistory(
        goal=track.present or kept or track.newest,
        now=track.present,
        outcome=outcomes[-1],
        kept=kept,
        copy=versions[(counted or in_time[-1:] or [0])[0]].week if versions else None,
        kept_outcome=next((outcome for outcome in outcomes[:-1] if outcome is not None), None),
        added=is_back or (bool(versions) and not set(kept_in).intersection(in_time or kept_in)),
        agreed_removal=agreed and track.present is None and kept_in[-1] < in_time[-1],
    )


def _is_set_aside(week: Week, versions: Sequence[KeptVersion]) -> bool:
    if not week.away or not versions:
        return False
    in_time = [version for version in versions if version.in_time]
    return not (in_time[-1] if in_time else versions[0]).week.away
