"""The command `apj edit`."""

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, week_argument


@apj_command(example="apj edit next", view="week.WrittenView")
@week_argument
def command(context: Context, week: str | None) -> None:
    """Open your week in the editor.

    Opens this week by default. The editor is $VISUAL, $EDITOR or git's. When you close it, apj checks the file, and you
    can fix an error or edit again.

    In a terminal, if a sync stopped at a conflict or a file contains conflict markers, apj first asks which version to
    keep.
    """
    from apjournal.cli.dialogue import edit

    edit.edit_week(context, week)
