"""My half of Monday, step by step: the report, carried goals, new goals, the editor, sharing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from apjournal.cli.context import CallStart, Context
from apjournal.cli.dialogue import edit, report
from apjournal.cli.dialogue import edit as editing
from apjournal.cli.prompts import Talk
from apjournal.cli.questions import closing, goals
from apjournal.cli.questions.closing import ask_to_share, format_dates
from apjournal.errors import UsageFault
from apjournal.model.agreement import Role
from apjournal.model.date_words import format_date, format_time
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Decision, Goal, Message, MessageKind, Week, write_plan
from apjournal.render.layout.page import make_accent, make_bold
from apjournal.render.screens import new_week as render
from apjournal.render.words.phrases import join_alternatives, join_names
from apjournal.usecases import new_week as use
from apjournal.usecases.answers import keep_answers

if TYPE_CHECKING:
    from apjournal.usecases.new_week import Readers


_EXPLAIN_GOALS = "Type a goal and press Enter. An empty line ends the list; two or three goals are plenty."
_EXPLAIN_CARRY = "Begin fresh: carry none of them over. All: carry all of them over. Some: decide for each of them."
_EXPLAIN_ONE = "Keep: the same goal again. Shrink: a smaller form of it. Enter: do not carry it over."
_EXPLAIN_AGAIN = (
    "Keep: the same goal again. Shrink: a smaller form of it. Every week: the goal comes back each week as a new one. "
    "Drop: last week's report says that you gave it up."
)
_EXPLAIN_SMALLER = "A smaller form of the goal that will certainly fit into the week. Enter keeps the wording."
_ASKED = {
    MessageKind.ASK: "Something to ask",
    MessageKind.OFFER: "Something to offer",
    MessageKind.THANK: "Something to say thank you for",
}
_EXPLAIN_WELL = "Type one thing and press Enter. An empty line ends the list."
_EXPLAIN_MESSAGE = "One line for your partner, who reads it in `apj review`."
_EXPLAIN_WHOM = "The handle of the partner who should read the line."


class NewWeekRequest(Struct, frozen=True):
    """What the command line already says. A value that was not given is None."""

    week: str | None
    goals: tuple[str, ...]
    carry: tuple[str, ...]
    every_week: tuple[str, ...]
    without_report: str | None
    edit: bool
    sync: bool | None

    @property
    def skipped(self) -> str | bool:
        """Whether to continue without the report, or the reason if one was given."""
        return self.without_report is not None and (self.without_report or True)


class _Answers(Struct, frozen=True):
    """The answers: goals to carry over, new goals, and the ids of goals in the week `source` that are dropped."""

    carry: tuple[use.Carry, ...]
    goals: tuple[Goal, ...]
    dropped: tuple[str, ...]
    source: Week | None


def run_new_week(context: Context, wishes: NewWeekRequest) -> None:
    """Ask for the report that is due and for the new week's goals.

    Without a terminal, ask nothing and open no editor.
    """
    context.warn_of_missing_terms()
    if context.interactive:
        _run_dialogue(context, wishes)
    else:
        _run_as_asked(context, wishes)


def _run_as_asked(context: Context, wishes: NewWeekRequest) -> None:
    """Create the week from the options, without questions."""
    view = use.begin_week(
        context.workspace,
        use.find_named_week(context.workspace, wishes.week),
        goals=use.build_goals(wishes.goals),
        carry=use.parse_carries(wishes.carry),
        every_week=wishes.every_week,
        without_report=wishes.skipped,
    )
    context.show_view(view, render.render_text)
    if view.problems:
        return
    if view.role is not Role.LISTENS:
        edit.show_remark(context, view.path)
    if wishes.sync:
        from apjournal.cli.dialogue import sync

        sync.run_sync(context)


def _run_dialogue(context: Context, wishes: NewWeekRequest) -> None:
    """Ask the questions of a new week one by one."""
    workspace, talk = context.workspace, Talk(context.style)
    week = use.find_named_week(workspace, wishes.week)
    skipped, carry, goals = wishes.skipped, use.parse_carries(wishes.carry), use.build_goals(wishes.goals)
    start = use.plan_week(workspace, week, without_report=bool(skipped))
    told = False
    if start.role is not Role.REPORTS and not (goals or carry):
        if run_peer_week(context, talk, start, edit=wishes.edit):
            _ask_to_share(context, talk, start.week, wishes.sync)
        return
    if start.due and not skipped:
        told = report.ask_due_report(context, talk, start.due)
        skipped = True  # open goals of that week do not stop the new week
    is_said = bool(goals or carry)
    if not is_said and not (start.present and start.present.goals):
        answers = _ask_goals(context, talk, use.plan_week(workspace, week, without_report=bool(skipped)), told=told)
        carry, goals = answers.carry, answers.goals
        if answers.dropped and answers.source:
            use.drop_goals(workspace, answers.source.week, answers.dropped)
    with keep_answers(workspace, _list_words(goals, carry)):
        view = use.begin_week(
            workspace, week, goals=goals, carry=carry, every_week=wishes.every_week, without_report=skipped
        )
    context.saved.append(f"your week in {view.path}")
    reads = True
    if is_said:
        context.show_view(view, render.render_text)
    elif wishes.edit and not goals and not carry and not start.returning:
        reads = edit.run_editor(context, view.path, at_goals=True)
    elif goals or carry or start.returning:
        talk.show_paragraph(f"Noted in {view.path}.")
        edit.show_remark(context, view.path)
    if reads:
        _ask_to_share(context, talk, view.week, wishes.sync)


def _list_words(goals: Sequence[Goal], carry: Sequence[use.Carry]) -> list[str | None]:
    """Return a line for each goal and each detail, for a user who has to enter the goals again."""
    carried = ((wish.words or wish.name, wish.done_when, wish.obstacles) for wish in carry)
    lines: list[str | None] = []
    for words, done_when, obstacles in (*carried, *((goal.goal, goal.done_when, goal.obstacles) for goal in goals)):
        plans = (f"{obstacle.kind}: {write_plan(obstacle.if_, obstacle.then)}" for obstacle in obstacles)
        lines += [f"- {words}", done_when, *plans]
    return lines


def _ask_goals(context: Context, talk: Talk, start: use.NewWeekPlan, *, told: bool) -> _Answers:
    """Ask which goals to carry over and then for new ones, with the optional questions that the user wants.

    `told` says whether the unfinished goals were just shown. After a week without a done goal, ask no optional
    questions.
    """
    if start.present and start.present.away:
        talk.show_paragraph(f"{format_dates(context, start.week)} is marked as a week off, so its goals do not count.")
    carried, dropped = _ask_carried(talk, start, told=told)
    if start.parked:
        talk.show_paragraph("Parked ideas:")
        for idea in start.parked:
            talk.show_paragraph(idea, indent=2, hang=2)
    talk.show_paragraph(f"Goals for {format_dates(context, start.week)}, one per line, then an empty line:")
    taken = [use.carry_goal(start.carriable, wish) for wish in carried]
    for number, goal in enumerate(taken, 1):
        talk.show_paragraph(f"{number} > ", make_bold(goal.goal), indent=2, hang=4)
    for goal in start.returning:
        talk.show_paragraph("Every week: ", make_bold(goal.goal), indent=2, hang=4)
    typed = use.build_goals(talk.ask_lines(len(carried) + 1, explain=_EXPLAIN_GOALS))
    if start.hard:  # after a week in which no goal was done, goals are enough
        return _Answers(carried, typed, dropped, start.source)
    offers = partial(use.list_offered_plans, context.workspace, before=start.week)
    asked = goals.ask_about_goals(talk, (*taken, *typed), start.asks, start.areas, offers)
    known = zip(carried, taken, asked, strict=False)
    carried = tuple(_update_carry(wish, before, now) for wish, before, now in known)
    return _Answers(carried, tuple(asked[len(carried) :]), dropped, start.source)


def _update_carry(wish: use.Carry, before: Goal, now: Goal) -> use.Carry:
    """Return the goal to carry over, updated by the answers about it."""
    return replace(
        wish,
        confidence=now.confidence,
        done_when=now.done_when if now.done_when != before.done_when else None,
        area=now.area if now.area != before.area else None,
        obstacles=now.obstacles[len(before.obstacles) :],
    )


def _ask_carried(talk: Talk, start: use.NewWeekPlan, *, told: bool) -> tuple[tuple[use.Carry, ...], tuple[str, ...]]:
    """Ask which goals to carry over. Return them, and the ids of the goals to drop.

    The default is to carry none. For each goal that was carried over before, ask whether to keep, shrink or drop it.
    If there is one other goal, one question is enough.
    """
    if not start.carriable:
        return (), ()
    if len(start.carriable) == 1 and start.carriable[0].id not in start.often:
        if not told:
            talk.show_paragraph("Still open from last time:")
        only = _ask_decision(talk, start.carriable[0], "Carry it over?  ")
        return ((only,) if only else ()), ()
    if not told:
        talk.show_paragraph("Still open from last time:")
        for goal in start.carriable:
            talk.show_paragraph(make_accent("- "), make_bold(goal.goal), indent=2, hang=2)
    question = "Carry any of them over?  [b] begin fresh  [a] all  [s] some"
    choice = talk.ask_key(question, "bas", default="b", explain=_EXPLAIN_CARRY)
    if choice == "b":
        return (), ()
    carried, dropped = list[use.Carry](), list[str]()
    for goal in start.carriable:
        if goal.id not in start.often:
            wish = use.Carry(goal.id, Decision.KEEP) if choice == "a" else _ask_decision(talk, goal)
        else:
            wish = _ask_decision_again(talk, goal)
            dropped += [] if wish else [goal.id]
        carried += [wish] if wish else []
    return tuple(carried), tuple(dropped)


def _ask_decision(talk: Talk, goal: Goal, lead: str = "") -> use.Carry | None:
    """Ask what to do with one goal. Return None if it is not carried over."""
    talk.show_paragraph(make_bold(goal.goal), indent=2, hang=2)
    question = f"{lead}[k]eep it  [s]hrink it"
    choice = talk.ask_key(question, "ks", default="", indent=4, enter="leave it", explain=_EXPLAIN_ONE)
    return _build_carry(talk, goal, choice) if choice else None


def _ask_decision_again(talk: Talk, goal: Goal) -> use.Carry | None:
    """Ask what to do with a goal that was carried over before. Return None if it is dropped."""
    talk.show_paragraph(make_bold(goal.goal), "  was carried before.", indent=2, hang=2)
    question = "[k]eep it  [s]hrink it  [e]very week  [d]rop it"
    choice = talk.ask_key(question, "ksed", default="s", indent=4, explain=_EXPLAIN_AGAIN)
    return None if choice == "d" else _build_carry(talk, goal, choice)


def _build_carry(talk: Talk, goal: Goal, choice: str) -> use.Carry:
    if choice == "e":
        return use.Carry(goal.id, every=True)
    if choice == "k":
        return use.Carry(goal.id, Decision.KEEP)
    words = talk.ask_line("The smaller goal", indent=4, enter="the same words", explain=_EXPLAIN_SMALLER)
    return use.Carry(goal.id, Decision.SHRINK, words or None)


def _ask_to_share(context: Context, talk: Talk, week: IsoWeek, wanted: bool | None) -> None:
    """Share if the option or the answer says so, and end with the next step, unless the call begins now."""
    from apjournal.cli.dialogue import sync
    from apjournal.render.screens import sync as render_sync
    from apjournal.usecases.new_week import get_readers

    if wanted is None:
        wanted = _wants_to_share(context, talk)
    if wanted:
        view = sync.ask_and_share(context)
        if not view.pushed or view.problems or view.alarms or view.skipped or view.notes:
            context.show_view(view, render_sync.render_text)
            context.call_start = CallStart.LATER if view.problems or view.exit_code else context.call_start
        else:
            if view.received:
                context.show_view(view, render_sync.render_received)
            talk.show_paragraph(_explain_readers(get_readers(context.workspace, week)))
    if not context.begins_call:
        closing.show_next_step(context)


def _wants_to_share(context: Context, talk: Talk) -> bool:
    """Ask whether to share now. If the call is the next step, the same question asks whether it begins."""
    from apjournal.usecases.call import is_near
    from apjournal.usecases.new_week import has_place
    from apjournal.usecases.status import show_status

    workspace = context.workspace
    if not has_place(workspace):
        return False
    if context.call_start is None or show_status(workspace).next != "apj call":
        return ask_to_share(talk)
    wanted, context.call_start = closing.ask_to_share_and_begin(talk, is_near=is_near(workspace))
    return wanted


def _explain_readers(readers: Readers) -> str:
    """Return a sentence on who sees the goals, and when."""
    if not readers.names:
        return "Shared."
    see = f"{join_names(readers.names)} {'sees' if len(readers.names) == 1 else 'see'} your week"
    if readers.call is None:
        return f"Shared. {see} in the next review."
    return f"Shared. {see} at your call on {format_date(readers.call)}, {format_time(readers.call)}."


def run_peer_week(context: Context, talk: Talk, start: use.NewWeekPlan, *, edit: bool) -> bool:
    """Guide the user through a week under peer support. Return whether there is something to share afterwards."""
    if start.role is Role.LISTENS:
        talk.show_paragraph(render.render_listening(use.begin_week(context.workspace, start.week)))
        closing.show_next_step(context)
        return False
    if start.present is None:
        talk.show_paragraph("What went well? Type one thing per line. An empty line ends the list:")
        went_well = talk.ask_lines(1, explain=_EXPLAIN_WELL)
        said = tuple(_ask_messages(context, talk))
        with keep_answers(context.workspace, (*went_well, *(message.text for message in said))):
            path = use.write_told_week(context.workspace, start.week, went_well, said)
        if went_well or said or not edit:
            context.saved.append(f"your week in {path}")
            talk.show_paragraph(f"Noted in {path}.")
            return True
    return editing.run_editor(context, start.path) if edit else True


def _ask_messages(context: Context, talk: Talk) -> Iterator[Message]:
    """Ask for questions, offers and thanks to the other partners. In a circle, also ask for whom each of them is."""
    others = context.workspace.others
    for kind, question in _ASKED.items() if others else ():
        words = talk.ask_line(question, indent=2, enter="skip", explain=_EXPLAIN_MESSAGE)
        if words:
            to = others[0] if len(others) == 1 else _ask_recipient(talk, others)
            yield Message(to, kind, words)


def _ask_recipient(talk: Talk, others: tuple[str, ...]) -> str:
    def check(answer: str) -> None:
        if answer not in others:
            raise UsageFault(f"This journal has no partner {answer}. Type {join_alternatives(others)}.")

    question = f"For whom: {join_alternatives(others)}?"
    return talk.ask_line(question, default=others[0], check=check, indent=2, explain=_EXPLAIN_WHOM)
