"""The command `apj remind`."""

from typing import Any

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj remind", view="remind.RemindView")
@click.option("--fetch", is_flag=True, help="Fetch from the remote first.")
def command(context: Context, fetch: bool) -> None:
    """Print a reminder if something is due or waiting.

    If so, prints one line without any contents of the journal, and exits with 1. Otherwise, prints nothing and exits
    with 0. Made for timers and login shells.
    """
    from apjournal.render.screens import remind as render
    from apjournal.usecases import find_journal
    from apjournal.usecases import remind as use

    root = find_journal.require_journal(context.start, context.environ).root  # a timer does not say which journal
    around: dict[str, Any] = {"partner": context.as_, "now": context.now, "environ": context.environ}
    if fetch and not use.ask_remote(root, **around):
        context.print_hint("apj: could not fetch from the remote. To see why: apj sync")
    view = use.find_reminder(root, format_line=render.format_line, **around)
    context.show_view(view, render.render_text)
