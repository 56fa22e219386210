"""`apj new-week`: prepare Monday, from the report that is due to the goals of the new week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.carry_over import (
    list_carriable_goals,
    list_returning_goals,
    make_returning,
    trace_carried_goals,
)
from apjournal.analysis.find_by_name import find_goal, find_week
from apjournal.analysis.find_report_week import find_newest_to_report, find_week_with_due_report, is_report_complete
from apjournal.analysis.insights.plan_ledger import build_plan_ledger, list_offers
from apjournal.analysis.status import build_due_report
from apjournal.analysis.week_record import compute_week_record
from apjournal.errors import NeedsAttention, UsageFault
from apjournal.format.edit.new_week import render_new_week as new_week_text
from apjournal.format.edit.new_week import render_peer_week
from apjournal.format.edit.week import WeekEditor
from apjournal.format.read.goals import split_plan as split_plan
from apjournal.format.text.slug import compute_goal_ids
from apjournal.model.agreement import Role
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import PlanWorth
from apjournal.model.views.week import NewWeekView
from apjournal.model.week import (
    EVIDENT,
    Decision,
    Goal,
    Message,
    Obstacle,
    ObstacleKind,
    Outcome,
    Result,
    Week,
    get_week_path,
)
from apjournal.session.arguments import require_once, require_period_start
from apjournal.session.week_records import build_week_records, list_earlier_weeks, use_present_ids
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week, journal_lock, require_readable, require_report_readable


class Readers(Struct, frozen=True):
    """The names of the other partners, and the time of the call that begins the week.

    `call` is None if the call is over or has no time of day.
    """

    names: tuple[str, ...]
    call: datetime | None


def get_readers(workspace: Workspace, week: IsoWeek) -> Readers:
    """Return the readers of my week, and the time of the call in my time zone."""
    names = tuple(workspace.get_partner(handle).called for handle in workspace.active_partners)
    at = workspace.schedule.find_call_time(week).astimezone(workspace.timezone)
    is_ahead = workspace.agreement.call.time is not None and at >= workspace.now
    return Readers(names, at if is_ahead else None)


def has_place(workspace: Workspace) -> bool:
    """Whether the journal has a remote."""
    return workspace.is_shared


def write_peer_week(
    workspace: Workspace, week: IsoWeek, went_well: Sequence[str] = (), said: Sequence[Message] = ()
) -> str:
    """Create my file of a week under peer support, with what went well and my messages. Return its path.

    An existing file stays unchanged. The new file has a section for messages to the other partner or, in a circle, to
    each partner who gets one.
    """
    one = workspace.others if len(workspace.others) == 1 else ()
    to = tuple(dict.fromkeys((*one, *(message.to for message in said))))
    begin = render_peer_week(workspace.me, week, went_well=went_well, said=said, to=to)
    return edit_own_week(workspace, week, lambda editor: editor, begin=begin)


_CERTAIN, _DIGITS = 100, 3
A_YEAR = 52
"""The greatest number of my weeks in which apj searches for plans that worked."""


class Carry(Struct, frozen=True):
    """A goal to carry over, as the user typed it, and the decision about it.

    - `words`: the smaller wording of a goal to shrink.
    - `every`: whether the goal returns every week from now on.

    The other fields add details to the goal.
    """

    name: str
    decision: Decision | None = None
    words: str | None = None
    done_when: str | None = None
    area: str | None = None
    confidence: int | None = None
    obstacles: tuple[Obstacle, ...] = ()
    every: bool = False


class NewWeekPlan(Struct, frozen=True):
    """What `new-week` starts from: the week, my current file of it, and open decisions from earlier weeks.

    - `source`: the week whose goals may be carried over.
    - `often`: the ids of those of its goals that were carried over before.
    - `returning`: the goals that return every week by themselves. None returns in a week off.
    - `hard`: whether no goal of `source` was done.
    - `asks`: the optional questions that I want.
    - `areas`: the agreed areas.
    """

    week: IsoWeek
    path: str
    present: Week | None
    due: Week | None
    source: Week | None
    carriable: tuple[Goal, ...]
    returning: tuple[Goal, ...]
    often: frozenset[str]
    parked: tuple[str, ...]
    hard: bool
    asks: tuple[str, ...]
    areas: tuple[str, ...]
    role: Role = Role.REPORTS


def find_named_week(workspace: Workspace, name: str | None) -> IsoWeek | None:
    """Return the week that `name` means, or None if no name is given, which means the week to plan."""
    return None if name is None else find_week(name, workspace.schedule, workspace.today)


def parse_carries(texts: Sequence[str]) -> tuple[Carry, ...]:
    """Return the goals to carry over, typed as `GOAL` or `GOAL=keep|shrink`.

    Raise `UsageFault` for another decision.
    """
    return tuple(_parse_carry(text) for text in texts)


def _parse_carry(text: str) -> Carry:
    name, sign, word = text.rpartition("=")
    if not sign:
        return Carry(text)
    try:
        return Carry(name, Decision(word.strip().lower()))
    except ValueError:
        raise UsageFault(f"{word} is not a way to carry a goal.", f"Write {name}=keep or {name}=shrink.") from None


def plan_week(workspace: Workspace, week: IsoWeek | None = None, *, without_report: bool = False) -> NewWeekPlan:
    """Return what `new-week` starts from.

    Raise `BrokenFile` if the file of the new week cannot be read or, unless `without_report` is set, if that of the
    week to report cannot be read.
    """
    workspace.require_part()
    week = week or workspace.schedule.find_week_to_plan(workspace.now)
    require_readable(workspace, week)
    records, me = workspace.records, workspace.me
    present = records.read_week_if_valid(me, week)
    if present is None:
        require_period_start(workspace, [week], otherwise="apj new-week")
    role = workspace.schedule.agreement.get_role(me, week)
    if not without_report and role is Role.REPORTS:
        require_report_readable(workspace, before=week)
    source = (
        find_newest_to_report(list_earlier_weeks(workspace, me, week), before=week) if role is Role.REPORTS else None
    )
    return NewWeekPlan(
        week=week,
        path=get_week_path(me, week),
        present=present,
        due=find_week_with_due_report(
            list_earlier_weeks(workspace, me, week), before=week, schedule=workspace.schedule, today=workspace.today
        ),
        source=source,
        carriable=list_carriable_goals(source) if source else (),
        returning=list_returning_goals(source) if source and not (present and present.away) else (),
        often=_find_carried_before(workspace, source) if source else frozenset(),
        parked=records.read_parked(me),
        hard=source is not None and is_report_complete(source) and not any(map(_is_achieved, source.outcomes)),
        asks=workspace.get_partner(me).asks,
        areas=workspace.agreement.areas,
        role=role,
    )


def _is_achieved(outcome: Outcome) -> bool:
    return outcome.result in EVIDENT


def _find_carried_before(workspace: Workspace, source: Week) -> frozenset[str]:
    """Return the ids of the goals of `source` that were carried over into that week."""
    chains = trace_carried_goals(source, list_earlier_weeks(workspace, workspace.me, source.week))
    return frozenset(goal.id for goal, chain in zip(source.goals, chains, strict=True) if chain.times)


def begin_week(
    workspace: Workspace,
    week: IsoWeek | None,
    *,
    goals: Sequence[Goal] = (),
    carry: Sequence[Carry] = (),
    every_week: Sequence[str] = (),
    without_report: str | bool = False,
) -> NewWeekView:
    """Create my file of the week: carried goals first, then new ones, then those that return by themselves.

    `every_week` contains the goals that return every week from now on ("" means all of `goals`). If a report is due
    first, nothing is created and the view says so. `without_report` (True or the reason) skips the report. Raise
    `NeedsAttention` if goals are given for a file that already has some, because such a file is never rewritten.
    """
    with journal_lock(workspace, undoable="new-week"):
        start = plan_week(workspace, week, without_report=bool(without_report) and not carry)
        if start.due and not without_report:
            return _report_first(workspace, start)
        if start.role is not Role.REPORTS and not (goals or carry):
            return _begin_peer_week(workspace, start)
        _require_goals_wanted(workspace, start.role)
        has_goals = start.present is not None and bool(start.present.goals)
        if has_goals and (goals or carry):
            raise NeedsAttention(f"{start.path} already has goals.", f"To change its goals: apj edit {start.week}")
        taken = tuple(carry_goal(start.carriable, wish) for wish in carry)
        require_once([goal.id for goal in taken], "to be carried")
        if not has_goals:
            marked = _mark_every_week((*taken, *goals), every_week, new=len(goals))
            _write_week(workspace, start, (*marked, *start.returning), without_report if start.due else False)
        written = workspace.records.read_week_if_valid(workspace.me, start.week)
    return NewWeekView(
        path=start.path,
        week=start.week,
        created=start.present is None,
        carried=tuple(goal.id for goal in written.goals[: len(taken)]) if written else (),
        goals=tuple(goal.goal for goal in written.goals) if written else (),
        away=written is not None and written.away,
    )


def _mark_every_week(goals: Sequence[Goal], names: Sequence[str], *, new: int) -> tuple[Goal, ...]:
    """Return the goals, of which the last `new` are new. Those that `names` means return every week from now on."""
    ids = compute_goal_ids([(goal.id or None, goal.goal) for goal in goals])
    named = [replace(goal, number=place + 1, id=ids[place]) for place, goal in enumerate(goals)]
    typed = range(len(goals) - new + 1, len(goals) + 1)
    if "" in names and not typed:
        raise UsageFault("There is no new goal to repeat every week.", "Give one: -g 'Two swims'")
    numbers = {find_goal(named, name).number for name in names if name}.union(typed if "" in names else ())
    return tuple(make_returning(goal) if place in numbers else goal for place, goal in enumerate(goals, 1))


def _require_goals_wanted(workspace: Workspace, role: Role) -> None:
    if role is Role.LISTENS:
        raise UsageFault("You listen in this journal, and set no goals.", f"Your part: {_to_hear(workspace)}")


def _to_hear(workspace: Workspace) -> str:
    kept = workspace.partners_i_keep
    return f"apj review {kept[0]}" if len(kept) > 1 else "apj review"


def _begin_peer_week(workspace: Workspace, start: NewWeekPlan) -> NewWeekView:
    """Create a week under peer support, with its sections. A listener gets no file."""
    if start.role is Role.SUPPORTS and start.present is None:
        write_peer_week(workspace, start.week)
    return NewWeekView(
        path=start.path,
        week=start.week,
        created=start.role is Role.SUPPORTS and start.present is None,
        carried=(),
        role=start.role,
        heard=tuple(workspace.get_partner(handle).called for handle in workspace.partners_i_keep),
        next=_to_hear(workspace) if start.role is Role.LISTENS else f"apj edit {start.week}",
    )


def write_told_week(workspace: Workspace, week: IsoWeek, went_well: Sequence[str], said: Sequence[Message]) -> str:
    """Create a week under peer support with what went well and my messages. Return its path.

    Raise `NeedsAttention` if the file exists by now, because such a file is never rewritten.
    """
    with journal_lock(workspace, undoable="new-week"):
        path = get_week_path(workspace.me, week)
        if workspace.folder.has(path):
            raise NeedsAttention(
                f"{path} was written by another program in the meantime, so apj did not change it.",
                f"To add to it: apj edit {week}",
            )
        return write_peer_week(workspace, week, went_well, said)


def _report_first(workspace: Workspace, start: NewWeekPlan) -> NewWeekView:
    assert start.due is not None  # noqa: S101  asked for when there is one
    (due,) = build_week_records(workspace, start.due.partner, [start.due.week])
    problem = NeedsAttention(
        f"The report on {start.due.week} comes first.",
        "Give the report: apj report, or continue without it: apj new-week --without-report",
    )
    return NewWeekView(
        path=start.path,
        week=start.week,
        created=False,
        carried=(),
        report_due=(build_due_report(due, workspace.schedule),),
        problems=(problem,),
    )


def build_goals(texts: Sequence[str]) -> tuple[Goal, ...]:
    """Return new goals with these texts. Their numbers and ids follow from their positions in the file.

    Raise `UsageFault` if a text is empty.
    """
    if not all(text.strip() for text in texts):
        raise UsageFault("One of the goals is empty.", "Write something after each -g, for example: -g 'Three runs'")
    return tuple(Goal(0, "", text) for text in texts)


def parse_confidence(text: str) -> int | None:
    """Return a confidence in per cent, or None for an empty string. Raise `UsageFault` for anything else."""
    if text and not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text) <= _CERTAIN):
        raise UsageFault("That is not a number from 0 to 100.")
    return int(text) if text else None


def drop_goals(workspace: Workspace, week: IsoWeek, names: Sequence[str]) -> None:
    """Record in my file of `week` that goals were dropped, unless they already have an outcome."""

    def write(editor: WeekEditor) -> WeekEditor:
        told = {outcome.goal for outcome in use_present_ids(workspace, editor.week).outcomes}
        left = [Outcome(name, Result.DROPPED) for name in names if name not in told]
        return editor.set_outcomes(left) if left else editor

    with journal_lock(workspace, undoable="new-week"):
        edit_own_week(workspace, week, write)


def list_offered_plans(workspace: Workspace, kind: ObstacleKind, before: IsoWeek) -> tuple[PlanWorth, ...]:
    """Return my plans for this kind of obstacle that worked in the year before a week, the latest first."""
    return list_offers(build_own_ledger(workspace, before), kind)


def build_own_ledger(workspace: Workspace, before: IsoWeek) -> tuple[PlanWorth, ...]:
    """Return my own plans that worked in the year before a week, with their results."""
    schedule, today = workspace.schedule, workspace.today
    weeks = islice(workspace.records.list_earlier(workspace.me, before), A_YEAR)
    return build_plan_ledger(compute_week_record(week, schedule=schedule, today=today) for week in weeks)


def carry_goal(carriable: Sequence[Goal], wish: Carry) -> Goal:
    """Return the goal as it is carried over. A reworded goal keeps its id, so that it stays the same goal."""
    old = find_goal(carriable, wish.name)
    reworded = wish.words is not None and wish.words != old.goal
    if wish.every:
        old = make_returning(old)
    return replace(
        old,
        goal=wish.words or old.goal,
        done_when=wish.done_when or (None if reworded else old.done_when),
        area=wish.area or old.area,
        id_written=old.id_written or reworded,
        decision=wish.decision,
        carried_from=None,
        confidence=wish.confidence,
        obstacles=(*old.obstacles, *wish.obstacles),
    )


def _write_week(workspace: Workspace, start: NewWeekPlan, goals: Sequence[Goal], skipped: str | bool) -> None:
    def write(editor: WeekEditor) -> WeekEditor:
        if goals and not editor.week.goals:
            editor = editor.add_goals(goals)
        if skipped and not editor.week.report_skipped:
            editor = editor.mark_report_skipped(skipped if isinstance(skipped, str) else None)
        return editor

    edit_own_week(workspace, start.week, write, begin=new_week_text(workspace.me, start.week))
