"""Fifth phase of a sync: move my branch and files to the merge; the former tip stays under a backup ref."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.merge import backups
from apjournal.gitrepo.plumbing import remote, repository
from apjournal.services.sync.round import Round, Sync
from apjournal.session.confirmed_copies import hold_confirmed_copies
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import KEPT


def apply(sync: Sync, so_far: Round) -> Round:
    """Move my branch and files; after a rejected push only in the last round, as the next one merges anew."""
    incoming, answer = so_far.incoming, so_far.answer
    comes_again = isinstance(answer, remote.PushRejected) and not answer.taken and not so_far.is_last
    if incoming is None or comes_again:
        return so_far
    left = move_with_backup(sync.workspace, incoming.planned, so_far.former)
    return replace(
        so_far,
        incoming=replace(incoming, left=left),
        result=replace(so_far.result, merged=incoming.merged.kind.value),
    )


def plan_move(workspace: Workspace, old: str, new: str) -> worktree.Plan:
    """Plan to move my branch and files from one commit to another."""
    git, objects, private = workspace.git, workspace.objects, workspace.private_folder
    return worktree.plan_move(git, objects, private, old, new, me=workspace.me, trusted=repository.OWN_TEXTS)


def move_with_backup(workspace: Workspace, planned: worktree.Plan, former: str | None = None) -> Sequence[str]:
    """Move my branch and files, keep the old tip (and `former`) under backup refs, and drop old backups.

    Return the paths that stay different here.
    """
    git, now = workspace.git, workspace.now
    saved_before = backups.list_backups(git)
    saved = backups.plan_backup(saved_before, planned.old, now)
    noted = backups.plan_note(saved_before, saved, former) if former else ()
    along = (saved, *noted, *backups.drop_old(saved_before, now))
    ref = workspace.require_history().ref
    return worktree.move_branch_and_files(git, workspace.objects, workspace.private_folder, ref, planned, along=along)


def refresh(sync: Sync, so_far: Round) -> Round:
    """Let the session read the merge from now on, once it is applied and reported."""
    if so_far.incoming is not None and so_far.incoming.left is not None:
        sync.workspace.record_ref_move(sync.history.ref, so_far.incoming.merged.commit)
        if any(change.path == f"{sync.workspace.me}/{KEPT}" for change in so_far.incoming.planned.changes):
            hold_confirmed_copies(sync.workspace)
    return so_far
