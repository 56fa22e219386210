"""First phase of a sync: fetch, or find out why the branch is not there."""

from __future__ import annotations

from msgspec.structs import replace

from apjournal.errors import TrustFault
from apjournal.gitrepo.plumbing import remote
from apjournal.services.sync import branches
from apjournal.services.sync.assess import record_refused
from apjournal.services.sync.round import Round, Sync
from apjournal.session.last_fetch import note_fetch


def fetch(sync: Sync, so_far: Round) -> Round:
    """Fetch the server's tip."""
    answer = remote.fetch_branch(sync.git, sync.objects, sync.place, sync.history.branch)
    if isinstance(answer, remote.BranchMissing):
        return _explain_missing_branch(sync, so_far)
    if not isinstance(answer, remote.Tip):
        return so_far.stop_at(answer)
    note_fetch(sync.workspace.private_folder, sync.workspace.now, sync.place.fetch.shown)
    return replace(so_far, theirs=answer.commit, result=replace(so_far.result, fetched=True))


def _explain_missing_branch(sync: Sync, so_far: Round) -> Round:
    """Stop where the branch is no longer at the server, or would be a second one beside what is shared there."""
    found = remote.list_branches(sync.git, sync.place)
    if not isinstance(found, remote.BranchList):
        return so_far.stop_at(found)
    missing = branches.explain_missing_branch(sync.workspace, sync.place, found, put_back=sync.accept_rewrite)
    if isinstance(missing, TrustFault):
        if sync.history.accepted is not None:
            record_refused(sync, sync.history.accepted)
        return so_far.add_alarm(missing, stops=True)
    return so_far if missing is None else so_far.stop(missing)


def look_at_branches(sync: Sync, so_far: Round) -> Round:
    """Report a second branch with this journal, at most once a day."""
    if not sync.sends or so_far.theirs is None:
        return so_far
    found = branches.find_second_branch_daily(sync.workspace, sync.place)
    return replace(so_far, result=so_far.result.add(notes=found.notes, problems=found.problems))
