"""`apj leave`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, output_option


@apj_command(example="apj leave -o my-record.md")
@output_option("Write my record to this file, a new one.")
@click.option("--yes", is_flag=True, help="Do it without being asked.")
def command(context: Context, output: Path | None, yes: bool) -> None:
    """End my part in this journal.

    The day is noted in my partner.md. My whole record is written to a file beside the journal; the others keep what
    they have. It needs nobody's signature.
    """
    from apjournal.cli.dialogue import leave

    leave.run_leave(context, output, asked=not yes)
