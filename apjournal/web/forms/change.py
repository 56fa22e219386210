"""The form that changes the goals of a week: new words, a plan, dropping a goal, or one more goal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from apjournal.errors import NeedsAttention
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Goal, Obstacle, Week
from apjournal.model.week_record import WeekRecord
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.render.site.names import name_week
from apjournal.render.words.goal_words import STATES
from apjournal.render.words.phrases import join_names
from apjournal.usecases import change_goals as use
from apjournal.usecases import new_week
from apjournal.web.forms.fields import Sent, format_days
from apjournal.web.forms.goal_details import ask_new_plan, read_plan

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace


def describe_change(workspace: Workspace) -> FormPage:
    """Return the form for the goals of my week. Raise `NeedsAttention` if it has no goals."""
    week = use.find_week_to_change(workspace)
    record = use.read_kept_goals(workspace, week.week)
    keepers = join_names([workspace.get_partner(kept.partner).called for kept in record.kept_by or ()])
    return FormPage(
        groups=tuple(_list_groups(week, record, keepers)),
        button="Save the changes",
        notes=(f"Your goals for {format_days(workspace, week.week)}.",)
        + ((f"{keepers} kept a copy, and will see what you change.",) if keepers else ()),
        path=week.path,
    )


def _list_groups(week: Week, record: WeekRecord, keepers: str) -> Iterator[Group]:
    yield Group(fields=(Field("week", kind="hidden", value=str(week.week)),))
    for goal, shown in zip(week.goals, record.goals, strict=False):
        number = goal.number
        why = f"Why it changes ({keepers} will read this)" if keepers else "Why, if you drop it"
        fields = [
            Field(f"id-{number}", kind="hidden", value=goal.id),
            Field(f"goal-{number}", "Goal", value=use.join_lines(goal.goal)),
            Field(f"done-{number}", "Done when", value=use.join_lines(goal.done_when or "")),
        ]
        if week.find_outcome(goal) is None:
            fields.append(Field(f"drop-{number}", "Drop this goal", "mark"))
        fields.append(Field(f"why-{number}", why))
        notes = [STATES[shown.state]] if shown.result else []
        yield Group(goal.goal, (*notes, *map(_describe_plan, goal.obstacles)), fields=tuple(fields))
        yield Group(folded=f"For goal {number}: what may get in the way, and a plan", fields=ask_new_plan(str(number)))
    yield Group("One more goal", fields=(Field("goal-new", "Goal"),))


def _describe_plan(plan: Obstacle) -> str:
    return f"{plan.kind}: if {plan.if_}, then {plan.then}" if plan.then else f"{plan.kind}: if {plan.if_}"


def send_change(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Write the changes, then show the week. Raise a fault if they cannot be written."""
    week = use.find_week_to_change(workspace)
    if given.get("week") != str(week.week):
        raise NeedsAttention("Another week has begun since this form was shown.", "Look at its goals below.")
    wishes = [_read_wish(goal, given) for goal in week.goals if given.get(f"id-{goal.number}") == goal.id]
    added = new_week.build_goals([text]) if (text := given.get("goal-new", "").strip()) else ()
    use.change_goals(workspace, IsoWeek.parse(given["week"]), wishes, added)
    return Sent("", page=name_week(week.week))


def _read_wish(goal: Goal, given: Mapping[str, str]) -> use.GoalWish:
    number = goal.number
    return use.GoalWish(
        goal.id,
        given.get(f"goal-{number}", ""),
        given.get(f"done-{number}", ""),
        given.get(f"why-{number}", ""),
        drops=f"drop-{number}" in given,
        obstacles=tuple(read_plan(str(number), f"goal {number}", given)),
    )
