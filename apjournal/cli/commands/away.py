"""The command `apj away`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import WEEK, apj_command
from apjournal.errors import UsageFault


@apj_command(example="apj away 2026-W40..2026-W41", view="week.WrittenView")
@click.argument("weeks", required=False, metavar="[WEEK[..WEEK]]", type=WEEK)
def command(context: Context, weeks: str | None) -> None:
    """Mark one or more weeks off.

    You can mark a week before, during or after it. apj does not count the goals of such a week. In a terminal without
    WEEK, apj asks which week.
    """
    from apjournal.render.screens import written
    from apjournal.usecases.away import find_weeks, mark_weeks_away

    weeks = weeks or _ask_weeks(context)
    context.show_view(mark_weeks_away(context.workspace, *find_weeks(context.workspace, weeks)), written.render_written)


def _ask_weeks(context: Context) -> str:
    from apjournal.cli.prompts import Talk
    from apjournal.usecases.away import find_weeks

    if not context.interactive:
        raise UsageFault("No week was given.", "Give a week or a span: apj away this, or apj away W52..W02")
    return Talk(context.style).ask_line(
        "Which weeks are off",
        check=lambda answer: find_weeks(context.workspace, answer),
        explain="A week such as this, next or W52, or a span such as W52..W02.",
    )
