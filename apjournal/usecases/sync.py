"""`apj sync`: what I wrote goes out, what the others wrote comes in."""

from __future__ import annotations

from dataclasses import replace

from apjournal.model.views.sync import SyncView
from apjournal.workspace import undoing
from apjournal.workspace.committing import commit_mine, committed_view
from apjournal.workspace.exchange import Exchange
from apjournal.workspace.local_edits import local_edits
from apjournal.workspace.mine import writing
from apjournal.workspace.opened import Workspace
from apjournal.workspace.sharing import share
from apjournal.workspace.strangers import WasItMe, adopt


def sync(
    workspace: Workspace,
    *,
    offline: bool = False,
    with_deletions: bool = False,
    accept_rewrite: bool = False,
    was_it_me: WasItMe | None = None,
) -> SyncView:
    """Commit my own text, so that nothing can lose it, then share; `offline` leaves it at the first half.

    `was_it_me` asks about unknown addresses that wrote in my folder.
    """
    with writing(workspace, commits=True):
        if not offline:
            workspace.require_shared_branch()
        mine = commit_mine(workspace, with_deletions=with_deletions)
        view = committed_view(workspace, mine)
        done = (
            Exchange()
            if offline or mine.waits
            else share(workspace, accept_rewrite=accept_rewrite, was_it_me=was_it_me)
        )
        if done.confirmed:
            adopt(workspace, done.confirmed)
            done.problems.extend(share(workspace).problems)
        elsewhere = () if mine.waits else local_edits(workspace)
    return replace(
        view,
        fetched=done.fetched,
        merged=done.merged,
        pushed=done.pushed,
        received=tuple(done.received),
        sent=done.sent,
        alarms=tuple(done.alarms),
        offline=done.offline or offline,
        no_remote=not offline and not workspace.is_shared,
        notes=(*view.notes, *done.notes),
        local_edits=tuple(elsewhere),
        changes=tuple(done.changes),
        problems=(*view.problems, *done.problems),
    )


def undo(workspace: Workspace) -> SyncView:
    """Take my side back to before what came with the last sync."""
    with writing(workspace, commits=True):
        notes = undoing.undo(workspace)
    return SyncView(committed=None, notes=notes)
