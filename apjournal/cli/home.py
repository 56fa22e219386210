"""`apj` alone: the status inside a journal, the help outside one."""

from __future__ import annotations

import shlex

import click

from apjournal.cli import questions, status
from apjournal.cli.context import Context
from apjournal.usecases import opening


def run(ctx: click.Context) -> None:
    """Show where I stand; on a terminal Enter then runs the next step that it names."""
    context = ctx.ensure_object(Context)
    if not opening.is_journal(context.start):
        click.echo(ctx.get_help())
        return
    step = status.show(context)
    if context.interactive and questions.key("Enter does it, any other key ends", "", default="do", other="") == "do":
        # A command of its own, so that what was read for the status is read anew.
        name, *arguments = shlex.split(step)[1:]
        assert isinstance(ctx.command, click.Group)  # noqa: S101  the table itself
        command = ctx.command.get_command(ctx, name)
        assert command is not None  # noqa: S101  the status names commands that exist
        context.workspace.forget()
        with command.make_context(name, arguments, parent=ctx) as below:
            command.invoke(below)
