"""The form of the report: the questions of the terminal's dialogue on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.model.date_words import format_date
from apjournal.model.views.week import ReportView
from apjournal.model.week import Goal, Happened, ObstacleKind, Outcome, PlanUse, Result, Week, build_outcome
from apjournal.model.week_record import State
from apjournal.render.screens.report import render_text
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.render.words.goal_words import STATES
from apjournal.usecases import report as use
from apjournal.web.forms.fields import KINDS, STYLE, Sent, format_days, parse_choice

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

_RESULTS = (("", "no result yet"), *((result.value, STATES[State(result)]) for result in Result))
_PLANS = (
    ("", "no answer"),
    (PlanUse.WORKED.value, "worked"),
    (PlanUse.DID_NOT_WORK.value, "did not work"),
    (PlanUse.FORGOTTEN.value, "was forgotten"),
)


def describe_report(workspace: Workspace) -> FormPage:
    """Return the form for the week to report, without what the week's file already contains."""
    week = use.find_week_to_report(workspace)
    due, days = workspace.schedule.find_due_day(week.week), format_days(workspace, week.week)
    note = (
        f"No report is due. Your report on {days} is due on {format_date(due)}, but you can begin it now."
        if workspace.today < due
        else f"Your report on {days}. Give it before you read what the others wrote since that week."
    )
    return FormPage(tuple(_list_groups(week)), "Save the report", (note,), week.path)


def _list_groups(week: Week) -> Iterator[Group]:
    waiting = _list_waiting(week)
    yield Group(fields=(Field("week", kind="hidden", value=str(week.week)),))
    if waiting:
        yield Group(fields=(Field("none", "None of it was done", "mark"),))
    for goal in waiting:
        yield Group(
            goal.goal,
            (f"done when {goal.done_when}",) if goal.done_when else (),
            fields=(
                Field(f"result-{goal.number}", "Result", "choice", choices=_RESULTS),
                Field(f"words-{goal.number}", "In a few words"),
            ),
        )
    if not week.happened:
        yield _ask_obstacles(week)
    if not week.learned:
        yield Group("What did you learn?", fields=(Field("learned", "A sentence to remember"),))


def _ask_obstacles(week: Week) -> Group:
    log = tuple(f"{line.kind}: {line.text}" if line.kind else line.text for line in week.log)
    fields = [Field("logged", "What your log says got in the way", "mark")] if _list_logged(week) else []
    fields += [Field("kind", "What got in the way", "choice", choices=KINDS), Field("note", "In a few words")]
    for kind in ObstacleKind:
        if planned := use.find_planned(week, kind, ()):
            plan = f"your plan was: if {planned[1].if_}, then {planned[1].then}."
            fields.append(
                Field(f"plan-{kind}", f"If {kind} got in the way: {plan} Did the plan work?", "choice", choices=_PLANS)
            )
    return Group("What got in the way?", ("Your log says:", *log) if log else (), fields=tuple(fields))


def _list_waiting(week: Week) -> list[Goal]:
    return [goal for goal in week.goals if week.find_outcome(goal) is None]


def _list_logged(week: Week) -> list[tuple[ObstacleKind, str]]:
    return [(line.kind, line.text) for line in week.log if line.kind]


def send_report(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Write the report."""
    week = use.find_week_to_report(workspace, use.find_report_week(workspace, given.get("week")))
    waiting = _list_waiting(week)
    outcomes = [outcome for goal in waiting if (outcome := _read_outcome(goal, given))]
    happened = tuple(_read_obstacles(week, outcomes, given))
    told = use.ReportInput([(outcome.goal, outcome) for outcome in outcomes], happened, given.get("learned") or None)
    view = use.write_report(workspace, week.week, told)
    return Sent(render_text(_name_goals(view, week), STYLE), view.problems)


def _name_goals(view: ReportView, week: Week) -> ReportView:
    """Return the result with the text of each goal in place of its id."""
    texts = {goal.id: goal.goal for goal in week.goals}
    return replace(
        view,
        recorded=tuple(replace(one, goal=texts.get(one.goal, one.goal)) for one in view.recorded),
        still_open=tuple(texts.get(goal, goal) for goal in view.still_open),
    )


def _read_outcome(goal: Goal, given: Mapping[str, str]) -> Outcome | None:
    result = parse_choice(Result, given.get(f"result-{goal.number}", ""))
    if result is None and "none" in given:
        result = Result.NOT_DONE
    if result is None:
        return None
    return build_outcome(goal.id, result, given.get(f"words-{goal.number}", "").strip() or None)


def _read_obstacles(week: Week, outcomes: list[Outcome], given: Mapping[str, str]) -> Iterator[Happened]:
    kind = parse_choice(ObstacleKind, given.get("kind", ""))
    told = _list_logged(week) if "logged" in given else []
    plans = {each: _read_plan(week, each, outcomes, given) for each in (*(each for each, _ in told), kind) if each}
    for each, text in told:
        yield replace(plans.pop(each, Happened(each)), note=text)
    if kind:
        yield replace(plans.pop(kind, Happened(kind)), note=given.get("note", "").strip() or None)


def _read_plan(week: Week, kind: ObstacleKind, outcomes: list[Outcome], given: Mapping[str, str]) -> Happened:
    planned = use.find_planned(week, kind, outcomes)
    if planned is None:
        return Happened(kind)
    return Happened(kind, goal=planned[0].id, plan=parse_choice(PlanUse, given.get(f"plan-{kind}", "")))
