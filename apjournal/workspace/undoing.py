"""Taking back the last merge: my branch and files go to where they were before it; what was sent stays sent."""

from __future__ import annotations

from apjournal.errors import GitFault
from apjournal.gitrepo import ancestry, backup, repository, worktree
from apjournal.workspace.opened import Workspace


def undo(workspace: Workspace) -> tuple[str, ...]:
    """Take the last merge back; gives what there is to say. `GitFault` where there is none, or something is in the way.

    Nothing is lost by it: the merge stays under a ref of its own, and the next sync gets it again. What was written
    here since would not come back that way unless it was shared; then it is a fault too.
    """
    history = workspace.require_history()
    git = history.git
    backups = backup.listed(git)
    found = backup.newest(git, backups, history.head) if history.head else None
    if found is None or history.head is None:
        raise GitFault("There is no sync here to take back.", "See what was shared when: git log --oneline")
    ref, before = found
    if newer := ancestry.written_since(git, history.head, before, history.accepted):
        raise GitFault(
            f"What was committed here since then is not shared yet, and would go as well: {newer[:7]}.",
            f"See it: git show {newer[:7]}. Share it first: apj sync",
        )
    private = workspace.private_folder
    planned = worktree.plan(
        git, history.objects, private, history.head, before, me=workspace.me, trusted=repository.OWN_TEXTS
    )
    undone = backup.save(backups, history.head, workspace.now, below=backup.UNDONE)
    left = worktree.move(git, history.objects, private, history.ref, planned, along=(undone, (ref, None, before)))
    workspace.moved(history.ref, before)
    return (
        f"Back to {before[:7]}, before what came with the last sync.",
        "What was sent stays sent, and the next sync gets the rest again.",
        *(f"{path} differs here and stays as it is." for path in left),
    )
