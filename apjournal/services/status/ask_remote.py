"""Fetch from the remote without merging, and check whether the last fetch brought anything new."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.errors import ApjError
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.network import remote
from apjournal.model.handle import Handle
from apjournal.session.history import History
from apjournal.session.last_fetch import note_fetch
from apjournal.session.workspace import Workspace
from apjournal.store.lock import hold_lock


def fetch_without_merging(workspace: Workspace) -> bool:
    """Fetch the remote's newest commit without merging it. Return True on success, or if the journal is not shared.

    The time of the fetch is recorded only if everything on the remote is already merged here, because screens show that
    time next to what is merged.
    """
    try:
        workspace.require_readable_config()
        history = workspace.require_history()
        place = remote.find_configured_remote(history.git, workspace.config_listed, history.branch)
        if place is None:
            return True
        with hold_lock(workspace.private_folder):
            answer = remote.fetch_branch(history.git, history.objects, place, history.branch)
            if isinstance(answer, remote.Tip) and _is_merged(history, answer.commit):
                note_fetch(workspace.private_folder, workspace.now, place.fetch.shown)
    except ApjError:
        return False
    return isinstance(answer, remote.Tip)


def has_unmerged_weeks(history: History, partners: Iterable[Handle]) -> bool:
    """Whether the last fetch brought weeks of `partners` that are not merged in this clone."""
    head = history.head
    tip = history.objects.read_commit_at(remote.INCOMING + history.branch) or history.server_tip
    if head is None or tip is None or _is_merged(history, tip):
        return False
    return any(history.list_changed_weeks(head, tip, partner) for partner in partners)


def _is_merged(history: History, commit: str) -> bool:
    """Whether my newest commit contains everything in `commit`, which is on the remote."""
    head = history.head
    if head is None or head == commit:
        return head is not None
    return ancestry.find_newest_non_merge_not_in(history.git, commit, head) is None
