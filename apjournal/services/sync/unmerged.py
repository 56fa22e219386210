"""Find received files that could not be merged. `status` and `doctor` report them until a person has merged them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from apjournal.errors import ApjError, GitFault
from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.merge.contested_paths import Conflict
from apjournal.gitrepo.merge.merge import Merged, MergeFailure, merge_commits
from apjournal.gitrepo.merge.writers import Writers
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.services.sync import manual_merge, notes
from apjournal.services.sync.apply_phases import move_with_backup, plan_move
from apjournal.services.sync.authors.unknown_authors import collect_addresses
from apjournal.services.sync.authors.unsigned_writes import mark_unsigned
from apjournal.services.sync.merge_phases import make_merge_terms
from apjournal.session.history import History
from apjournal.session.workspace import Workspace


def find_conflicts(workspace: Workspace) -> tuple[Conflict, ...]:
    """Return the conflicts between my newest commit and the one received last, without contacting the server."""
    try:
        history = workspace.history
        if workspace.identity_or_none is None or history is None or history.head is None or history.accepted is None:
            return ()
        return _find_conflicts_between(workspace, history, history.head, history.accepted)
    except ApjError:  # cannot be determined here, such as on a full disk. Other checks report why
        return ()


def find_conflict_fault(workspace: Workspace) -> GitFault | None:
    """Return a fault for the conflicts that stopped the last sync, or None if there are none.

    The fault contains the commands that resolve the conflicts.
    """
    found = find_conflicts(workspace)
    if not found:
        return None
    history = workspace.require_history()
    mine, theirs = history.head or "", history.accepted or ""
    base = ancestry.find_merge_base(history.git, mine, theirs)
    along = manual_merge.find_paths_plain_merge_checks_out(workspace, history, base, theirs)
    name = f"{workspace.branch_state.remote}/{history.branch}"
    commands = manual_merge.list_merge_commands(workspace, found, along, base, name, "apj sync")
    return manual_merge.make_merge_failure_fault(MergeFailure(conflicts=found), history.branch, commands)


def merge_with_choices(workspace: Workspace, chosen: Mapping[str, bytes | None]) -> tuple[Note, ...]:
    """Merge the received commits with mine, using the versions that a person chose for the conflicts.

    `chosen` contains their bytes by path, or None for no file. The merge is checked like any other, and a ref protects
    the former tip. Return notes to report. Raise `GitFault` if the choices do not resolve the conflicts, and in the
    same cases as `plan_move` and `move_branch_and_files`.
    """
    history = workspace.require_history()
    mine, theirs = history.head or "", history.accepted or ""
    merged, whose = _merge_again(workspace, history, mine, theirs, chosen)
    if isinstance(merged, MergeFailure):
        raise manual_merge.make_merge_failure_fault(merged, history.branch, ["apj doctor"])
    planned = plan_move(workspace, mine, merged.commit)
    worktree.require_free(planned)
    left = move_with_backup(workspace, planned)
    told = tuple(notes.list_overruled(workspace, mine, theirs, merged, whose))
    workspace.record_ref_move(history.ref, merged.commit)
    return (*told, *(make_note(NoteKind.LEFT_UNCHANGED, path=path) for path in left))


def _find_conflicts_between(workspace: Workspace, history: History, mine: str, theirs: str) -> tuple[Conflict, ...]:
    own, arrived = ancestry.list_commits_on_each_side(history.git, mine, theirs)
    if not own or not arrived:
        return ()
    merged, _ = _merge_again(workspace, history, mine, theirs, {})
    return merged.conflicts if isinstance(merged, MergeFailure) else ()


def _merge_again(
    workspace: Workspace, history: History, mine: str, theirs: str, chosen: Mapping[str, bytes | None]
) -> tuple[Merged | MergeFailure, notes.Addresses]:
    git, objects = history.git, history.objects
    whose = collect_addresses(workspace, theirs, workspace.protected_copies)
    written = writers.list_folder_writes(git, objects, mine, theirs, addresses=whose)
    who = Writers(workspace.me, written, whose, lambda: workspace.commits_made_here)
    who, _ = mark_unsigned(workspace, who, ancestry.list_commits_not_in(git, mine, theirs), theirs)
    terms = replace(make_merge_terms(workspace), chosen=chosen)
    return merge_commits(git, objects, mine, theirs, who=who, terms=terms), whose
