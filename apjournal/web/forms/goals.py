"""The form of a new week: what to carry over, and new goals with a plan for what may get in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from apjournal.errors import NeedsAttention, UsageFault
from apjournal.model.agreement import Role
from apjournal.model.week import Decision, Goal
from apjournal.render.screens.new_week import render_text
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.usecases import new_week as use
from apjournal.web.forms.fields import STYLE, Sent, format_days, parse_choice
from apjournal.web.forms.goal_details import Details, Offers, ask_details, list_offers, read_details
from apjournal.web.forms.share import ask_to_share, is_to_share, share_now

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

_NEW = 4
"""The number of new goals for which the form has room. Two or three goals are plenty."""
_LEAVE, _EVERY, _DROP = "", "every", "drop"
_DECISIONS = (
    (_LEAVE, "do not carry it over"),
    (Decision.KEEP.value, "keep it"),
    (Decision.SHRINK.value, "a smaller form"),
)
_AGAIN = ((_EVERY, "let it come back every week"), (_DROP, "drop it"))


def describe_goals(workspace: Workspace) -> FormPage:
    """Return the form for the week to plan. If that week already has goals, return the form that changes them."""
    start = use.plan_week(workspace, without_report=True)
    if start.present is not None and start.present.goals:
        return FormPage((), "", instead="change")
    start = _plan_week(workspace)
    return FormPage(
        groups=tuple(_list_groups(workspace, start)),
        button="Save the goals",
        notes=(
            f"Goals for {format_days(workspace, start.week)}. Two or three are plenty.",
            *(f"Every week: {goal.goal}" for goal in start.returning),
            *(f"Parked: {idea}" for idea in start.parked),
        ),
        path=start.path,
    )


def _plan_week(workspace: Workspace) -> use.NewWeekPlan:
    start = use.plan_week(workspace, without_report=True)
    if start.role is not Role.REPORTS:
        raise UsageFault("Your role this week does not include goals.", "Your part: apj new-week")
    if start.present is not None and start.present.goals:
        raise NeedsAttention(f"{start.path} already has goals.", f"To change its goals: apj edit {start.week}")
    return start


def _list_groups(workspace: Workspace, start: use.NewWeekPlan) -> Iterator[Group]:
    if start.due:
        yield Group(
            "Your report comes first",
            (f"Your report on {format_days(workspace, start.due.week)} is due. Give it now, or continue without it.",),
            fields=(Field("skip", "Continue without the report", "mark"), Field("reason", "Why, in a few words")),
        )
    offers = {} if start.hard else list_offers(workspace, start)
    for goal in start.carriable:
        again = goal.id in start.often
        yield Group(
            goal.goal,
            ("You did not finish this goal last time, and you had already carried it over.",)
            if again
            else ("You did not finish this goal last time.",),
            fields=(
                Field(
                    f"carry-{goal.number}",
                    "Carry it over?",
                    "choice",
                    choices=(*_DECISIONS, *_AGAIN) if again else _DECISIONS,
                ),
                Field(f"smaller-{goal.number}", "The smaller goal"),
            ),
        )
        yield from ask_details(start, offers, f"carried-{goal.number}", "If you carry it over: a plan, and more", goal)
    for number in range(1, _NEW + 1):
        yield Group(f"New goal {number}", fields=(Field(f"goal-{number}", "Goal"),))
        yield from ask_details(start, offers, str(number), f"For goal {number}: done when, and a plan", None)
    yield from ask_to_share(workspace, "your goals")


def send_goals(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Write the goals, the carried ones first, and share them. Raise a fault if they cannot be written."""
    start = _plan_week(workspace)
    offers = list_offers(workspace, start)
    goals = [goal for number in range(1, _NEW + 1) if (goal := _read_goal(start, offers, number, given))]
    carry = [wish for goal in start.carriable if (wish := _read_carry(start, offers, goal, given))]
    if not goals and not carry and not start.returning:
        raise UsageFault("You have not entered a goal.", "Type a goal, or carry one over.")
    skipped = "skip" in given and (given.get("reason", "").strip() or True)
    view = use.begin_week(workspace, start.week, goals=goals, carry=carry, without_report=skipped)
    if view.problems:
        raise view.problems[0]
    again = [goal for goal in start.carriable if goal.id in start.often]
    dropped = [goal.id for goal in again if given.get(f"carry-{goal.number}") == _DROP]
    if dropped and start.source:
        use.drop_goals(workspace, start.source.week, dropped)
    done = Sent(render_text(view, STYLE), view.problems)
    return share_now(workspace, done) if is_to_share(workspace, given) else done


def _read_goal(start: use.NewWeekPlan, offers: Offers, number: int, given: Mapping[str, str]) -> Goal | None:
    """Return goal `number` of the form, or None if it is empty.

    Raise `UsageFault` for details without a goal, or for an incomplete plan.
    """
    text = given.get(f"goal-{number}", "").strip()
    details = read_details(start, offers, str(number), f"goal {number}", given)
    if not text and details != Details():
        raise UsageFault(f"New goal {number} has a plan but no text.", "Type the goal.")
    return replace(use.build_goals([text])[0], **asdict(details)) if text else None


def _read_carry(start: use.NewWeekPlan, offers: Offers, goal: Goal, given: Mapping[str, str]) -> use.Carry | None:
    """Return the decision to carry a goal over, or None if it is not carried.

    Raise the same faults as `_read_goal`.
    """
    choice = given.get(f"carry-{goal.number}", _LEAVE)
    details = read_details(start, offers, f"carried-{goal.number}", goal.goal, given)
    if choice in {_LEAVE, _DROP}:
        if details != Details():
            raise UsageFault(
                f"{goal.goal} has a plan but is not carried over.", "Carry the goal over, or remove the plan."
            )
        return None
    if choice == _EVERY:
        return use.Carry(goal.id, every=True, **asdict(details))
    decision = parse_choice(Decision, choice)
    words = given.get(f"smaller-{goal.number}", "").strip()
    return use.Carry(goal.id, decision, (words or None) if decision is Decision.SHRINK else None, **asdict(details))
