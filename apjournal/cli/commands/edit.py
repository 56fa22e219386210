"""`apj edit`."""

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command, week_argument


@apj_command(example="apj edit next")
@week_argument
def command(context: Context, week: str | None) -> None:
    """Open my week in the editor.

    By default this week's. The editor is $VISUAL, $EDITOR, or git's; when it is closed the file is checked, and a
    fault can be mended or looked at again.

    On a terminal, if a sync stopped at a conflict or a file contains conflict markers, apj first asks which version to
    keep.
    """
    from apjournal.cli.dialogue import edit

    edit.edit_week(context, week)
