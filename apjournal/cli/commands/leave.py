"""The command `apj leave`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, output_option


@apj_command(example="apj leave -o my-record.md", view="journal.LeaveView")
@output_option("Write your record to this new file, as a web page if the name ends in .html.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def command(context: Context, output: Path | None, yes: bool) -> None:
    """End your part in this journal.

    Records the day in your partner.md and writes your whole record to a file next to the journal. The others keep what
    they have. Nobody has to agree.
    """
    from apjournal.cli.dialogue import leave

    leave.run_leave(context, output, asked=not yes)
