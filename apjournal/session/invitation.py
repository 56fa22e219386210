"""Tell the user how another partner can get access to this journal."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from apjournal.errors import GitFault

if TYPE_CHECKING:
    from apjournal.gitrepo.plumbing.network.urls import Address
    from apjournal.session.workspace import Workspace

SHARE_FIRST = "Add a remote, at a git host or in a folder: git remote add origin URL, then: apj sync"


def find_shared_address(workspace: Workspace) -> Address | None:
    """Return the URL of the remote, or None if the journal has no remote."""
    from apjournal.gitrepo.plumbing.network.remote import find_configured_remote

    if not workspace.is_shared:
        return None
    found = find_configured_remote(workspace.git, workspace.config_listed, workspace.branch_state.branch)
    return found.fetch if found else None


def explain_how_to_invite(workspace: Workspace) -> str:
    """Return advice on how to let a partner join."""
    try:
        place = find_shared_address(workspace)
    except GitFault as fault:
        return fault.hint
    return f"Send your partner this line: apj join {quote(place.for_others)}" if place else SHARE_FIRST
