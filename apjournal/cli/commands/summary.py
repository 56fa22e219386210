"""The command `apj summary`."""

from pathlib import Path

import click

from apjournal.cli.context import Context
from apjournal.cli.options import HANDLE, WEEK, apj_command, output_option

_FORMS = click.Choice(["text", "md", "html", "json"])


@apj_command(example="apj summary --since W40 --format md -o autumn.md", view="reading.SummaryView")
@click.option("--since", type=WEEK, help="The first week. A year means its first week.")
@click.option("--until", type=WEEK, help="The last week. A year means its last week.")
@click.option("--partner", type=HANDLE, help="Show only this partner's weeks.")
@click.option("--format", "form", type=_FORMS, default="text", help="Output format.")
@click.option("--template", metavar="FILE", help="Use your own Jinja2 template, with this name or path.")
@output_option("Write the summary to a file.")
def command(
    context: Context,
    since: str | None,
    until: str | None,
    partner: str | None,
    form: str,
    template: str | None,
    output: Path | None,
) -> None:
    """Show everybody's record over several weeks.

    Shows the last four weeks by default. --format html writes one self-contained page.
    """
    from apjournal.render import summary as render
    from apjournal.usecases import summary as use

    context.json = context.json or (form == "json" and output is None)
    chosen = use.resolve_template(context.start, template) if template is not None else None
    view = use.build_summary(context.workspace, since, until, partner, typed=chosen is not None)
    context.show_view(view, render.choose_renderer(form, chosen), pager=True, output=output)
    context.warn_of_local_edits()
