"""Sharing, from whichever command it is asked."""

from __future__ import annotations

from functools import partial

from apjournal.cli.context import Context
from apjournal.cli.questions import Talk
from apjournal.render import sync as render
from apjournal.usecases import sync as use


def sync(
    context: Context, *, offline: bool = False, with_deletions: bool = False, accept_rewrite: bool = False
) -> None:
    """Share what is mine, get what is new, and say both."""
    if context.interactive:
        _ask_why(context)
    view = use.sync(
        context.workspace,
        offline=offline,
        with_deletions=with_deletions,
        accept_rewrite=accept_rewrite,
        was_it_me=partial(Talk(context.style).yes, default=False) if context.interactive else None,
    )
    context.show(view, render.text)
    if context.interactive and not view.problems and not view.offline:
        from apjournal.cli import ending

        ending.say_next(context)


def _ask_why(context: Context) -> None:
    """Ask once for each kept goal that was removed since the last commit; each answer is written when it is given."""
    from apjournal.usecases import removals

    if context.workspace.history is None:
        return
    talk = Talk(context.style)
    for week, goal in removals.removed(context.workspace):
        talk.say(f"You removed a goal of {week} that was kept: {goal.goal}")
        if reason := talk.line("Why? (Enter: no reason)"):
            removals.give_reason(context.workspace, week, goal, reason)


def undo(context: Context) -> None:
    """Take the last merge back, and say so."""
    context.show(use.undo(context.workspace), render.text)
