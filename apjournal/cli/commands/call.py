"""The command `apj call`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, output_option

_MEDIA = click.Choice(["voice", "video", "in_person", "async", "none"])


@apj_command(example="apj call", view="call.CallView")
@click.option("--no-sync", is_flag=True, help="Do not fetch before the call or share after it.")
@click.option("--medium", type=_MEDIA, help="How you talked. apj records this in your week.")
@click.option("--minutes", type=click.IntRange(1, 999), help="How many minutes you talked.")
@click.option("--format", "form", type=click.Choice(["text", "html"]), default="text", help="Output format.")
@output_option("Write the agenda to a file, for a partner without a terminal.")
def command(
    context: Context, no_sync: bool, medium: str | None, minutes: int | None, form: str, output: Path | None
) -> None:
    """Show the agenda of your call, then keep copies and share.

    Shows the reports, then the goals of the new week, then your messages for each other. The minutes of all parts add
    up to the time you agreed on. In a terminal, a clock times each part while you talk, and `n` takes a note. When not
    run in a terminal, prints the agenda; --medium also records that you talked.
    """
    from apjournal.cli.dialogue import call

    call.run_call(context, call.CallRequest(not no_sync, medium, minutes, form == "html", output))
