"""The command `apj report`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import RESULT, apj_command, week_argument


@apj_command(
    example='apj report -o 1=done -o "2=partly, page 6 of 8" --happened "interest: fonts"', view="week.ReportView"
)
@week_argument
@click.option("-o", "--outcome", "outcomes", multiple=True, type=RESULT, help="How a goal went.")
@click.option("--happened", multiple=True, metavar="KIND[:NOTE]", help="What got in the way.")
@click.option("--learned", metavar="TEXT", help="What you learned.")
def command(
    context: Context, week: str | None, outcomes: tuple[str, ...], happened: tuple[str, ...], learned: str | None
) -> None:
    """Report how your goals went.

    Without WEEK, reports on last week if that is due, otherwise on this week. RESULT is done, partly, not done or
    dropped. In a terminal, apj asks goal by goal.
    """
    from apjournal.render.screens import report as render
    from apjournal.usecases import report as use

    workspace = context.workspace
    context.warn_of_missing_terms()
    chosen = use.find_report_week(workspace, week)
    if context.interactive and not (outcomes or happened or learned):
        from apjournal.cli.dialogue import report

        report.run_report(context, chosen)
        return
    told = use.parse_report(outcomes, happened, learned, workspace.own_words)
    context.show_view(use.write_report(workspace, chosen, told), render.render_text)
