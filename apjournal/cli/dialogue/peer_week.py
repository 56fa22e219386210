"""A week of somebody who sets no goals: what went well, asks and offers under peer support, or a listener's part."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.cli.context import Context
from apjournal.cli.dialogue import edit as editing
from apjournal.cli.dialogue import next_step
from apjournal.cli.prompts import Talk
from apjournal.errors import UsageFault
from apjournal.model.agreement import Role
from apjournal.model.week import Message, MessageKind
from apjournal.render import new_week as render
from apjournal.render.phrases import join_alternatives
from apjournal.usecases import new_week as use

_ASKED = {
    MessageKind.ASK: "Something to ask",
    MessageKind.OFFER: "Something to offer",
    MessageKind.THANK: "Something to thank for",
}
_EXPLAIN_WELL = "Type one thing and press Enter. An empty line ends the list."
_EXPLAIN_MESSAGE = "A line for your partner, who reads it in `apj review`."
_EXPLAIN_WHOM = "The handle of the partner who is to read it."


def run_peer_week(context: Context, talk: Talk, start: use.NewWeekPlan, *, edit: bool) -> bool:
    """Guide through a week under peer support. Return whether there is something to share then."""
    if start.role is Role.LISTENS:
        talk.show_paragraph(render.render_listening(use.begin_week(context.workspace, start.week)))
        next_step.show_next_step(context)
        return False
    if start.present is None:
        talk.show_paragraph("What went well? One thing a line, an empty line ends:")
        went_well = talk.ask_lines(1, explain=_EXPLAIN_WELL)
        said = tuple(_ask_messages(context, talk))
        path = use.write_told_week(context.workspace, start.week, went_well, said)
        if went_well or said or not edit:
            context.saved.append(f"your week in {path}")
            talk.show_paragraph(f"Noted in {path}.")
            return True
    return editing.run_editor(context, start.path) if edit else True


def _ask_messages(context: Context, talk: Talk) -> Iterator[Message]:
    """Ask for an ask, an offer and thanks, and in a circle for whom each is."""
    others = context.workspace.others
    for kind, question in _ASKED.items() if others else ():
        words = talk.ask_line(question, indent=2, enter="skip", explain=_EXPLAIN_MESSAGE)
        if words:
            to = others[0] if len(others) == 1 else _ask_recipient(talk, others)
            yield Message(to, kind, words)


def _ask_recipient(talk: Talk, others: tuple[str, ...]) -> str:
    def check(answer: str) -> None:
        if answer not in others:
            raise UsageFault(f"There is no {answer} here. Name {join_alternatives(others)}.")

    question = f"For whom: {join_alternatives(others)}?"
    return talk.ask_line(question, default=others[0], check=check, indent=2, explain=_EXPLAIN_WHOM)
