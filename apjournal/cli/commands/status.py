"""The command `apj status`."""

from contextlib import suppress

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command
from apjournal.errors import GitFault


@apj_command(example="apj status --short", view="status.StatusView")
@click.option("--short", is_flag=True, help="Print one line for a shell prompt, or nothing.")
def command(context: Context, short: bool) -> None:
    """Show where you are and the next step.

    Shows the same as apj without a command.
    """
    if short and not context.json:
        from apjournal.usecases import prompt as use_short

        with suppress(GitFault):  # a prompt also appears in a folder that was deleted
            context.print_result(
                use_short.build_prompt_line(
                    context.start, partner=context.as_, now=context.now, environ=context.environ
                )
            )
        return
    from apjournal.cli.default_command import print_status

    print_status(context)
