"""Sync: fetch, check that nothing was rewritten, merge folder by folder, and push. Never force, never rebase.

`docs/trust.md` explains the order. What I wrote is committed before a sync begins, so no step can lose it. My branch
and files move only after everything was checked and pushed, so a rejected push changes nothing in this clone.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace

from apjournal.errors import ApjError
from apjournal.gitrepo.plumbing import repository
from apjournal.gitrepo.plumbing.network import remote
from apjournal.model.views.sync import AskYes, Note
from apjournal.services.sync import branches
from apjournal.services.sync.fetch_phases import end_if_nothing_new, fetch_remote
from apjournal.services.sync.result import SyncResult
from apjournal.services.sync.round import Round, Sync, run_phases
from apjournal.session.workspace import Workspace

TRIES = 8
"""The greatest number of times that apj tries to push before it gives up."""
_WAIT = 0.25  # the longest wait before the next try, in seconds. Each clone waits a random time


def fetch_and_merge_only(workspace: Workspace) -> SyncResult:
    """Fetch, check and merge what is new. Do not commit or send anything of mine."""
    return _run_sync(workspace, sends=False)


def sync_with_remote(
    workspace: Workspace, *, accept_rewrite: bool = False, ask_yes: AskYes | None = None
) -> SyncResult:
    """Fetch what is new and send what is mine, which must already be committed.

    With `accept_rewrite`, a rewritten history is merged with mine, so that both versions stay. `ask_yes` asks whether
    to apply changes to my folder by commits with an unknown email address, and whether to use an empty new remote.
    """
    return _run_sync(workspace, sends=True, accept_rewrite=accept_rewrite, ask_yes=ask_yes)


def _run_sync(
    workspace: Workspace, *, sends: bool, accept_rewrite: bool = False, ask_yes: AskYes | None = None
) -> SyncResult:
    so_far = Round()
    try:
        place = _prepare_remote(workspace)
    except ApjError as fault:
        return so_far.stop(fault).result
    if place is None:
        return so_far.result
    try:
        so_far = so_far.add_notes(_adopt_addresses(workspace, ask_yes) if sends else ())
    except ApjError as fault:  # my partner.md cannot be read now
        so_far = replace(so_far, result=so_far.result.add(problems=[fault]))
    before = workspace.require_history().head
    for attempt in range(1, TRIES + 1):
        sync = Sync(workspace, place, sends, accept_rewrite, ask_yes)
        start = Round(so_far.result, former=so_far.former, is_last=attempt == TRIES)
        so_far = _run_round(sync, start)
        if so_far.is_over:
            break
        if isinstance(so_far.answer, remote.PushRejected):
            time.sleep(random.uniform(0, _WAIT) * attempt)  # noqa: S311  no secret depends on it
    return run_phases([partial(_report_vanished_weeks, before)], sync, so_far).result


def _adopt_addresses(workspace: Workspace, ask_yes: AskYes | None) -> Iterable[Note]:
    """Adopt the unknown email addresses of my commits since the last sync, if there are such commits."""
    history = workspace.require_history()
    if history.head == history.accepted:
        return ()
    from apjournal.services.sync.authors.unknown_authors import adopt_addresses

    return adopt_addresses(workspace, ask_yes)


def _run_round(sync: Sync, start: Round) -> Round:
    fetched = run_phases((fetch_remote, end_if_nothing_new), sync, start)
    if fetched.is_over:
        return fetched
    from apjournal.services.sync.phases import PHASES

    return run_phases(PHASES, sync, fetched)


def _report_vanished_weeks(before: str | None, sync: Sync, so_far: Round) -> Round:
    """Add an alert for kept weeks that the whole sync removed from others' folders since the commit `before`.

    A week that one merge removes may come back with the next one, if a commit that the server lost is merged first.
    There is no alert for weeks that plain git removed earlier, because I may have removed them myself. `verify` shows
    who removed them.
    """
    after = sync.history.head
    if not before or not after or before == after:
        return so_far
    from apjournal.services.sync.apply_phases import add_vanished_weeks

    return add_vanished_weeks(sync, so_far, (before,), after)


def _prepare_remote(workspace: Workspace) -> remote.Remote | None:
    """Prepare the repository for a sync. Return the remote to sync with, or None if the journal is not shared."""
    history = workspace.require_history()
    workspace.require_shared_branch()
    repository.write_protections(workspace.idle_repository)
    branches.adopt_renamed_branch(workspace)
    return remote.find_configured_remote(history.git, workspace.config_listed, history.branch)
