"""The command `apj new-week`."""

from typing import Any

import click

from apjournal.cli.context import Context
from apjournal.cli.options import DECISION, apj_command, week_argument

_EVERY = "Repeat GOAL every week. Without GOAL, repeat the new goals."


@apj_command(example='apj new-week -g "Send the grant draft" --carry 2=shrink', view="week.NewWeekView")
@week_argument
@click.option("-g", "--goal", "goals", multiple=True, metavar="TEXT", help="A goal. Repeat the option for more goals.")
@click.option("--carry", multiple=True, type=DECISION, help="Carry over an unfinished goal.")
@click.option("--every-week", multiple=True, is_flag=False, flag_value="", metavar="[GOAL]", help=_EVERY)
@click.option("--without-report", is_flag=False, flag_value="", metavar="[REASON]", help="Skip the report for now.")
@click.option("--no-edit", "edit", is_flag=True, flag_value=False, default=True, help="Do not open the editor.")
@click.option("--sync/--no-sync", default=None, help="Share afterwards without being asked, or do not share.")
def command(context: Context, **wishes: Any) -> None:
    """Your half of Monday: the report if it is due, then the goals.

    Without WEEK, this is the current week or, from two days before the next call, the coming one. In a terminal, apj
    asks; otherwise, use the options.
    """
    from apjournal.cli.dialogue import new_week

    context.warn_of_clock()
    new_week.run_new_week(context, new_week.NewWeekRequest(**wishes))
