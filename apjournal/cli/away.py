"""`apj away`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj away 2026-W40..2026-W41")
@click.argument("weeks", required=False, metavar="[WEEK[..WEEK]]", default="this")
def command(context: Context, weeks: str) -> None:
    """Mark a week off, or several.

    Before, during or after; such weeks count in no number.
    """
    from apjournal.render import written
    from apjournal.usecases.away import away, find_weeks

    context.show(away(context.workspace, *find_weeks(context.workspace, weeks)), written.text)
