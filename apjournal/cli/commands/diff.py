"""The command `apj diff`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, partner_argument, week_argument


@apj_command(example="apj diff ana W48", view="reading.DiffView")
@partner_argument
@week_argument
@click.option("--exit-code", is_flag=True, help="Exit with 1 if goals changed, and with 4 if apj cannot tell.")
def command(context: Context, partner: str | None, week: str | None, exit_code: bool) -> None:
    """Compare a week with your kept copy, word by word.

    Compares goals and results of PARTNER's week with the copy that you kept of it.
    """
    from apjournal.render.screens import diff as render
    from apjournal.usecases import diff as use

    view = use.compare_week(context.workspace, partner, week)
    context.show_view(view, render.render_text, pager=True)
    context.warn_of_local_edits()
    if exit_code:
        context.exit_codes.append(use.get_exit_code(view))
