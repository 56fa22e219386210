"""The command `apj insights`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import WEEK, apj_command, partner_argument


@apj_command(example="apj insights --since 2026 --readiness", view="insights.InsightsView")
@partner_argument
@click.option(
    "--since",
    type=WEEK,
    help="The first week to count, or a year for its first week.",
)
@click.option(
    "--readiness", is_flag=True, help="Show the signs that you can go on alone, to discuss with your partner."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def command(context: Context, partner: str | None, since: str | None, readiness: bool, form: str) -> None:
    """Show what distracts you, whether you expected it, and what helps.

    Shows your own record unless you name a PARTNER.
    """
    from apjournal.render.screens import insights as render
    from apjournal.render.screens import readiness as signs
    from apjournal.usecases.insights import build_insights

    context.json = context.json or form == "json"
    context.warn_of_missing_terms()
    shown = signs.render_text if readiness else render.render_text
    context.show_view(build_insights(context.workspace, partner, since), shown, pager=True)
    context.warn_of_local_edits()
