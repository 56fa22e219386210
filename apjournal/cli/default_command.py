"""`apj` without a command: the status of the journal, or the help if there is no journal."""

from __future__ import annotations

import shlex

import click

from apjournal.cli.context import CallStart, Context
from apjournal.usecases import find_journal


def run_default(ctx: click.Context) -> None:
    """Show the status, or the help if there is no journal. In a terminal, Enter then runs the next step."""
    context = ctx.ensure_object(Context)
    if not context.json and find_journal.locate_journal(context.start, context.environ) is None:
        click.echo(ctx.get_help())
    elif context.interactive:
        _offer_next_step(ctx, context)
    else:
        print_status(context)


_CALL_DAY = ("apj new-week", "apj report", "apj call")
"""The steps on the day of a call, in order. The first one also asks for the report."""


def _offer_next_step(ctx: click.Context, context: Context) -> None:
    """Show the status, and run the next step if the user says yes. On the day of a call, run all its steps in turn."""
    from apjournal.cli.prompts import Talk
    from apjournal.render.screens import status as render
    from apjournal.usecases import call as use_call
    from apjournal.usecases.status import show_status

    context.warn_of_unknown_zones()
    view = show_status(context.workspace)
    talk = Talk(context.style)
    context.show_view(view, render.render_text)
    if view.next in _CALL_DAY and use_call.is_call_day(context.workspace):
        _run_call_day(ctx, context, view.next)
    elif view.next.startswith("apj ") and talk.ask_yes(
        "Run it now?", explain=f"Press Enter to run {view.next}, or n to stop here."
    ):
        _run_step(ctx, view.next)


def _run_call_day(ctx: click.Context, context: Context, step: str) -> None:
    """Run the steps of the day of a call, from `step` on.

    Stop after a step that sets an exit code, or that is still the next step afterwards, and if the call begins later.
    """
    from apjournal.cli.prompts import Talk
    from apjournal.usecases.status import show_status

    done, before = "", len(context.exit_codes)
    context.call_start = CallStart.ASK
    while step in _CALL_DAY and step != done and not any(context.exit_codes[before:]):
        Talk(context.style).show_gap()
        _run_step(ctx, step)
        context.workspace.refresh()
        waits = context.call_start is CallStart.LATER
        done, step = step, "" if waits else show_status(context.workspace).next


def _run_step(ctx: click.Context, step: str) -> None:
    """Run the next step as a new command, so that it reads everything again."""
    name, *arguments = shlex.split(step)[1:]
    assert isinstance(ctx.command, click.Group)  # noqa: S101  the table itself
    command = ctx.command.get_command(ctx, name)
    assert command is not None  # noqa: S101  the status names commands that exist
    ctx.ensure_object(Context).workspace.refresh()
    with command.make_context(name, arguments, parent=ctx) as below:
        command.invoke(below)


def print_status(context: Context) -> str:
    """Show the status and return the next step."""
    from apjournal.render.screens import status as render
    from apjournal.usecases.status import show_status

    context.warn_of_unknown_zones()
    view = show_status(context.workspace)
    context.show_view(view, render.render_text)
    return view.next
