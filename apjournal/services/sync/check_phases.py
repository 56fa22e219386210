"""The phases of a sync after the fetch: check what was fetched, review the partners' keys, and accept the tip."""

from __future__ import annotations

from msgspec.structs import replace

from apjournal.errors import GitFault
from apjournal.gitrepo.checkout import limits
from apjournal.gitrepo.plumbing import ancestry, refs
from apjournal.gitrepo.plumbing.network import remote
from apjournal.services.sync import tip_check
from apjournal.services.sync.authors import key_changes
from apjournal.services.sync.fetch_phases import record_refused
from apjournal.services.sync.manual_merge import make_strange_remote_fault
from apjournal.services.sync.round import Round, Sync
from apjournal.session.confirmed_copies import protect_confirmed_copies, protect_new_copies


def check_first_contact(sync: Sync, so_far: Round) -> Round:
    """Stop if the remote is an unrelated repository.

    In a fresh clone of this journal, create the refs for my kept copies.
    """
    history, theirs = sync.history, so_far.theirs
    if theirs is None:
        return so_far
    if history.accepted is not None:
        if _is_news(sync, theirs):
            protect_new_copies(sync.workspace)
        return so_far
    if history.head is not None and ancestry.find_merge_base(sync.git, history.head, theirs) is None:
        return so_far.stop(make_strange_remote_fault())
    protect_confirmed_copies(sync.workspace)
    return so_far


def check_for_rewriting(sync: Sync, so_far: Round) -> Round:
    """Stop if something that I accepted or kept has vanished, if that is unknown, or if the server sent too much.

    With `accept_rewrite`, stop only if the server sent too much.
    """
    new = so_far.theirs
    if new is None or not _is_news(sync, new):
        return so_far
    found = tip_check.check_tip(sync.workspace, new)
    if found.alarms and not sync.accept_rewrite:
        record_refused(sync, new)
        result = so_far.result.add(alarms=found.alarms, changes=found.changes)
        return replace(so_far, result=result).stop(found.fault, *found.unknown)
    if found.unknown and not sync.accept_rewrite:
        return so_far.stop(*found.unknown)
    if found.alarms or found.unknown:
        so_far = replace(so_far, former=sync.history.accepted)
    arrived = ancestry.list_commits_not_in(sync.git, None, new) if found.arrived is None else found.arrived
    mine = sync.history.head
    if not limits.is_bounded(sync.objects, arrived, new) and not (mine and ancestry.is_ancestor(sync.git, new, mine)):
        return so_far.stop(limits.make_refusal(sync.objects, new))  # commits merged by hand are already here
    return so_far


def review_keys(sync: Sync, so_far: Round) -> Round:
    """Add an alert or a note for each change of a partner's signing key. The partner's text is merged even then."""
    if so_far.theirs is None or not _is_news(sync, so_far.theirs):
        return so_far
    try:
        told, faults = key_changes.review_keys(sync.workspace, so_far.theirs, sync.history.accepted)
    except GitFault as fault:
        return replace(so_far, result=so_far.result.add(problems=[fault]))
    return so_far.add_notes(told).add_alarm(*faults)


def accept_fetched_tip(sync: Sync, so_far: Round) -> Round:
    """Record the fetched tip as accepted."""
    tip, history = so_far.theirs, sync.history
    if tip is not None and (_is_news(sync, tip) or history.refused or not history.is_shown):
        accept_tip(sync, tip)
    return so_far


def accept_tip(sync: Sync, tip: str) -> None:
    """Record `tip` as accepted, and close an open alert."""
    history = sync.history
    if history.refused:
        refs.move_refs(history.git, [(history.refused_ref, None, history.refused)])
        sync.workspace.record_ref_move(history.refused_ref, None)
    remote.accept_tip(history.git, sync.workspace.branch_state, tip)
    sync.workspace.record_ref_move(history.accepted_ref, tip)


def _is_news(sync: Sync, tip: str) -> bool:
    """Whether `tip` differs from the accepted tip, which was checked before."""
    return tip != sync.history.accepted
