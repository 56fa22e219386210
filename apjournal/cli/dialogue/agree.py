"""The agreement on a terminal: show it, then ask to accept it."""

from __future__ import annotations

from apjournal.cli.context import Context
from apjournal.cli.prompts import Talk
from apjournal.errors import UsageFault
from apjournal.render.screens import agree as render
from apjournal.usecases import agree as use
from apjournal.usecases.agree import Proposal

__all__ = ["Proposal", "run_agree"]

_EXPLAIN = "Yes records in your partner.md that you accept this text, and commits the change. No changes nothing."


def run_agree(context: Context, proposal: Proposal, *, sign: bool | None) -> None:
    """Show the agreement, and accept it if asked to.

    Proposing a change means accepting it, so apj does not ask. Raise `UsageFault` for a proposal with `--no-sign`.
    """
    if sign is False and not proposal.is_empty:
        raise UsageFault("Whoever makes a proposal also accepts it.", "Leave out --no-sign.")
    if sign is False or (sign is None and proposal.is_empty and context.interactive):
        view = use.show_agreement(context.workspace)
        context.show_view(view, render.render_text, pager=True)
        if sign is None and not view.is_accepted:
            _ask_to_accept(context, proposal)
        return
    context.show_view(use.sign_agreement(context.workspace, proposal), render.render_text)


def _ask_to_accept(context: Context, proposal: Proposal) -> None:
    talk = Talk(context.style)
    talk.show_gap()
    if talk.ask_yes("Do you accept this agreement?", default=False, explain=_EXPLAIN):
        context.show_view(use.sign_agreement(context.workspace, proposal), render.render_signed)
