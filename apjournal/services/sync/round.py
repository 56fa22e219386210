"""One round of a sync, as a value that each phase receives and returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from apjournal.errors import ApjError, GitFault, TrustFault
from apjournal.gitrepo.plumbing.network import remote
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.views.base import Alarm
from apjournal.model.views.sync import AskYes, Note
from apjournal.services.sync.result import SyncResult
from apjournal.session.history import History
from apjournal.session.workspace import Workspace

if TYPE_CHECKING:
    from apjournal.gitrepo.checkout import worktree
    from apjournal.gitrepo.merge import merge
    from apjournal.gitrepo.merge.writers import Writers

Answer = remote.Pushed | remote.PushRejected | remote.Offline | remote.Refused


class Sync(Struct, frozen=True):
    """What stays the same in all rounds of a sync: the journal, its remote, and the options."""

    workspace: Workspace
    place: remote.Remote
    sends: bool
    accept_rewrite: bool
    ask_yes: AskYes | None

    @property
    def history(self) -> History:
        """The journal's history in its current state."""
        return self.workspace.require_history()

    @property
    def git(self) -> Git:
        """The git runner for this journal."""
        return self.workspace.git

    @property
    def objects(self) -> Objects:
        """The reader of objects in this journal's repository."""
        return self.workspace.objects


class Target(Struct, frozen=True):
    """A commit to merge with mine.

    - `unrelated`: whether its history may share no commit with mine.
    - `name` and `then`: what to merge by hand, and the command to run afterwards, for instructions to a person.
    - `is_lost`: whether the server no longer has the commit. The server's tip is then merged after it.
    """

    commit: str
    name: str
    then: str
    unrelated: bool
    is_lost: bool = False


class Apart(Struct, frozen=True):
    """The merge base of my commit and the target, and the commits that arrived with the target."""

    mine: str
    base: str | None
    arrived: Sequence[str]


class Incoming(Struct, frozen=True):
    """The merge of my branch with the target, in a commit that no ref points to yet, and the plan for my files.

    After the plan is applied, `left` contains the paths whose files stayed unchanged.
    """

    merged: merge.Merged
    planned: worktree.Plan
    left: Sequence[str] | None = None


class Round(Struct, frozen=True):
    """What a round has found and done so far.

    - `theirs`: the server's tip.
    - `former`: the tip that was accepted before a rewrite.
    - `ahead`: the number of my commits that the server does not have.
    - `confirmed`: the email addresses that I confirmed as mine in this round.
    - `confirmed_commits`: the unsigned commits that I confirmed as mine in this round.
    - `is_last`: whether what was received is applied even if the push is rejected.
    """

    result: SyncResult = field(default_factory=SyncResult)
    is_last: bool = False
    is_over: bool = False
    theirs: str | None = None
    former: str | None = None
    target: Target | None = None
    apart: Apart | None = None
    who: Writers | None = None
    incoming: Incoming | None = None
    ahead: int = 0
    confirmed: frozenset[str] = frozenset()
    confirmed_commits: tuple[str, ...] = ()
    answer: Answer | None = None

    def set_target(self, target: Target | None) -> Round:
        """Return this round with another commit to merge. Results about the previous one are removed."""
        return replace(self, target=target, apart=None, who=None, incoming=None)

    def add_notes(self, notes: Iterable[Note]) -> Round:
        """Return this round with more notes."""
        return replace(self, result=self.result.add(notes=notes))

    def add_alarm(self, *faults: TrustFault, stops: bool = False) -> Round:
        """Return this round with more alerts. They end the round only if `stops` is true."""
        alarms = [Alarm(fault.code, fault.message, fault.show) for fault in faults]
        return replace(self, result=self.result.add(alarms=alarms, problems=faults), is_over=stops)

    def stop(self, *problems: ApjError) -> Round:
        """Return this round, ended because of `problems`."""
        return replace(self, result=self.result.add(problems=problems), is_over=True)

    def stop_at(self, answer: remote.Offline | remote.Refused) -> Round:
        """Return this round, ended because the server cannot be reached or refused the request."""
        over = self.stop(GitFault(answer.reason, answer.advice))
        return replace(over, result=replace(over.result, offline=isinstance(answer, remote.Offline)))


Phase = Callable[[Sync, Round], Round]


def run_phases(phases: Iterable[Phase], sync: Sync, so_far: Round) -> Round:
    """Run one phase after another until the round ends.

    A fault ends the round, and the result still reports what was done before.
    """
    for phase in phases:
        try:
            so_far = phase(sync, so_far)
        except ApjError as fault:
            so_far = so_far.stop(fault)
        if so_far.is_over:
            break
    return so_far
