"""`apj call`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, output_option

_MEDIA = click.Choice(["voice", "video", "in_person", "async", "none"])


@apj_command(example="apj call")
@click.option("--no-sync", is_flag=True, help="Do not fetch before the call or share after it.")
@click.option("--medium", type=_MEDIA, help="How we talked; noted in my week.")
@click.option("--minutes", type=click.IntRange(1, 999), help="For how many minutes we talked.")
@click.option("--format", "form", type=click.Choice(["text", "html"]), default="text", help="How to write it.")
@output_option("Write it to a file, such as for a partner without a terminal.")
def command(
    context: Context, no_sync: bool, medium: str | None, minutes: int | None, form: str, output: Path | None
) -> None:
    """Our half of Monday: one screen to talk from, then keep and share.

    Reports first, then the goals of the new week, then what you have for each other, with minutes that add up to the
    time you agreed on. Elsewhere than on a terminal it shows, and with --medium it notes that you talked.
    """
    from apjournal.cli.dialogue import call

    call.run_call(context, call.CallRequest(not no_sync, medium, minutes, form == "html", output))
