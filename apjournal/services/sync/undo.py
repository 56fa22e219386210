"""Undo the last merge: restore my branch and files to their state before it. What was pushed stays on the server."""

from __future__ import annotations

from apjournal.errors import GitFault
from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.merge import backups
from apjournal.gitrepo.plumbing import ancestry, refs
from apjournal.gitrepo.plumbing.refs import Move
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.services.sync.apply_phases import plan_move
from apjournal.session.git_state import take_backups
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import KEPT


def undo_last_merge(workspace: Workspace) -> tuple[Note, ...]:
    """Undo the last merge and return notes to report. Raise `GitFault` if there is none, or if something prevents it.

    A ref protects the merge, and the next sync fetches it again. Unshared text that was written here after the merge
    would be lost, so raise `GitFault` in that case too. If I accepted a rewritten history and did not push the result,
    the acceptance is undone too, so that the next sync asks again.
    """
    history = workspace.require_history()
    git = history.git
    saved_before = take_backups(workspace)
    found = backups.find_newest_backup(git, saved_before, history.head) if history.head else None
    if found is None or history.head is None:
        raise GitFault("There is no sync to undo here.", "To see what was shared when: git log --oneline")
    ref, before = found
    if newer := ancestry.find_newest_non_merge_not_in(git, history.head, before, history.accepted):
        raise GitFault(
            f"A later commit here is not shared yet and would also be undone: {newer[:7]}.",
            f"See the commit: git show {newer[:7]}. Share it first: apj sync",
        )
    _require_committed_lines(workspace, history)
    planned = plan_move(workspace, history.head, before)
    undone = backups.plan_backup(saved_before, history.head, workspace.now, below=backups.UNDONE)
    consent = _plan_consent_undo(history, saved_before, ref)
    along = [undone, *backups.plan_drop(saved_before, ref), *(consent or ())]
    left = worktree.move_branch_and_files(
        git, history.objects, workspace.private_folder, history.ref, planned, along=along
    )
    workspace.record_ref_move(history.ref, before)
    back = [change.path for change in planned.changes if _is_mine_or_of_all(workspace, change.path)]
    return (
        make_note(NoteKind.UNDONE, commit=before[:7]),
        make_note(NoteKind.STAYS_SENT if consent is None else NoteKind.ASKS_AGAIN),
        *([make_note(NoteKind.ALSO_UNDONE, *back)] if back else []),
        *(make_note(NoteKind.LEFT_AFTER_UNDO, path=path) for path in left),
    )


def _require_committed_lines(workspace: Workspace, history: History) -> None:
    """Raise `GitFault` while my `kept.md` has an uncommitted line, because the commit in that line could be lost."""
    committed = history.at(history.head).kept(workspace.me).lines if history.head else ()
    if any(line.commit and line not in committed for line in workspace.records.kept(workspace.me).lines):
        raise GitFault(
            f"A line of {workspace.me}/{KEPT} is not committed, so the copy that it refers to could be lost.",
            "Share the line first: apj sync",
        )


def _plan_consent_undo(history: History, saved_before: backups.Backups, ref: str) -> list[Move] | None:
    """Plan to restore the tip that was accepted before a rewrite, and the alert about the rewrite.

    Return None if the sync after the backup `ref` accepted no rewrite, or if its result was pushed.
    """
    former, accepted, head = backups.get_noted_tip(saved_before, ref), history.accepted, history.head
    if not (former and accepted and head) or ancestry.is_ancestor(history.git, head, accepted):
        return None
    if former == accepted:
        return []
    return [(history.accepted_ref, former, accepted), (history.refused_ref, accepted, refs.ANYTHING)]


def _is_mine_or_of_all(workspace: Workspace, path: str) -> bool:
    return path.partition("/")[0] == workspace.me or "/" not in path
