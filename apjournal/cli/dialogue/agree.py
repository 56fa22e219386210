"""The agreement in a terminal: show it, then ask to accept it."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.cli.questions.agreement import ask_about_agreement
from apjournal.errors import UsageFault
from apjournal.model.agreement_topic import Topic
from apjournal.render.screens import agree as render
from apjournal.usecases import agree as use
from apjournal.usecases.agree import Proposal
from apjournal.usecases.answers import keep_answers

__all__ = ["Proposal", "run_agree"]

_EXPLAIN = (
    "Yes: apj records in your partner.md that you accept this version, and commits the change. No: nothing changes."
)


def run_agree(context: Context, proposal: Proposal, *, sign: bool | None, talk: bool = False) -> None:
    """Show the agreement, and accept it if the user wants that. With `talk`, first ask about its six topics.

    Whoever proposes a change also accepts it, so apj does not ask. Raise `UsageFault` for a proposal with `--no-sign`.
    """
    if sign is False and (talk or not proposal.is_empty):
        raise UsageFault("If you propose a change, you also accept it.", "Leave out --no-sign.")
    if talk:
        proposal = replace(proposal, answers=_ask_answers(context))
        if proposal.is_empty:
            context.print_hint("You did not answer any questions, so the agreement is unchanged.")
            return
    if sign is False or (sign is None and proposal.is_empty and context.interactive):
        if sign is None:
            use.expect_shown_agreement(context.workspace)
        view = use.show_agreement(context.workspace)
        context.show_view(view, render.render_text, pager=True)
        if sign is None and not view.is_accepted:
            _ask_to_accept(context, proposal)
        return
    with keep_answers(context.workspace, tuple(proposal.answers.values())):
        signed = use.sign_agreement(context.workspace, proposal)
    context.show_view(signed, render.render_text)


def _ask_answers(context: Context) -> dict[Topic, str]:
    """Ask about each topic of the agreement. Raise `UsageFault` if nobody can be asked."""
    if not context.interactive:
        raise UsageFault(
            "--talk asks questions, so it needs a terminal.",
            "Run it in a terminal. Or write what you agreed in agreement.md, then accept it: apj agree",
        )
    workspace = context.workspace
    workspace.require_part()
    use.expect_shown_agreement(workspace)
    there = use.list_answers(workspace)
    return ask_about_agreement(Talk(context.style), there, partial(use.check_until, workspace))


def _ask_to_accept(context: Context, proposal: Proposal) -> None:
    talk = Talk(context.style)
    talk.show_gap()
    if talk.ask_yes("Do you accept this agreement?", default=False, explain=_EXPLAIN):
        context.show_view(use.sign_agreement(context.workspace, proposal), render.render_signed)
