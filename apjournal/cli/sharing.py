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


def undo(context: Context) -> None:
    """Take the last merge back, and say so."""
    context.show(use.undo(context.workspace), render.text)
