"""`apj summary`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command()
@click.option("--since", metavar="WEEK", help="The first week; a year stands for its first.")
@click.option("--until", metavar="WEEK", help="The last week; a year stands for its last.")
@click.option("--partner", metavar="HANDLE", help="One partner alone.")
@click.option("--format", "form", type=click.Choice(["text", "md", "json"]), default="text", help="How to write it.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file.")
def command(
    context: Context, since: str | None, until: str | None, partner: str | None, form: str, output: Path | None
) -> None:
    """Show both records for some weeks.

    By default the last four:

    \b
        apj summary --since W40 --format md -o autumn.md
    """
    from apjournal.render import summary as render
    from apjournal.usecases import summary as use

    view = use.summary(context.workspace, since, until, partner)
    context.json = context.json or form == "json"
    shown = (lambda view, _: render.markdown(view)) if form == "md" else render.text
    context.show(view, shown, pager=True, output=output)
