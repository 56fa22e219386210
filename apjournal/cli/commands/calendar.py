"""The command `apj calendar`."""

from pathlib import Path

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, output_option


@apj_command(example="apj calendar -o calls.ics", view="calendar.CalendarView")
@output_option("Write the calendar to a file.")
def command(context: Context, output: Path | None) -> None:
    """Print the calls and reports as a calendar.

    Prints iCalendar, which any calendar program can import. Each call has an alarm, and weeks off have no call.
    Contains no goals and no names. Needs the extra apj[calendar].
    """
    from apjournal.render.screens import calendar as render
    from apjournal.usecases.calendar import show_calendar

    context.show_view(show_calendar(context.workspace), render.render_text, output=output)
