"""The command `apj doctor`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj doctor --fix", view="doctor.DoctorView")
@click.option("--fix", is_flag=True, help="Fix problems that can be repaired without removing or rewriting text.")
def command(context: Context, fix: bool) -> None:
    """Diagnose problems with git, settings, locks and the remote.

    Shows the command that fixes each problem. It contacts the remote. Without --fix, it changes nothing.
    """
    from apjournal.render.screens import doctor as render
    from apjournal.usecases.doctor import diagnose_journal

    context.show_view(diagnose_journal(context.workspace, fix=fix), render.render_text, pager=True)
