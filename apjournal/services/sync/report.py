"""Sixth phase of a sync: report what the merge brought."""

from __future__ import annotations

from msgspec.structs import replace

from apjournal.gitrepo.checkout.quarantine import format_quarantined
from apjournal.gitrepo.merge.writers import AuthorStatus, is_undone
from apjournal.services.sync import alarms, notes, unknown_authors
from apjournal.services.sync.round import Round, Sync
from apjournal.store.journal_paths import AGREEMENT


def report(sync: Sync, so_far: Round) -> Round:
    """Add alarms and notes on what was merged, and the commits that arrived."""
    target, apart, writes, incoming = so_far.target, so_far.apart, so_far.writes, so_far.incoming
    if target is None or apart is None or writes is None or incoming is None or incoming.left is None:
        return so_far
    workspace, merged = sync.workspace, incoming.merged
    so_far = add_foreign_writes(sync, so_far)
    so_far = add_gone_weeks(sync, so_far, apart.mine, merged.commit, *filter(None, [target.before]))
    if AGREEMENT in merged.restored:
        so_far = so_far.add_alarm(alarms.make_invalid_agreement_fault(target.commit))
    so_far = so_far.add_notes(
        (
            *unknown_authors.describe_unknown_authors(workspace, writes.written),
            *notes.list_merge_notes(workspace, sync.history, apart.mine, target.commit, merged, writes.whose),
            *format_quarantined(incoming.planned.aside, workspace.me),
            *(f"{path} differs here from what is shared, and stays as it is." for path in incoming.left),
        )
    )
    received = (*so_far.result.received, *notes.received(sync.objects, apart.arrived, writes.whose))
    return replace(so_far, result=replace(so_far.result, received=received))


def add_foreign_writes(sync: Sync, so_far: Round) -> Round:
    """Add an alarm for each commit in somebody's folder under another partner's address that nobody undid."""
    written = so_far.writes.written if so_far.writes else ()
    foreign = [one for one in written if one.standing is AuthorStatus.FOREIGN and not is_undone(one, written)]
    return so_far.add_alarm(*map(alarms.make_foreign_write_fault, foreign))


def add_gone_weeks(sync: Sync, so_far: Round, older: str, *newer: str) -> Round:
    """Add an alarm for kept weeks of others that `older` has and none of `newer`."""
    mine = alarms.list_my_copies(sync.workspace, sync.history, newer[0], sync.held)
    return so_far.add_alarm(
        *(
            alarms.make_weeks_missing_fault(sync.workspace.get_partner(partner).called, partner, weeks, commit)
            for partner, commit, weeks in notes.find_gone_weeks(sync.history, older, newer, mine)
            if partner != sync.workspace.me
        )
    )
