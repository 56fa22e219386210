"""The command `apj commit`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import SHARE_ANYWAY, apj_command


@apj_command(example="apj commit", view="sync.SyncView")
@click.option("-m", "--message", metavar="TEXT", help="Use this commit message instead of a neutral one.")
@click.option("--with-deletions", is_flag=True, help="Also commit the deletion of your own files.")
@click.option("--share-anyway", is_flag=True, help=SHARE_ANYWAY)
def command(context: Context, message: str | None, with_deletions: bool, share_anyway: bool) -> None:
    """Commit what you wrote, without sharing it yet.

    The message says what kind of text changed, such as "ana 2026-W48: goals". It does not quote your text, because git
    hosts send commit messages by email.
    """
    from apjournal.render.screens import sync as render
    from apjournal.usecases.commit import commit_changes

    done = commit_changes(context.workspace, message, with_deletions=with_deletions, share_anyway=share_anyway)
    context.show_view(done, render.render_text)
