"""`apj init`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, person_options


@apj_command(example="apj init our-journal --partner ana --shared /media/stick/ours.git")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@person_options
@click.option("--mode", type=click.Choice(["two-sided", "one-sided", "peer-support"]), help="Which relationship it is.")
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
    mode: str | None,
    call_day: str | None,
    call_time: str | None,
    shared: str | None,
) -> None:
    """Begin a journal.

    It is a git repository with a file for the agreement and a folder for each partner. What is missing is asked.
    """
    from apjournal.cli import beginning

    terms = beginning.Wishes(mode, call_day, call_time, shared)
    beginning.init(context, folder, beginning.Said(partner, name, email, timezone), terms)
