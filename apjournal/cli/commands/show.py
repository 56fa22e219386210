"""The command `apj show`."""

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, partner_argument, week_argument


@apj_command(example="apj show ana 2026-W48", view="reading.ShowView")
@partner_argument
@week_argument
def command(context: Context, partner: str | None, week: str | None) -> None:
    """Show one week in full.

    Without PARTNER, shows everybody's. Without WEEK, shows the newest week so far.
    """
    from apjournal.render.screens import show as render
    from apjournal.usecases.show import show_weeks

    context.show_view(show_weeks(context.workspace, partner, week), render.render_text, pager=True)
    context.warn_of_local_edits()
