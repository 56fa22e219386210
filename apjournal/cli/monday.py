"""My half of Monday, step by step: the report, what is carried, the goals, the editor, sharing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.cli import editing, report_talk
from apjournal.cli.context import Context
from apjournal.cli.questions import Talk
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Decision, Goal, Week
from apjournal.render import new_week as render
from apjournal.render.phrases import clock, count, day, listed
from apjournal.render.terminal import accent, bold
from apjournal.usecases import new_week as use

if TYPE_CHECKING:
    from apjournal.usecases.readers import Readers


@dataclass(frozen=True)
class Wishes:
    """What the command line says already; None where nothing was said."""

    week: str | None
    goals: tuple[str, ...]
    carry: tuple[str, ...]
    without_report: str | None
    edit: bool
    sync: bool | None

    @property
    def skipped(self) -> str | bool:
        """Whether to go on without the report, or why."""
        return self.without_report is not None and (self.without_report or True)


def new_week(context: Context, wishes: Wishes) -> None:
    """Go through Monday; off a terminal nothing is asked and the editor stays closed."""
    if context.interactive:
        _talk(context, wishes)
    else:
        _carry_out(context, wishes)


def _carry_out(context: Context, wishes: Wishes) -> None:
    """Do what the command line says."""
    view = use.new_week(
        context.workspace,
        use.find(context.workspace, wishes.week),
        goals=wishes.goals,
        carry=use.wishes(wishes.carry),
        without_report=wishes.skipped,
    )
    context.show(view, render.text)
    if wishes.sync and not view.problems:
        from apjournal.cli import sharing

        sharing.sync(context)


def _talk(context: Context, wishes: Wishes) -> None:
    """Go through Monday question by question."""
    workspace, talk = context.workspace, Talk(context.style)
    week = use.find(workspace, wishes.week)
    skipped, carry, goals = wishes.skipped, use.wishes(wishes.carry), wishes.goals
    start = use.plan(workspace, week, without_report=bool(skipped))
    told = False
    if start.due and not skipped:
        told = _report(context, talk, start.due)
        skipped = True  # what was left open there does not stop the new week
    is_said = bool(goals or carry)
    if not is_said and not (start.present and start.present.goals):
        carry, goals = _goals(talk, use.plan(workspace, week, without_report=bool(skipped)), told=told)
    view = use.new_week(workspace, week, goals=goals, carry=carry, without_report=skipped)
    reads = True
    if is_said:
        context.show(view, render.text)
    elif wishes.edit and not goals and not carry:
        reads = editing.edit(context, view.path, at_goals=True)
    elif goals or carry:
        talk.say(f"Noted in {view.path}.")
        editing.remark(context, view.path)
    if reads:
        _share(context, talk, view.week, wishes.sync)


def _report(context: Context, talk: Talk, week: Week) -> bool:
    """Ask for the report that is due; False when it is put off."""
    talk.say(f"Last week's report comes first. {week.week} had {count(len(week.goals), 'goal')}.")
    told = report_talk.give(context, talk, week, may_wait=True)
    if not told:
        talk.say("It can be given at any time: ", accent("apj report"))
    talk.gap()
    return told


def _goals(talk: Talk, start: use.Plan, *, told: bool) -> tuple[tuple[use.Carry, ...], tuple[str, ...]]:
    """Ask what is carried over, then for the other goals."""
    carried = _carried(talk, start, told=told)
    if start.parked:
        talk.say("Parked ideas:")
        for idea in start.parked:
            talk.say(idea, indent=2, hang=2)
    talk.say(f"Goals for {start.week}, one a line, an empty line ends:")
    for number, wish in enumerate(carried, 1):
        talk.say(f"{number} > ", bold(wish.words or _goal(start.carriable, wish).goal), indent=2, hang=4)
    return carried, talk.numbered_lines(len(carried) + 1)


def _goal(goals: Sequence[Goal], wish: use.Carry) -> Goal:
    return next(goal for goal in goals if goal.id == wish.name)


def _carried(talk: Talk, start: use.Plan, *, told: bool) -> tuple[use.Carry, ...]:
    """Ask what to carry over; beginning fresh is the likely answer."""
    if not start.carriable:
        return ()
    if not told:
        talk.say("Not finished last time:")
        for goal in start.carriable:
            talk.say(accent("- "), bold(goal.goal), indent=2, hang=2)
    question = f"Carry any of them into {start.week}?  [b] begin fresh  [a] all  [s] some"
    choice = talk.key(question, "bas", default="b")
    if choice == "a":
        return tuple(use.Carry(goal.id, Decision.KEEP) for goal in start.carriable)
    return tuple(wish for goal in start.carriable if (wish := _decided(talk, goal))) if choice == "s" else ()


def _decided(talk: Talk, goal: Goal) -> use.Carry | None:
    """Ask what becomes of one goal."""
    talk.say(bold(goal.goal), indent=2, hang=2)
    choice = talk.key("[k]eep it  [s]hrink it, or Enter to leave it", "ks", default="", indent=4)
    if choice == "s":
        words = talk.line("Its smaller form, or Enter for the same words", indent=4)
        return use.Carry(goal.id, Decision.SHRINK, words or None)
    return use.Carry(goal.id, Decision.KEEP) if choice == "k" else None


def _share(context: Context, talk: Talk, week: IsoWeek, wanted: bool | None) -> None:
    """Share as was said, or as is answered now, and end with the next step."""
    from apjournal.cli import ending
    from apjournal.render import sync as render_sync
    from apjournal.usecases.readers import has_place, readers
    from apjournal.usecases.sync import sync

    if wanted is None:
        wanted = has_place(context.workspace) and talk.yes("Share now?")
    if wanted:
        view = sync(context.workspace)
        if not view.pushed or view.problems or view.alarms or view.skipped or view.notes:
            context.show(view, render_sync.text)
            if view.problems:
                return
        else:
            talk.say(_shared(readers(context.workspace, week)))
    ending.say_next(context)


def _shared(readers: Readers) -> str:
    """Say who sees the goals, and when."""
    if not readers.names:
        return "Shared."
    see = f"{listed(readers.names)} {'sees' if len(readers.names) == 1 else 'see'} it"
    if readers.call is None:
        return f"Shared. {see} with the next review."
    return f"Shared. {see} at your call on {day(readers.call)}, {clock(readers.call)}."
