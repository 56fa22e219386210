"""The command `apj ci`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import apj_command


@apj_command(example="apj ci github", view="ci.CiView")
@click.argument("host", type=click.Choice(["github", "forgejo", "gitlab"]))
@click.option("--source", metavar="SOURCE", help="What pip installs: git+https://HOST/OWNER/apj@COMMIT, or a wheel.")
def command(context: Context, host: str, source: str | None) -> None:
    """Write the file that makes your git host check each push.

    The host then shows errors at their lines. The file needs no password, and changes nothing in the repository.
    Without --source, the host installs the commit that your apj was installed from. Never replaces a file that has
    different contents.
    """
    from apjournal.render.screens.ci import render_text
    from apjournal.usecases.ci import write_workflow

    context.show_view(write_workflow(context.workspace, host, source=source), render_text)
