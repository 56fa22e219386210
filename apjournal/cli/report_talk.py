"""The talk about last week: goal by goal, then once what got in the way, then what was learned."""

from __future__ import annotations

import click

from apjournal.cli import questions
from apjournal.model.week import Goal, Happened, Kind, LogLine, Outcome, PlanUse, Result, Week
from apjournal.render.phrases import day
from apjournal.render.terminal import clean
from apjournal.usecases.report import Told

_RESULTS = {"d": Result.DONE, "p": Result.PARTLY, "n": Result.NOT_DONE, "x": Result.DROPPED}
_KINDS = {kind.value[0]: kind for kind in Kind}
_PLANS = {"w": PlanUse.WORKED, "d": PlanUse.DID_NOT_WORK, "f": PlanUse.FORGOTTEN}


def ask(week: Week, *, may_wait: bool = False) -> Told | None:
    """Ask for the report on `week`; what has an outcome already is not asked again.

    With `may_wait` it can be put off, and then there is None.
    """
    waiting = [goal for goal in week.goals if week.outcome(goal) is None]
    outcomes: list[tuple[str, Outcome]] = []
    if waiting:
        later = "  [l] later" if may_wait else ""
        question = f"  Was any of it done?  [y] go through them  [n] none of it{later} "
        answer = questions.key(question, "ynl" if may_wait else "yn", default="y")
        if answer == "l":
            return None
        outcomes = _none_of(waiting) if answer == "n" else _outcomes(waiting)
    happened = _happened(week)
    learned = questions.line("  What did you learn, or Enter")
    return Told(outcomes, happened, learned or None)


def _none_of(waiting: list[Goal]) -> list[tuple[str, Outcome]]:
    return [(goal.id, Outcome(goal.id, Result.NOT_DONE)) for goal in waiting]


def _outcomes(waiting: list[Goal]) -> list[tuple[str, Outcome]]:
    return [(goal.id, outcome) for goal in waiting if (outcome := _outcome(goal))]


def _outcome(goal: Goal) -> Outcome | None:
    click.echo(f"  {goal.number} {clean(goal.goal)}")
    choice = questions.key("    [d]one [p]artly [n]ot done [x] dropped, or Enter", "dpnx", default="")
    if not choice:
        return None
    result = _RESULTS[choice]
    words = questions.line("    In a few words, or Enter") or None
    if result in {Result.DONE, Result.PARTLY}:
        return Outcome(goal.id, result, evidence=words)
    return Outcome(goal.id, result, reason=words)


def _happened(week: Week) -> tuple[Happened, ...]:
    question = "  What got in the way?"
    if week.log:
        question += f" Your log says: {'; '.join(_said(line) for line in week.log)}."
    click.echo(question)
    choice = questions.key("  [f]ocus [i]nterest [s]tress [u]nforeseen [o]ther, or Enter", "fisuo", default="")
    if not choice:
        return ()
    kind = _KINDS[choice]
    note = questions.line("  In a few words, or Enter") or None
    planned = [
        (goal, obstacle)
        for goal in week.goals
        for obstacle in goal.obstacles
        if obstacle.kind == kind and obstacle.then
    ]
    if not planned:
        return (Happened(kind, note),)
    goal, obstacle = planned[0]
    click.echo(f"  Your plan was: if {clean(obstacle.if_)}, then {clean(obstacle.then or '')}.")
    use = questions.key("  [w]orked [d]id not work [f]orgotten, or Enter", "wdf", default="")
    return (Happened(kind, note, goal=goal.id, plan=_PLANS.get(use)),)


def _said(line: LogLine) -> str:
    words = [f"{day(line.date)}," if line.date else "", f"{line.kind}:" if line.kind else "", clean(line.text)]
    return " ".join(word for word in words if word)
