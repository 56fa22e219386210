"""The first phases of a sync: fetch, and end the sync if there is nothing new on either side."""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace

from apjournal.errors import GitFault, TrustFault
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.network import remote
from apjournal.services.sync import branches
from apjournal.services.sync.round import Round, Sync
from apjournal.session.last_fetch import note_fetch


def fetch_remote(sync: Sync, so_far: Round) -> Round:
    """Fetch the server's tip."""
    answer = remote.fetch_branch(sync.git, sync.objects, sync.place, sync.history.branch)
    if isinstance(answer, remote.BranchMissing):
        return _explain_missing_branch(sync, so_far)
    if not isinstance(answer, remote.Tip):
        return so_far.stop_at(answer)
    note_fetch(sync.workspace.private_folder, sync.workspace.now, sync.place.fetch.shown)
    return replace(so_far, theirs=answer.commit, result=replace(so_far.result, fetched=True))


def _explain_missing_branch(sync: Sync, so_far: Round) -> Round:
    """Stop if the branch is missing on the server, or if pushing it would create a second branch."""
    found = remote.list_branches(sync.git, sync.place)
    if not isinstance(found, remote.BranchList):
        return so_far.stop_at(found)
    missing = branches.explain_missing_branch(
        sync.workspace, sync.place, found, put_back=sync.accept_rewrite, ask_yes=sync.ask_yes
    )
    if isinstance(missing, TrustFault):
        if sync.history.accepted is not None:
            record_refused(sync, sync.history.accepted)
        partial = branches.explain_partial_branch(sync.workspace, sync.place, found)
        return so_far.add_alarm(missing).stop(*filter(None, [partial]))
    return so_far if missing is None else so_far.stop(missing)


def report_second_branch(sync: Sync, so_far: Round) -> Round:
    """Report a second branch that contains this journal, at most once a day."""
    if not sync.sends or so_far.theirs is None:
        return so_far
    found = branches.find_second_branch_daily(sync.workspace, sync.place)
    return replace(so_far, result=so_far.result.add(notes=found.notes, problems=found.problems))


def end_if_nothing_new(sync: Sync, so_far: Round) -> Round:
    """End the round if my branch and the server's tip are both the commit that I accepted last, as on most days."""
    history, theirs = sync.history, so_far.theirs
    is_same = theirs is not None and theirs == history.head == history.accepted and history.is_shown
    if not is_same or history.refused or sync.accept_rewrite or sync.place.is_split:
        return so_far
    return replace(report_second_branch(sync, so_far), is_over=True)


def record_refused(sync: Sync, tip: str) -> None:
    """Record the tip that raised an alert, so that the alert stays open until somebody resolves it.

    If the tip cannot be recorded, the sync stops anyway.
    """
    with suppress(GitFault):
        refs.move_ref(sync.git, sync.history.refused_ref, tip, refs.ANYTHING)
