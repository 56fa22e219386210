"""`apj commit`: what I wrote goes into the history, and is not shared yet."""

from __future__ import annotations

from apjournal.model.views.sync import SyncView
from apjournal.workspace.committing import commit_mine, committed_view
from apjournal.workspace.mine import writing
from apjournal.workspace.opened import Workspace


def commit(workspace: Workspace, message: str | None, *, with_deletions: bool) -> SyncView:
    """Commit my folder, with a broken file left out and named; a message without words is none."""
    said = message if message and message.strip() else None
    with writing(workspace, commits=True):
        return committed_view(workspace, commit_mine(workspace, message=said, with_deletions=with_deletions))
