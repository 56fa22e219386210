"""The command `apj join`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, default_option, person_options


@apj_command(example="apj join ssh://host/ours.git --partner ben", view="journal.BeginView")
@click.argument("url")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@person_options
@default_option
def command(
    context: Context,
    url: str,
    folder: Path | None,
    partner: str | None,
    name: str | None,
    email: str | None,
    timezone: str | None,
    default: bool | None,
) -> None:
    """Join a journal that somebody shares with you.

    Fetches and checks the journal before it writes any file. Use the same command on your second machine.
    """
    from apjournal.cli.dialogue import join as dialogue

    dialogue.run_join(context, url, folder, dialogue.Said(partner, name, email, timezone), default=default)
