"""`apj init`."""

from pathlib import Path
from typing import Any

import click

from apjournal.cli.context import Context
from apjournal.cli.options import FOLDER, apj_command, person_options


@apj_command(example="apj init our-journal --partner ana --shared /media/stick/ours.git")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@person_options
@click.option("--from", "source", metavar="DIR", type=FOLDER, help="Take along my folder of the journal in DIR.")
@click.option("--mode", type=click.Choice(["two-sided", "one-sided", "peer-support"]), help="Which relationship it is.")
@click.option("--listener", "listeners", multiple=True, metavar="HANDLE", help="Who listens, when it is one-sided.")
@click.option("--call-day", metavar="DAY", help="The day of the call; monday by default.")
@click.option("--call-time", metavar="HH:MM", help="The time of the call; 09:00 by default.")
@click.option("--shared", metavar="URL-or-PATH", help="Where to share: an empty repository, or a new folder.")
def command(
    context: Context,
    folder: Path,
    partner: str | None,
    name: str | None,
    email: str | None,
    timezone: str | None,
    **wishes: Any,
) -> None:
    """Begin a journal.

    It is a git repository with a file for the agreement and a folder for each partner. What is missing is asked. With
    --from it begins anew with somebody else: my weeks, aims and parked ideas come along, and nobody else's.
    """
    from apjournal.cli.dialogue import init_join

    init_join.run_init(
        context, folder, init_join.Said(partner, name, email, timezone), init_join.JournalRequest(**wishes)
    )
