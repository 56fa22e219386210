"""`apj verify`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj verify")
@click.option("--since", metavar="COMMIT", help="What came after COMMIT alone.")
def command(context: Context, since: str | None) -> None:
    """Hold the whole history against the rules.

    Each finding with the plain git command that shows it. Exits with 5 when one is open, and with 4 when it can't be
    told because history is not all here.
    """
    from apjournal.render import verify as render
    from apjournal.usecases.verify import verify

    context.show(verify(context.workspace, since), render.text, pager=True)
