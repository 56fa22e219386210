"""The command `apj sync`."""

import click

from apjournal.cli.context import Context
from apjournal.cli.options import SHARE_ANYWAY, apj_command


@apj_command(example="apj sync", view="sync.SyncView")
@click.option("--offline", is_flag=True, help="Commit now. The next sync shares the commit.")
@click.option("--with-deletions", is_flag=True, help="Also share the deletion of your own files.")
@click.option("--share-anyway", is_flag=True, help=SHARE_ANYWAY)
@click.option("--undo", is_flag=True, help="Undo the last sync on this machine.")
@click.option("--accept-rewrite", is_flag=True, help="Accept a rewritten history and continue with both versions.")
def command(context: Context, undo: bool, **wishes: bool) -> None:
    """Share what you wrote and get what the others wrote.

    Commits your folder, fetches, checks that nothing was rewritten, merges folder by folder, and pushes.
    """
    from apjournal.cli.dialogue import sync

    if undo:
        sync.run_undo(context)
    else:
        sync.run_sync(context, **wishes)
