"""Sharing: fetch, see that nothing was rewritten, merge folder by folder, push. Never forced, never rebased.

The steps are those of `docs/trust.md`: what I wrote is committed before anything here begins, so that nothing below
can lose it; the branch moves only when all was looked at; a partner who was faster means once more from the fetch on.
"""

from __future__ import annotations

import random
import time

from apjournal.errors import ApjError
from apjournal.gitrepo.plumbing import remote, repository
from apjournal.services.sync import (
    branches,
    unknown_authors,
)
from apjournal.services.sync.result import SyncResult
from apjournal.services.sync.step import SyncStep, SyncStopped
from apjournal.session.workspace import Workspace

TRIES = 8
"""How often a push that came second is tried again."""
_WAIT = 0.25  # seconds, at most, before the next try; each waits a time of its own


def fetch_and_merge_only(workspace: Workspace) -> SyncResult:
    """Get what is new without sending: fetch, look, merge; my own files stay as they are."""
    return _run_sync(workspace, push=False, accept_rewrite=False)


def sync_with_remote(
    workspace: Workspace, *, accept_rewrite: bool = False, was_it_me: unknown_authors.WasItMe | None = None
) -> SyncResult:
    """Get what is new and send what is mine, which has to be committed already.

    With `accept_rewrite` a rewritten history is merged with mine, so that both versions stay. `was_it_me` asks about
    unknown addresses that wrote in my folder; a yes takes their text.
    """
    return _run_sync(workspace, push=True, accept_rewrite=accept_rewrite, was_it_me=was_it_me)


def _run_sync(
    workspace: Workspace, *, push: bool, accept_rewrite: bool, was_it_me: unknown_authors.WasItMe | None = None
) -> SyncResult:
    done = SyncResult()
    try:
        history = workspace.require_history()
        workspace.require_shared_branch()
        repository.write_protections(workspace.settled)
        branches.carry_over(workspace)
        place = remote.find_configured_remote(history.git, workspace.config_listed, history.branch)
        if place is None:
            return done
        former = None
        for attempt in range(1, TRIES + 1):
            step = SyncStep(
                workspace, workspace.require_history(), place, done, former, sends=push, was_it_me=was_it_me
            )
            step.fetch_and_merge(accept_rewrite=accept_rewrite)
            former = step.former
            answer = step.push_mine() if push else None
            if not isinstance(answer, remote.PushRejected) or answer.taken or attempt == TRIES:
                step.apply_locally()
            if isinstance(answer, remote.Refused) and attempt < TRIES and step.make_anew(answer):
                continue
            if not isinstance(answer, remote.PushRejected) or attempt == TRIES:
                step.stop_at(answer)
                break
            time.sleep(random.uniform(0, _WAIT) * attempt)  # noqa: S311  no secret depends on it
    except SyncStopped:
        return done
    except ApjError as fault:  # told beside what was done until then
        done.problems.append(fault)
    return done
