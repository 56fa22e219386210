"""My half of Monday, step by step: the report, what is carried, the goals, the editor, sharing."""

from __future__ import annotations

from dataclasses import dataclass

import click

from apjournal.cli import editing, questions, report_talk, sharing
from apjournal.cli.context import Context
from apjournal.model.week import Goal, Week
from apjournal.render import new_week as render
from apjournal.render import report as render_report
from apjournal.render.terminal import clean
from apjournal.usecases import new_week as use
from apjournal.usecases.report import report as give_report

LATER = "put off until later"


@dataclass(frozen=True)
class Wishes:
    """What the command line says already; None where nothing was said."""

    week: str | None
    goals: tuple[str, ...]
    carry: tuple[str, ...]
    without_report: str | None
    edit: bool
    sync: bool | None


def new_week(context: Context, wishes: Wishes) -> None:
    """Go through Monday; off a terminal nothing is asked and the editor stays closed."""
    workspace = context.workspace
    week = use.find(workspace, wishes.week)
    start = use.plan(workspace, week)
    without_report = None if wishes.without_report is None else wishes.without_report or True
    goals, carry = wishes.goals, use.wishes(wishes.carry)
    if context.interactive:
        if start.due and without_report is None and not _report(context, start.due):
            without_report = True
        if not goals and not carry and not (start.present and start.present.goals):
            carry, goals = _goals(use.plan(workspace, week))
    view = use.new_week(workspace, week, goals=goals, carry=carry, without_report=without_report or False)
    context.show(view, render.text)
    if view.problems:
        return
    if context.interactive and wishes.edit and not goals and not carry:
        editing.edit(context, view.path)
    if wishes.sync or (wishes.sync is None and context.interactive and questions.yes("Share now?")):
        sharing.sync(context)


def _report(context: Context, week: Week) -> bool:
    """Ask for the report that is due; False when it is put off."""
    count = len(week.goals)
    click.echo(f"Last week's report comes first. {week.week} had {count} goal{'s' if count != 1 else ''}.")
    told = report_talk.ask(week, may_wait=True)
    if told is None:
        return False
    context.show(give_report(context.workspace, week.week, told), render_report.text)
    click.echo()
    return True


def _goals(start: use.Plan) -> tuple[tuple[use.Carry, ...], tuple[str, ...]]:
    carried = _carried(start)
    if start.parked:
        click.echo("Parked ideas:")
        for idea in start.parked:
            click.echo(f"  {clean(idea)}")
    click.echo(f"Goals for {start.week}, one a line, an empty line ends:")
    for number, wish in enumerate(carried, 1):
        click.echo(f"  {number} > {clean(wish.words or _words(start.carriable, wish))}")
    return carried, questions.numbered_lines(len(carried) + 1)


def _words(goals: tuple[Goal, ...], wish: use.Carry) -> str:
    return next(goal.goal for goal in goals if goal.id == wish.name)


def _carried(start: use.Plan) -> tuple[use.Carry, ...]:
    if not start.carriable:
        return ()
    choice = questions.key(
        f"Carry any of them into {start.week}?  [b] begin fresh  [a] all  [s] some", "bas", default="b"
    )
    if choice == "b":
        return ()
    chosen = range(len(start.carriable))
    if choice == "s":
        chosen = questions.several("  Which, by number", [clean(goal.goal) for goal in start.carriable])  # type: ignore[assignment]
    return tuple(use.Carry(start.carriable[index].id) for index in chosen)
