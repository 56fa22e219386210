"""The command `apj undo`."""

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj undo", view="undo.UndoView")
def command(context: Context) -> None:
    """Undo the last change that apj made to your files.

    Undoes a change by log, park, away, report, new-week, import, check --fix, verify --settle or a form of apj web,
    unless somebody has changed the file since. Run it again to undo the change before that. If the change was already
    shared, the next sync shares the undo.
    """
    from apjournal.render.screens import undo as render
    from apjournal.usecases.undo import undo_last_change

    context.show_view(undo_last_change(context.workspace), render.render_text)
