"""What arrived and could not be merged: named by `status` and `doctor` until a person has merged it."""

from __future__ import annotations

from apjournal.errors import ApjError, GitFault
from apjournal.gitrepo import ancestry, kept, merge, ownership
from apjournal.gitrepo.contested import Conflict
from apjournal.workspace import by_hand
from apjournal.workspace.addresses import addresses
from apjournal.workspace.committing import identity
from apjournal.workspace.history import History
from apjournal.workspace.opened import Workspace


def conflicts(workspace: Workspace) -> tuple[Conflict, ...]:
    """Return the files in which my newest commit and what arrived last conflict; no server is asked."""
    try:
        history = workspace.history
        if workspace.whoever is None or history is None or history.head is None or history.accepted is None:
            return ()
        return _conflicts(workspace, history, history.head, history.accepted)
    except ApjError:  # it can't be told here, as on a disk that takes nothing, and others say why
        return ()


def told(workspace: Workspace) -> GitFault | None:
    """Return the conflicts with the commands that resolve them; None where there are none."""
    found = conflicts(workspace)
    if not found:
        return None
    history = workspace.require_history()
    mine, theirs = history.head or "", history.accepted or ""
    base = ancestry.merge_base(history.git, mine, theirs)
    along = by_hand.comes_along(workspace, history, base, theirs)
    name = f"{workspace.standing.remote}/{history.branch}"
    commands = by_hand.commands(workspace, found, along, base, name, "apj sync")
    return by_hand.unmerged(merge.Stopped(conflicts=found), commands)


def _conflicts(workspace: Workspace, history: History, mine: str, theirs: str) -> tuple[Conflict, ...]:
    git, objects = history.git, history.objects
    own, arrived = ancestry.apart(git, mine, theirs)
    if not own or not arrived:
        return ()
    held = kept.remembered(git)
    whose = addresses(workspace, history, theirs, held)
    merged = merge.merge(
        git,
        objects,
        mine,
        theirs,
        me=workspace.me,
        written=ownership.writings(git, objects, mine, theirs, addresses=whose),
        addresses=whose,
        kept=[keep.commit for keep in held],
        signed=merge.Signed(f"{workspace.me}: merge", identity(workspace), workspace.now),
    )
    return merged.conflicts if isinstance(merged, merge.Stopped) else ()
