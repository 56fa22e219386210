"""Explain how another partner can get access to this journal."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.network.urls import Transport

if TYPE_CHECKING:
    from apjournal.gitrepo.plumbing.network.urls import Address
    from apjournal.session.workspace import Workspace

SHARE_FIRST = (
    "Add a remote: git remote add origin URL, then: apj sync. To share through a folder, create it first: git init "
    "--bare PATH"
)

_OPEN_THE_FOLDER = "First make sure that your partner's computer can open this folder at this path and write to it."
_GIVE_THE_RIGHT = "First give your partner the right to push, in the repository's settings at the host."


def explain_access(place: Address) -> str:
    """Return what to do before a partner can join through this remote."""
    return _OPEN_THE_FOLDER if place.transport is Transport.FILE else _GIVE_THE_RIGHT


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
