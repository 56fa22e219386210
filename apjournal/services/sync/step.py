"""One round of a sync: fetch, check what arrived, merge, push, and apply it to my branch and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from apjournal.errors import ApjError, GitFault, TrustFault
from apjournal.gitrepo.checkout import quarantine, worktree
from apjournal.gitrepo.kept import kept_refs
from apjournal.gitrepo.kept.kept_refs import KeptCommit
from apjournal.gitrepo.merge import backups, merge, writers
from apjournal.gitrepo.merge.writers import AuthorStatus
from apjournal.gitrepo.plumbing import ancestry, folder_remote, limits, refs, remote, repository
from apjournal.gitrepo.signing.recreate_commits import Remade
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine
from apjournal.model.views.base import Alarm
from apjournal.services.commit.commit import get_identity
from apjournal.services.sync import (
    alarms,
    branches,
    key_changes,
    manual_merge,
    notes,
    outgoing,
    refused_commits,
    unknown_authors,
)
from apjournal.services.sync.email_owners import collect_addresses
from apjournal.services.sync.notes import find_gone_weeks, find_lost_commits
from apjournal.services.sync.result import SyncResult
from apjournal.services.sync.unsigned_writes import mark_unsigned
from apjournal.session.history import History
from apjournal.session.last_fetch import note_fetch
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT

_Answer = remote.Pushed | remote.PushRejected | remote.Offline | remote.Refused


class SyncStopped(Exception):
    """The exchange ends here, with what it holds."""


@dataclass(frozen=True, slots=True)
class _Coming:
    """What arrived, merged with what is mine in a commit that no ref names yet, and what there is to tell of it."""

    theirs: str
    merged: merge.Merged
    planned: worktree.Plan
    written: Sequence[writers.FolderWrite]
    arrived: Sequence[str]
    whose: Mapping[Handle, frozenset[str]]


@dataclass
class SyncStep:
    """One round: what is fetched is looked at and merged, what is mine is offered with it, and my side brought along.

    The offer comes before my branch and my files: so it is soon there, and a merge that came second leaves no trace.
    `ahead` are the commits that I have and the server has not, `former` is the tip that was accepted before a consent.
    """

    workspace: Workspace
    history: History
    place: remote.Remote
    done: SyncResult
    former: str | None = None
    theirs: str | None = None
    ahead: int = 0
    coming: _Coming | None = None
    sends: bool = False
    was_it_me: unknown_authors.WasItMe | None = None

    def fetch_and_merge(self, *, accept_rewrite: bool) -> None:
        """Fetch, look, merge."""
        answer = remote.fetch_branch(self.history.git, self.history.objects, self.place, self.history.branch)
        if isinstance(answer, remote.BranchMissing):
            self._require_first(put_back=accept_rewrite)
            self._merge_lost_commits(None)
            self._hold(self.history.accepted, self.history.accepted)
            return
        if not isinstance(answer, remote.Tip):
            self._stop_without(answer)
        note_fetch(self.workspace.private_folder, self.workspace.now, self.place.fetch.shown)
        self.done.fetched, self.theirs = True, answer.commit
        if self.history.accepted is None:
            self._check_first_contact(answer.commit)
        if answer.commit != self.history.accepted:  # an unchanged tip was looked at when it was accepted
            self._check_arrived(answer.commit, accept_rewrite=accept_rewrite)
            if accept_rewrite:
                self._merge_lost_commits(answer.commit)
            self._review_keys(answer.commit)
            self._accept_tip(answer.commit)
        elif self.history.refused or not self.history.is_shown:
            self._accept_tip(answer.commit)
        self._merge_arrived(
            answer.commit, unrelated=accept_rewrite, settled_by=(f"{self.place.name}/{self.history.branch}", "apj sync")
        )
        if self.sends:
            branches.tell_daily(self.workspace, self.place, self.done)

    def _record_refused(self, tip: str) -> None:
        """Note at which tip an alarm is raised, so that it is told until it is settled; it stops here in any case."""
        with suppress(GitFault):
            refs.move_ref(self.history.git, self.history.refused_ref, tip, refs.ANYTHING)

    def _require_first(self, *, put_back: bool) -> None:
        """Stop where the branch is no longer at the server, or would be a second one beside what is shared there."""
        found = remote.list_branches(self.history.git, self.place)
        if not isinstance(found, remote.BranchList):
            self._stop_without(found)
        missing = branches.explain_missing_branch(self.workspace, self.place, found, put_back=put_back)
        if isinstance(missing, TrustFault):
            self._add_alarm(missing)
            if self.history.accepted is not None:
                self._record_refused(self.history.accepted)
        if missing is not None:
            self._stop_with(missing)

    def _accept_tip(self, tip: str) -> None:
        if self.history.refused:
            refs.move_refs(self.history.git, [(self.history.refused_ref, None, self.history.refused)])
            self._record_ref_move(self.history.refused_ref, None)
        remote.accept_tip(self.history.git, self.workspace.standing, tip)
        self._record_ref_move(self.history.accepted_ref, tip)

    def _merge_lost_commits(self, new: str | None) -> None:
        """Merge what I kept, and what I accepted last, where neither side has it: so it stays, and all get it."""
        for old in find_lost_commits(self.history, new, self.held):
            mine = self.history.head
            if mine and ancestry.is_ancestor(self.history.git, old, mine) is False:
                self._merge_arrived(old, unrelated=True, settled_by=(old[:12], "apj sync --accept-rewrite"))
                self.apply_locally(then=new)
                self.coming = None

    def _check_first_contact(self, new: str) -> None:
        """Stop at a repository of something else; a fresh clone of ours has my lines, and not yet the refs."""
        git, mine = self.history.git, self.history.head
        if mine is not None and ancestry.find_merge_base(git, mine, new) is None:
            self._stop_with(manual_merge.make_merge_failure_fault(merge.MergeFailure(unrelated=True)))
        kept_refs.rebuild_kept_refs(git, self.history.objects, self._get_my_lines())

    def _get_my_lines(self) -> tuple[KeptLine, ...]:
        return self.workspace.records.kept(self.workspace.me).lines

    def _stop_with(self, *problems: ApjError) -> NoReturn:
        self.done.problems.extend(problems)
        raise SyncStopped

    def _add_alarm(self, fault: TrustFault) -> None:
        self.done.alarms.append(Alarm(fault.code, fault.message, fault.show))

    def _review_keys(self, new: str) -> None:
        """Review the others' keys; a changed key prevents nobody from getting the text."""
        try:
            met = key_changes.review_keys(self.workspace, new, self.history.accepted)
        except GitFault as fault:
            self.done.problems.append(fault)
            return
        self.done.notes.extend(met.notes)
        for changed in met.faults:
            self._report_alarm(changed)

    def _check_arrived(self, new: str, *, accept_rewrite: bool) -> None:
        """Stop when something that I accepted or kept is gone, or that can't be told (not with consent), or is huge."""
        found = alarms.check_tip(self.workspace, self.history, new, self.held)
        if found.alarms and not accept_rewrite:
            self.done.alarms.extend(found.alarms)
            self.done.changes.extend(found.changes)
            self._record_refused(new)
            self._stop_with(found.fault, *found.unknown)
        if found.unknown and not accept_rewrite:
            self._stop_with(*found.unknown)
        if found.alarms and not found.unknown:
            self.former = self.former or self.history.accepted
        objects, git, mine = self.history.objects, self.history.git, self.history.head
        arrived = ancestry.list_commits_not_in(git, None, new) if found.arrived is None else found.arrived
        if not limits.is_bounded(objects, arrived, new) and not (mine and ancestry.is_ancestor(git, new, mine)):
            raise limits.make_refusal(objects, new)  # what was merged by hand is here already

    @cached_property
    def held(self) -> tuple[KeptCommit, ...]:
        """The commits that I kept, as refs hold on to them."""
        return kept_refs.list_kept_refs(self.history.git)

    def _merge_arrived(self, theirs: str, *, unrelated: bool, settled_by: tuple[str, str]) -> None:
        """Merge `theirs` with mine in a commit that no ref names yet, or stop where that takes a person.

        `settled_by` is what she merges then, under a name that her git knows, and what follows it.
        """
        history, git, objects = self.history, self.history.git, self.history.objects
        if (mine := history.head) is None or mine == theirs:
            return
        own, arrived = ancestry.list_commits_on_each_side(git, mine, theirs)
        self.ahead = len(own)
        self.done.notes.extend(manual_merge.remove_plainly_merged(self.workspace, history, own))
        base = ancestry.find_merge_base(git, mine, theirs) if arrived else theirs
        if base and not (unrelated and arrived):
            since = None if arrived else self.former  # what was accepted before a consent is not mine alone
            self._hold(since or base, since or theirs)
        if not arrived:
            return
        git.require_merge_support()
        whose = collect_addresses(self.workspace, history, theirs, self.held)
        written = writers.list_folder_writes(git, objects, mine, theirs, addresses=whose)
        self.done.confirmed |= unknown_authors.confirm_addresses(self.workspace, written, self.was_it_me)
        if self.done.confirmed:
            whose[self.workspace.me] |= self.done.confirmed
            written = writers.list_folder_writes(git, objects, mine, theirs, addresses=whose)
        written = mark_unsigned(self.workspace, written, theirs, self.done.answers, self.was_it_me)
        merged = merge.merge_commits(
            git,
            objects,
            mine,
            theirs,
            me=self.workspace.me,
            written=written,
            addresses=whose,
            kept=[keep.commit for keep in self.held],
            signed=merge.MergeCommitInfo(
                f"{self.workspace.me}: merge", get_identity(self.workspace), self.workspace.now
            ),
            unrelated=unrelated,
        )
        if isinstance(merged, merge.MergeFailure):
            self._report_foreign(written)  # who settles it has to know
            self.done.notes.extend(unknown_authors.describe_unknown_authors(self.workspace, written))
            if base:
                self._report_gone(base, theirs)
            along = (
                manual_merge.find_paths_plain_merge_checks_out(self.workspace, history, base, theirs)
                if merged.conflicts
                else ()
            )
            self.done.notes.extend(manual_merge.format_quarantine_notes(along))
            commands = manual_merge.list_merge_commands(self.workspace, merged.conflicts, along, base, *settled_by)
            self._stop_with(manual_merge.make_merge_failure_fault(merged, commands))
        self.ahead += merged.kind is merge.Kind.MERGE
        private = self.workspace.private_folder
        planned = worktree.plan_move(
            git, objects, private, mine, merged.commit, me=self.workspace.me, trusted=repository.OWN_TEXTS
        )
        worktree.require_free(planned)
        self.coming = _Coming(theirs, merged, planned, written, arrived, whose)

    def _hold(self, base: str | None, known: str | None) -> None:
        """Stop where my commits that `known` does not have change a partner's folder since `base`."""
        if self.sends and base and known:
            held = outgoing.find_reason_to_hold_back(self.workspace, self.history, base, known, lambda: self.held)
            if held:
                self._stop_with(held)

    def apply_locally(self, *, then: str | None = None) -> None:
        """Bring my branch and files up to what arrived; `then` is the tip to merge next, if any."""
        if self.coming is None:
            return
        git, coming, now = self.history.git, self.coming, self.workspace.now
        saved_before = backups.list_backups(git)
        saved = backups.plan_backup(saved_before, coming.planned.old, now)
        former = backups.plan_note(saved_before, saved, self.former) if self.former else ()
        along = (saved, *former, *backups.drop_old(saved_before, now))
        private = self.workspace.private_folder
        left = worktree.move_branch_and_files(
            git, self.history.objects, private, self.history.ref, coming.planned, along=along
        )
        self._report_merge(coming, left, then)
        self.done.received.extend(notes.received(self.history.objects, coming.arrived, coming.whose))
        self._record_ref_move(self.history.ref, coming.merged.commit)

    def _report_foreign(self, written: Sequence[writers.FolderWrite]) -> None:
        for writing in written:
            if writing.standing is AuthorStatus.FOREIGN and not writers.is_undone(writing, written):
                self._report_alarm(alarms.make_foreign_write_fault(writing))

    def _report_gone(self, older: str, *newer: str) -> None:
        mine = alarms.list_my_copies(self.workspace, self.history, newer[0], self.held)
        for partner, commit, weeks in find_gone_weeks(self.history, older, newer, mine):
            if partner != self.workspace.me:
                self._report_alarm(
                    alarms.make_weeks_missing_fault(self.workspace.get_partner(partner).called, partner, weeks, commit)
                )

    def _report_alarm(self, fault: TrustFault) -> None:
        """Report something that does not stop merging and sharing."""
        self._add_alarm(fault)
        self.done.problems.append(fault)

    def _report_merge(self, coming: _Coming, left: Sequence[str], then: str | None) -> None:
        self.done.merged = coming.merged.kind.value
        self._report_foreign(coming.written)
        self._report_gone(coming.planned.old, *filter(None, (coming.merged.commit, then)))
        if AGREEMENT in coming.merged.restored:
            self._report_alarm(alarms.make_invalid_agreement_fault(coming.theirs))
        self.done.notes.extend(unknown_authors.describe_unknown_authors(self.workspace, coming.written))
        about = (self.workspace, self.history, coming.planned.old)
        self.done.notes.extend(notes.list_merge_notes(*about, coming.theirs, coming.merged, coming.whose))
        self.done.notes.extend(quarantine.format_quarantined(coming.planned.aside, self.workspace.me))
        self.done.notes.extend(f"{path} differs here from what is shared, and stays as it is." for path in left)

    def push_mine(self) -> _Answer | None:
        """Offer my commits, with what arrived; None where there is nothing to offer."""
        git, mine = self.history.git, self.coming.merged.commit if self.coming else self.history.head
        if mine is None or (mine == self.theirs and not self.place.is_split):
            return None
        answer = remote.push_commit(
            git, self.place, self.history.branch, outgoing.check_outgoing(self.workspace, self.theirs, mine)
        )
        if isinstance(answer, remote.Pushed):
            self._record_push(mine, answer)
        return answer

    def _record_push(self, mine: str, answer: remote.Pushed) -> None:
        """Note what was taken; a tip that is the server's already was only offered to other places again."""
        git = self.history.git
        if answer.note:
            self.done.notes.append(answer.note)
        if mine == self.theirs:
            return
        if answer.arrived:
            self._accept_tip(mine)
        if self.theirs is None:
            folder_remote.give_first(git, self.place.push, self.history.branch)
        self.done.pushed = True
        self.done.sent = self.ahead if self.theirs else len(ancestry.list_commits_not_in(git, None, mine))

    def make_anew(self, refused: remote.Refused) -> bool:
        """Whether commits of mine were made anew that the server may have refused for their address or signature."""
        if not refused.by_commits or self.place.is_split:  # another place may have them
            return False
        made = refused_commits.make_anew(self.workspace, self.history, self.theirs, self.held)
        self.done.notes.extend(refused_commits.explain_recreated(self.workspace, made))
        return isinstance(made, Remade)

    def stop_at(self, answer: _Answer | None) -> None:
        """Stop where the offer was not taken."""
        if isinstance(answer, remote.PushRejected):
            self._stop_with(GitFault("Others were faster each time.", "Sync again in a moment; nothing was lost."))
        if isinstance(answer, remote.Offline | remote.Refused):
            self._stop_without(answer)

    def _stop_without(self, answer: remote.Offline | remote.Refused) -> NoReturn:
        self.done.offline = isinstance(answer, remote.Offline)
        self._stop_with(GitFault(answer.reason, answer.advice))

    def _record_ref_move(self, ref: str, commit: str | None) -> None:
        self.workspace.record_ref_move(ref, commit)
        self.history = self.workspace.require_history()
