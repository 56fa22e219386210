"""The command `apj demo`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj demo", view="journal.BeginView")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path), default=Path("apj-demo"))
def command(context: Context, folder: Path) -> None:
    """Create an example journal of two partners, to try things out.

    Writes a journal of thirteen weeks by Ana and Ben to DIR (default: apj-demo). The dates are moved so that the last
    week is the current one.
    """
    from apjournal.cli.dialogue import demo

    demo.run_demo(context, context.resolve_path(folder))
