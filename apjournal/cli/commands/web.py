"""The command `apj web`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj web", view="web.WebView")
@click.option("--port", type=click.IntRange(1024, 65535), help="The port to use. Default: a free one.")
@click.option("--no-open", is_flag=True, help="Do not open the browser; only print the URL.")
def command(context: Context, port: int | None, no_open: bool) -> None:
    """Read and write the journal in your browser.

    Serves the pages of `apj site` on this machine only, always up to date, until you press Ctrl-C. With its forms you
    can do everything that a week needs, from the goals to the call. Only a browser that opened the printed URL has
    access. Needs the extra apj[web].
    """
    from apjournal.cli.dialogue import web

    web.run_web(context, port, opens=not no_open)
