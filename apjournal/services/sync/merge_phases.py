"""The middle phases of a sync: merge the received commits with mine, in a commit that no ref points to yet."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.merge import merge, writers
from apjournal.gitrepo.merge.terms import MergeTerms
from apjournal.gitrepo.merge.writers import Writers
from apjournal.gitrepo.plumbing import ancestry
from apjournal.services.commit.commit import describe_commit
from apjournal.services.sync import manual_merge, outgoing
from apjournal.services.sync.apply_phases import (
    add_foreign_writes,
    add_report,
    add_vanished_weeks,
    apply_merge,
    plan_move,
    refresh_session,
    share_answers,
)
from apjournal.services.sync.authors import unknown_authors
from apjournal.services.sync.authors.unknown_authors import collect_addresses
from apjournal.services.sync.authors.unsigned_writes import mark_unsigned
from apjournal.services.sync.notes import find_lost_commits
from apjournal.services.sync.round import Apart, Incoming, Round, Sync, Target, run_phases
from apjournal.session.faults.misnamed_copies import find_lines_without_copy
from apjournal.session.workspace import Workspace


def restore_lost_commits(sync: Sync, so_far: Round) -> Round:
    """Merge commits that I kept or accepted last, if neither my history nor the server's contains them now.

    This is needed after accepting a rewritten history, and before a first push.
    """
    if so_far.theirs is not None and not sync.accept_rewrite:
        return so_far
    phases = (find_divergence, find_writers, merge_target, apply_merge, add_report, refresh_session)
    for lost in find_lost_commits(sync.workspace, so_far.theirs):
        mine = sync.history.head
        if mine and ancestry.is_ancestor(sync.git, lost, mine) is False:
            target = Target(lost, lost[:12], "apj sync --accept-rewrite", unrelated=True, is_lost=True)
            so_far = run_phases(phases, sync, so_far.set_target(target))
            if so_far.is_over:
                break
    return so_far


def choose_target(sync: Sync, so_far: Round) -> Round:
    """Make the server's tip the commit to merge."""
    if so_far.theirs is None:
        return so_far.set_target(None)
    name = f"{sync.place.name}/{sync.history.branch}"
    return so_far.set_target(Target(so_far.theirs, name, "apj sync", unrelated=sync.accept_rewrite))


def find_divergence(sync: Sync, so_far: Round) -> Round:
    """Find the commits that only one side has.

    Remove the files that a manual merge left although apj quarantines them.
    """
    target, mine = so_far.target, sync.history.head
    if target is None or mine is None or mine == target.commit:
        return so_far
    own, arrived = ancestry.list_commits_on_each_side(sync.git, mine, target.commit)
    base = ancestry.find_merge_base(sync.git, mine, target.commit) if arrived else target.commit
    found = replace(so_far, ahead=len(own), apart=Apart(mine, base, arrived))
    return found.add_notes(manual_merge.remove_plainly_merged(sync.workspace, sync.history, own))


def require_sendable_commits(sync: Sync, so_far: Round) -> Round:
    """Stop if my commits that the server does not have change a partner's folder, or must not be sent."""
    apart, known = so_far.apart, (so_far.former, so_far.theirs)
    if so_far.theirs is None:
        base = sync.history.accepted
        known = (base, None)
    elif apart is None or (apart.arrived and sync.accept_rewrite):
        return so_far
    else:  # what was accepted before the rewrite is not only mine
        base = so_far.former or apart.base
    if not (sync.sends and base):
        return so_far
    reason = outgoing.find_reason_to_hold_back(sync.workspace, base, *filter(None, known))
    return so_far.stop(reason) if reason else so_far


def find_writers(sync: Sync, so_far: Round) -> Round:
    """Find out who wrote the received changes. In a terminal, ask about unknown addresses and unsigned commits."""
    target, apart = so_far.target, so_far.apart
    if target is None or apart is None or not apart.arrived:
        return so_far
    sync.git.require_merge_support()
    workspace = sync.workspace
    whose = collect_addresses(workspace, target.commit, workspace.protected_copies)
    sides = (sync.git, sync.objects, apart.mine, target.commit)
    written = writers.list_folder_writes(*sides, addresses=whose)
    confirmed = so_far.confirmed | unknown_authors.confirm_addresses(workspace, written, sync.ask_yes)
    if confirmed:
        whose[workspace.me] |= confirmed
        written = writers.list_folder_writes(*sides, addresses=whose)
    who = Writers(workspace.me, written, whose, lambda: workspace.commits_made_here)
    who, commits = mark_unsigned(workspace, who, apart.arrived, target.commit, sync.ask_yes)
    return replace(so_far, who=who, confirmed=confirmed, confirmed_commits=(*so_far.confirmed_commits, *commits))


def merge_target(sync: Sync, so_far: Round) -> Round:
    """Merge both sides and plan the changes in my files, or stop if the merge needs a person."""
    target, apart, who = so_far.target, so_far.apart, so_far.who
    if target is None or apart is None or who is None:
        return so_far
    terms = replace(make_merge_terms(sync.workspace), unrelated=target.unrelated, is_lost=target.is_lost)
    merged = merge.merge_commits(sync.git, sync.objects, apart.mine, target.commit, who=who, terms=terms)
    if isinstance(merged, merge.MergeFailure):
        return _explain_failure(sync, so_far, target, apart, who, merged)
    planned = plan_move(sync.workspace, apart.mine, merged.commit)
    worktree.require_free(planned)
    ahead = so_far.ahead + (merged.kind is merge.MergeKind.MERGE)
    return replace(so_far, incoming=Incoming(merged, planned), ahead=ahead)


def make_merge_terms(workspace: Workspace) -> MergeTerms:
    """Return the terms of a merge made now."""
    return MergeTerms(
        describe_commit(workspace, f"{workspace.me}: merge"),
        kept=[keep.commit for keep in workspace.protected_copies],
        find_empty=partial(find_lines_without_copy, workspace.require_history()),
        words=workspace.own_words,
    )


def _explain_failure(
    sync: Sync, so_far: Round, target: Target, apart: Apart, who: Writers, failure: merge.MergeFailure
) -> Round:
    """Stop the round, and explain what a person needs to know for a manual merge."""
    so_far = share_answers(sync, so_far)
    workspace, base = sync.workspace, apart.base
    told = unknown_authors.describe_unknown_authors(workspace, who)
    so_far = add_foreign_writes(sync, so_far).add_notes(told)
    if base:  # a week that is not in my files any more was reported when it vanished
        so_far = add_vanished_weeks(sync, so_far, (base, apart.mine), target.commit)
    along = (
        manual_merge.find_paths_plain_merge_checks_out(workspace, sync.history, base, target.commit)
        if failure.conflicts
        else ()
    )
    commands = manual_merge.list_merge_commands(workspace, failure.conflicts, along, base, target.name, target.then)
    return so_far.add_notes(manual_merge.list_quarantine_notes(along, sync.workspace.me)).stop(
        manual_merge.make_merge_failure_fault(failure, sync.history.branch, commands)
    )
