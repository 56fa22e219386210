"""`apj commit`: commit what I wrote, without sharing it yet."""

from __future__ import annotations

from apjournal.model.views.sync import SyncView
from apjournal.services.commit.commit import build_commit_view, commit_mine
from apjournal.session.workspace import Workspace
from apjournal.session.writing import journal_lock


def commit_changes(
    workspace: Workspace, message: str | None, *, with_deletions: bool, share_anyway: bool = False
) -> SyncView:
    """Commit what I changed. The view lists unreadable files, which are not committed. An empty message is ignored."""
    said = message if message and message.strip() else None
    with journal_lock(workspace, commits=True):
        done = commit_mine(workspace, message=said, with_deletions=with_deletions, share_anyway=share_anyway)
        return build_commit_view(done)
