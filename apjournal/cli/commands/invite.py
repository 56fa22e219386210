"""The command `apj invite`."""

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj invite", view="journal.InviteView")
def command(context: Context) -> None:
    """Print what to send to a partner who has not joined.

    The message contains the command to join, and says what to do without a terminal.
    """
    from apjournal.render.screens import invite as render
    from apjournal.usecases.invite import invite_partner

    context.show_view(invite_partner(context.workspace), render.render_text)
