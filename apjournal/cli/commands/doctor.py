"""`apj doctor`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj doctor --fix")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend: what can neither lose nor rewrite any text.")
def command(context: Context, fix: bool) -> None:
    """Look for what stands in the way: git, settings, locks, the server.

    Each thing with the command that mends it. It asks the server, and without --fix it changes nothing.
    """
    from apjournal.render import doctor as render
    from apjournal.usecases.doctor import diagnose_journal

    context.show_view(diagnose_journal(context.workspace, fix=fix), render.render_text, pager=True)
