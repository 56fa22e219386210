"""The command `apj init`."""

from pathlib import Path
from typing import Any

import click

from apjournal.cli.context import Context
from apjournal.cli.options import FOLDER, apj_command, default_option, person_options


@apj_command(example="apj init our-journal --partner ana --shared /media/stick/ours.git", view="journal.BeginView")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@person_options
@click.option("--from", "source", metavar="DIR", type=FOLDER, help="Import your folder from the journal in DIR.")
@click.option("--mode", type=click.Choice(["two-sided", "one-sided", "peer-support"]), help="The kind of partnership.")
@click.option("--listener", "listeners", multiple=True, metavar="HANDLE", help="The listener in a one-sided journal.")
@click.option("--call-day", metavar="DAY", help="The day of the call (default: monday).")
@click.option("--call-time", metavar="HH:MM", help="The time of the call (default: 09:00).")
@click.option("--shared", metavar="URL-or-PATH", help="Where to share: the URL of an empty repository, or a folder.")
@default_option
def command(
    context: Context,
    folder: Path,
    partner: str | None,
    name: str | None,
    email: str | None,
    timezone: str | None,
    default: bool | None,
    **wishes: Any,
) -> None:
    """Start a journal.

    A journal is a git repository with a file for the agreement and a folder for each partner. apj asks for anything
    missing. --from starts again with somebody else: it imports your weeks, aims and parked ideas, and nobody else's.
    """
    from apjournal.cli.dialogue import init as dialogue

    said = dialogue.Said(partner, name, email, timezone)
    dialogue.run_init(context, folder, said, dialogue.JournalRequest(**wishes), default=default)
