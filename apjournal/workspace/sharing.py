"""Sharing: fetch, see that nothing was rewritten, merge folder by folder, push. Never forced, never rebased.

The steps are those of `docs/trust.md`: what I wrote is committed before anything here begins, so that nothing below
can lose it; the branch moves only when all was looked at; a partner who was faster means once more from the fetch on.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from apjournal.errors import ApjError, GitFault, TrustFault
from apjournal.gitrepo import ancestry, backup, bounds, kept, merge, ownership, remote, repository, worktree
from apjournal.gitrepo.kept import KeptCommit
from apjournal.gitrepo.objects import blob_id
from apjournal.gitrepo.ownership import Standing
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine
from apjournal.model.views.base import Alarm
from apjournal.model.views.sync import Received
from apjournal.workspace import alarms, signers
from apjournal.workspace.beginning import GITATTRIBUTES, GITIGNORE
from apjournal.workspace.committing import identity
from apjournal.workspace.exchange import Exchange
from apjournal.workspace.history import History
from apjournal.workspace.opened import Workspace

TRIES = 8
"""How often a push that came second is tried again."""
_WAIT = 0.25  # seconds, at most, before the next try; each waits a time of its own
_TRUSTED = frozenset(blob_id(data) for data in (GITIGNORE, GITATTRIBUTES))


class _Stop(Exception):
    """The exchange ends here, with what it holds."""


def receive(workspace: Workspace) -> Exchange:
    """Get what is new without sending: fetch, look, merge; my own files stay as they are."""
    return _exchange(workspace, push=False, accept_rewrite=False)


def share(workspace: Workspace, *, accept_rewrite: bool = False) -> Exchange:
    """Get what is new and send what is mine, which has to be committed already.

    With `accept_rewrite` a rewritten history is merged with mine, so that both versions stay.
    """
    return _exchange(workspace, push=True, accept_rewrite=accept_rewrite)


def _exchange(workspace: Workspace, *, push: bool, accept_rewrite: bool) -> Exchange:
    done = Exchange()
    try:
        history = workspace.require_history()
        workspace.require_shared_branch()
        repository.protect(workspace.settled)
        place = remote.configured_remote(history.git, workspace.config_listed)
        if place is None:
            return done
        for attempt in range(TRIES):
            step = _Step(workspace, workspace.require_history(), place, done)
            if not step.get(accept_rewrite=accept_rewrite) or not push or step.give():
                return done
            time.sleep(random.uniform(0, _WAIT) * (attempt + 1))  # noqa: S311  no secret depends on it
    except _Stop:
        return done
    except ApjError as fault:  # told beside what was done until then
        done.problems.append(fault)
        return done
    done.problems.append(GitFault("Others were faster each time.", "Sync again in a moment; nothing was lost."))
    return done


@dataclass
class _Step:
    """One round: what is fetched is looked at and merged, and what is mine then offered.

    `ahead` are the commits that I have and the server has not.
    """

    workspace: Workspace
    history: History
    place: remote.Remote
    done: Exchange
    theirs: str | None = None
    ahead: int = 0

    def get(self, *, accept_rewrite: bool) -> bool:
        """Fetch, look, merge; False when there is nothing on the server and nothing of mine to send."""
        answer = remote.fetch(self.history.git, self.history.objects, self.place, self.history.branch)
        if isinstance(answer, remote.Gone):
            if self.history.accepted is not None and not accept_rewrite:
                self._alarm(gone := alarms.branch_gone(self.history.branch))
                self._stop_with(gone)
            return self.history.head is not None
        if not isinstance(answer, remote.Tip):
            self.done.offline = isinstance(answer, remote.Offline)
            self._stop_with(GitFault(answer.reason, answer.advice))
        self.done.fetched = True
        self.theirs = answer.commit
        if self.history.accepted is None:
            self._first_contact(answer.commit)
        if answer.commit != self.history.accepted:  # an unchanged tip was looked at when it was accepted
            self._look(answer.commit, accept_rewrite=accept_rewrite)
            self._meet_signers(answer.commit)
            remote.accept(self.history.git, self.history.branch, answer.commit, self.history.accepted)
            self._moved(self.history.accepted_ref, answer.commit)
        self._merge(answer.commit, unrelated=accept_rewrite)
        return True

    def _first_contact(self, new: str) -> None:
        """Stop at a repository of something else; a fresh clone of ours has my lines, and not yet the refs."""
        git, mine = self.history.git, self.history.head
        if mine is not None and ancestry.merge_base(git, mine, new) is None:
            self._stop_with(_unmerged(merge.Stopped(unrelated=True), self.history.branch))
        kept.rebuild(git, self.history.objects, self._my_lines())

    def _my_lines(self) -> tuple[KeptLine, ...]:
        return self.workspace.records.kept(self.workspace.me).lines

    def _stop_with(self, *problems: ApjError) -> NoReturn:
        self.done.problems.extend(problems)
        raise _Stop

    def _alarm(self, fault: TrustFault) -> None:
        self.done.alarms.append(Alarm(fault.code, fault.message, fault.show))

    def _meet_signers(self, new: str) -> None:
        """Take note of the others' keys; a key that is another keeps nobody from getting the text."""
        try:
            met = signers.meet(self.workspace, new, self.history.accepted)
        except GitFault as fault:
            self.done.problems.append(fault)
            return
        self.done.notes.extend(met.notes)
        for changed in met.faults:
            self._alarm(changed)
            self.done.problems.append(changed)

    def _look(self, new: str, *, accept_rewrite: bool) -> None:
        """Stop when something that I accepted or kept is no longer there, when that can't be told, or at what is huge.

        With consent the first two do not: all that is here stays, and what is there is merged with it.
        """
        found = alarms.look(self.workspace, self.history, new, self.held)
        if found.unknown and not accept_rewrite:
            self._stop_with(*found.unknown)
        if found.alarms and not accept_rewrite:
            self.done.alarms.extend(found.alarms)
            self.done.changes.extend(found.changes)
            self._stop_with(found.fault)
        arrived = ancestry.between(self.history.git, None, new) if found.arrived is None else found.arrived
        bounds.require_bounded(self.history.objects, arrived)

    @cached_property
    def held(self) -> tuple[KeptCommit, ...]:
        """The commits that I kept, as refs hold on to them."""
        return kept.remembered(self.history.git)

    def _merge(self, theirs: str, *, unrelated: bool) -> None:
        history, git, objects = self.history, self.history.git, self.history.objects
        mine = history.head
        if mine is None or mine == theirs:
            return
        own, arrived = ancestry.apart(git, mine, theirs)
        self.ahead = len(own)
        if not arrived:
            return
        git.insist_on_sharing()
        whose = self._addresses(theirs)
        written = ownership.writings(git, objects, mine, theirs, addresses=whose)
        merged = merge.merge(
            git,
            objects,
            mine,
            theirs,
            me=self.workspace.me,
            written=written,
            kept=[keep.commit for keep in self.held],
            signed=merge.Signed(f"{self.workspace.me}: merge", identity(self.workspace), self.workspace.now),
            unrelated=unrelated,
        )
        if isinstance(merged, merge.Stopped):
            self._stop_with(_unmerged(merged, history.branch))
        private, now = self.workspace.private_folder, self.workspace.now
        planned = worktree.plan(git, objects, private, mine, merged.commit, me=self.workspace.me, trusted=_TRUSTED)
        backups = backup.listed(git)
        along = (backup.save(backups, mine, now), *backup.drop_old(backups, now))
        left = worktree.move(git, objects, private, history.ref, planned, along=along)
        self.ahead += merged.kind is merge.Kind.MERGE
        self._tell(merged, planned, left, written)
        self._tell_received(arrived, whose)
        self._moved(history.ref, merged.commit)

    def _addresses(self, theirs: str) -> dict[Handle, frozenset[str]]:
        """Give everybody's addresses: mine as they are here, since nobody else says them, the others' as shared."""
        shared = self.history.at(theirs)
        return {
            handle: (self.workspace.records if handle == self.workspace.me else shared).partner(handle).addresses
            for handle in (*shared.partners(), self.workspace.me)
        }

    def _tell_received(self, arrived: Sequence[str], whose: Mapping[Handle, frozenset[str]]) -> None:
        for commit in self.history.objects.commits(arrived).values():
            partner = next((handle for handle, known in whose.items() if commit.author_email.lower() in known), None)
            self.done.received.append(Received(commit.id, partner, commit.subject))

    def _tell(
        self, merged: merge.Merged, planned: worktree.Plan, left: Sequence[str], written: Sequence[ownership.Writing]
    ) -> None:
        self.done.merged = merged.kind.value
        foreign = [writing for writing in written if writing.standing is Standing.FOREIGN]
        for writing in foreign:
            fault = alarms.foreign(writing)
            self._alarm(fault)
            self.done.problems.append(fault)
        strangers = {writing.address: writing for writing in written if writing.standing is Standing.UNKNOWN}
        for address, writing in strangers.items():
            name = self.workspace.partner(writing.folder).called
            self.done.notes.append(f"{writing.folder}/ was written as {address}. Is that {name}?")
        for path in merged.overruled:
            self.done.notes.append(f"{path} is not yours; the owner's text stands. Yours is in your commits.")
        for found in planned.aside:
            self.done.notes.append(f"{found.path} was not checked out ({found.reason}). Ask who added it.")
        for path in left:
            self.done.notes.append(f"{path} differs here from what is shared, and stays as it is.")

    def give(self) -> bool:
        """Offer my commits; False when somebody was faster."""
        git, mine = self.history.git, self.history.head
        if mine is None or mine == self.theirs:
            return True
        answer = remote.push(git, self.place, self.history.branch, mine)
        if isinstance(answer, remote.Retry):
            return False
        if not isinstance(answer, remote.Pushed):
            self.done.offline = isinstance(answer, remote.Offline)
            self._stop_with(GitFault(answer.reason, answer.advice))
        remote.accept(git, self.history.branch, mine, self.theirs or self.history.accepted)
        self._moved(self.history.accepted_ref, mine)
        self.done.pushed = True
        self.done.sent = self.ahead if self.theirs else len(ancestry.between(git, None, mine))
        return True

    def _moved(self, ref: str, commit: str) -> None:
        self.workspace.moved(ref, commit)
        self.history = self.workspace.require_history()


def _unmerged(stopped: merge.Stopped, branch: str) -> GitFault:
    if stopped.unrelated:
        return GitFault(
            "What is shared there has nothing in common with this journal.", "Compare the address: git remote -v"
        )
    if stopped.conflicts:
        first = stopped.conflicts[0]
        names = ", ".join(conflict.path for conflict in stopped.conflicts)
        return GitFault(
            f"Both sides changed the same lines of {names}; nothing was changed here.",
            f"See both: {first.show[0]} and {first.show[1]}. "
            f"Then: git merge origin/{branch}, settle it, git commit, apj sync",
        )
    return GitFault(stopped.violations[0], "Nothing was changed; look at both sides with: git log --all")
