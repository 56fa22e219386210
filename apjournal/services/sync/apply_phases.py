"""The last phases of a sync: move my branch and files to the merge, back up the former tip, and report."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.merge import backups
from apjournal.gitrepo.merge.writers import AuthorStatus, is_undone
from apjournal.gitrepo.plumbing import repository
from apjournal.gitrepo.plumbing.network import remote
from apjournal.model.views.sync import NoteKind, make_note
from apjournal.services.sync import notes, tip_check
from apjournal.services.sync.alarm_sentences import (
    make_foreign_write_fault,
    make_invalid_agreement_fault,
    make_vanished_weeks_fault,
)
from apjournal.services.sync.authors import unknown_authors, unsigned_writes
from apjournal.services.sync.round import Round, Sync
from apjournal.session.confirmed_copies import protect_confirmed_copies
from apjournal.session.git_state import take_backups
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT, KEPT


def apply_merge(sync: Sync, so_far: Round) -> Round:
    """Move my branch and files to the merge.

    After a rejected push, do so only in the last round, because otherwise the next round merges again.
    """
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
    """Move my branch and files, protect the old tip (and `former`) with backup refs, and drop old backups.

    Return the paths whose files stay unchanged.
    """
    git, now = workspace.git, workspace.now
    saved_before = take_backups(workspace)
    saved = backups.plan_backup(saved_before, planned.old, now)
    noted = backups.plan_note(saved_before, saved, former) if former else ()
    along = (saved, *noted, *backups.drop_old(saved_before, now))
    ref = workspace.require_history().ref
    return worktree.move_branch_and_files(git, workspace.objects, workspace.private_folder, ref, planned, along=along)


def refresh_session(sync: Sync, so_far: Round) -> Round:
    """Read the journal again after the merge was applied and reported."""
    if so_far.incoming is not None and so_far.incoming.left is not None:
        sync.workspace.record_ref_move(sync.history.ref, so_far.incoming.merged.commit)
        if any(change.path == f"{sync.workspace.me}/{KEPT}" for change in so_far.incoming.planned.changes):
            protect_confirmed_copies(sync.workspace)
    return so_far


def share_answers(sync: Sync, so_far: Round) -> Round:
    """Commit the email addresses and unsigned commits that I confirmed in this round, so that every clone knows."""
    unknown_authors.add_to_my_addresses(sync.workspace, so_far.confirmed)
    behind = unsigned_writes.share_answer(sync.workspace, so_far.confirmed_commits)
    return replace(so_far, result=so_far.result.add(problems=behind))


def add_report(sync: Sync, so_far: Round) -> Round:
    """Add alerts, notes about the merge, and the received commits to the result."""
    target, apart, who, incoming = so_far.target, so_far.apart, so_far.who, so_far.incoming
    if target is None or apart is None or who is None or incoming is None or incoming.left is None:
        return so_far
    workspace, merged = sync.workspace, incoming.merged
    so_far = add_foreign_writes(sync, so_far)
    if AGREEMENT in merged.restored:
        so_far = so_far.add_alarm(make_invalid_agreement_fault(target.commit))
    own_aside = {one.path for one in incoming.planned.aside if one.path.startswith(f"{workspace.me}/")}  # reported once
    so_far = so_far.add_notes(
        (
            *unknown_authors.describe_unknown_authors(workspace, who),
            *unknown_authors.describe_host_addresses(workspace, who),
            *notes.list_joined(workspace, apart.mine, target.commit),
            *notes.list_shared_addresses(workspace, apart.mine, who.addresses),
            *notes.list_overruled(workspace, apart.mine, target.commit, merged, who.addresses),
            *notes.list_quarantined(incoming.planned.aside, workspace.me),
            *(make_note(NoteKind.LEFT_UNCHANGED, path=path) for path in incoming.left if path not in own_aside),
        )
    )
    received = (*so_far.result.received, *notes.list_received(sync.objects, apart.arrived, who.addresses))
    return replace(so_far, result=replace(so_far.result, received=received))


def add_foreign_writes(sync: Sync, so_far: Round) -> Round:
    """Add an alert for each commit by one partner that changed another partner's folder.

    A commit whose change was undone gets no alert.
    """
    written = so_far.who.written if so_far.who else ()
    foreign = [
        (sync.workspace.get_partner(one.by).called, one)
        for one in written
        if one.by is not None and one.author_status is AuthorStatus.FOREIGN and not is_undone(one, written)
    ]
    return so_far.add_alarm(*(make_foreign_write_fault(name, one) for name, one in foreign))


def add_vanished_weeks(sync: Sync, so_far: Round, older: Sequence[str], newer: str) -> Round:
    """Add an alert for others' kept weeks that are in all commits of `older` and not in the commit `newer`."""
    mine = tip_check.list_my_copies(sync.workspace, newer)
    return so_far.add_alarm(
        *(
            make_vanished_weeks_fault(sync.workspace.get_partner(partner).called, partner, weeks, commit)
            for partner, commit, weeks in notes.find_vanished_weeks(sync.history, older, newer, mine)
            if partner != sync.workspace.me
        )
    )
