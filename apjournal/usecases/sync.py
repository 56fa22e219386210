"""`apj sync`: what I wrote goes out, what the others wrote comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from apjournal.model.views.sync import SyncView
from apjournal.workspace import sharing, undoing
from apjournal.workspace.committing import commit_mine, committed_view
from apjournal.workspace.exchange import Exchange
from apjournal.workspace.local_edits import local_edits
from apjournal.workspace.mine import writing
from apjournal.workspace.opened import Workspace
from apjournal.workspace.strangers import Own, WasItMe, adopt, of_mine


def sync(
    workspace: Workspace,
    *,
    offline: bool = False,
    with_deletions: bool = False,
    accept_rewrite: bool = False,
    was_it_me: WasItMe | None = None,
    when_committed: Callable[[str], None] = lambda commit: None,
) -> SyncView:
    """Commit my own text, so that nothing can lose it, then share; `offline` leaves it at the first half.

    `was_it_me` asks about unknown addresses that wrote in my folder. `when_committed` is given the commit of my text
    before anything is asked.
    """
    with writing(workspace, commits=True):
        if not offline:
            workspace.require_shared_branch()
        mine = commit_mine(workspace, with_deletions=with_deletions)
        view = committed_view(workspace, mine)
        if mine.commit:
            when_committed(mine.commit)
        own = Own() if offline or mine.waits else of_mine(workspace, was_it_me)
        done = (
            Exchange()
            if offline or mine.waits
            else sharing.share(workspace, accept_rewrite=accept_rewrite, was_it_me=was_it_me)
        )
        is_shared = done.pushed or not done.problems  # what was refused may have to be made anew
        here = own.here if is_shared else frozenset[str]()
        if (confirmed := done.confirmed | own.mine) or here:
            done.notes.extend(adopt(workspace, confirmed, here))
            done.problems.extend(sharing.share(workspace).problems)
        elsewhere = () if mine.waits else local_edits(workspace)
    return replace(
        _with(replace(view, notes=(*view.notes, *own.notes)), done),
        offline=done.offline or offline,
        no_remote=not offline and not workspace.is_shared,
        local_edits=tuple(elsewhere),
    )


def receive(workspace: Workspace) -> SyncView:
    """Get what is new and merge it; nothing of mine is committed or sent."""
    with writing(workspace):
        done = sharing.receive(workspace)
    names = tuple((handle, workspace.partner(handle).called) for handle in workspace.records.partners())
    return _with(SyncView(committed=None, names=names), done)


def _with(view: SyncView, done: Exchange) -> SyncView:
    """Add what an exchange did to what was committed before it."""
    return replace(
        view,
        fetched=done.fetched,
        merged=done.merged,
        pushed=done.pushed,
        received=tuple(done.received),
        sent=done.sent,
        alarms=tuple(done.alarms),
        offline=done.offline,
        notes=(*view.notes, *done.notes),
        changes=tuple(done.changes),
        problems=(*view.problems, *done.problems),
    )


def undo(workspace: Workspace) -> SyncView:
    """Undo the last sync on this machine."""
    with writing(workspace, commits=True):
        notes = undoing.undo(workspace)
    return SyncView(committed=None, notes=notes)
