"""The command `apj site`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj site ~/our-year --open", view="site.SiteView")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--open", "opens", is_flag=True, help="Open the first page in your browser.")
def command(context: Context, folder: Path | None, opens: bool) -> None:
    """Write the journal as web pages to read, print or send.

    Writes the pages to DIR (default: a folder next to the journal). Pages that did not change are not written again.
    Each page is a file that works on its own, without a network. The pages are not shared.
    """
    from apjournal.cli.dialogue import site

    site.run_site(context, folder and context.resolve_path(folder), opens=opens)
