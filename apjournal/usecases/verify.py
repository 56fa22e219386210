"""`apj verify`: the whole history against the rules, and for each finding the command with which anyone can see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from apjournal.checks import history as writing
from apjournal.checks import keeps, signatures
from apjournal.checks.settled import settle, without_effect
from apjournal.errors import GitFault, TrustFault, UsageFault
from apjournal.gitrepo import ancestry, audit, tip
from apjournal.gitrepo.kept_lines import KeptLines, kept_lines
from apjournal.gitrepo.repository import OWN_TEXTS
from apjournal.gitrepo.signatures import seals
from apjournal.gitrepo.taken_back import taken_back
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.history import Past, Sealed
from apjournal.model.views.verify import HistoryFinding, VerifyView
from apjournal.workspace import vanishing
from apjournal.workspace.history import History
from apjournal.workspace.opened import Workspace


def verify(workspace: Workspace, since: str | None) -> VerifyView:
    """Hold the commits of this branch, or those that `since` does not have, against the rules.

    Where history is not all here nothing is told of it. Raises `UsageFault` when `since` is no commit of it.
    """
    if not workspace.is_repository:
        return _view(0, (), [GitFault("There is no history here.", "Verify where the journal was cloned to.")])
    history = workspace.require_history()
    if history.head is None:
        return _view(0, (), [])
    try:
        past = audit.walk(history.git, history.objects, history.head, since=_commit(history, history.head, since))
        look = _Look(workspace, history, past, kept_lines(history.git, history.objects, past))
        return _view(len(past.commits), look.findings(), look.unknown)
    except GitFault as fault:
        return _view(0, (), [fault])


def _commit(history: History, head: str, since: str | None) -> str | None:
    if since is None:
        return None
    commit = ancestry.resolve(history.git, f"{since}^{{commit}}")
    if commit is None:
        raise UsageFault(f"There is no commit {since} here.", "See which there are: git log")
    is_part = ancestry.is_ancestor(history.git, commit, head)
    if is_part is None:
        raise audit.cannot_tell("Some commits of the history are not here", "git fsck")
    if not is_part:
        raise UsageFault(f"{since} is not part of the history of this branch.", "Verify all of it: apj verify")
    return commit


@dataclass
class _Look:
    """One look at a history: what each rule finds, and what can't be told."""

    workspace: Workspace
    history: History
    past: Past
    kept: KeptLines
    unknown: list[GitFault] = field(default_factory=list)

    def findings(self) -> tuple[HistoryFinding, ...]:
        """Ask every rule, close what is settled; open ones come first, and older commits before newer ones."""
        found = settle((*self._of_keeps(), *self._of_writing(), *self._of_signatures()), self.kept.settled)
        found += tuple(without_effect(found, self.kept.settled))
        return tuple(sorted(found, key=self._order))

    def _order(self, one: HistoryFinding) -> tuple[bool, bool, int, str]:
        place = self.past.places.get(one.commit or "", -1)
        return one.settled, one.level is not Level.ERROR, place, one.code

    @cached_property
    def _partners(self) -> tuple[Handle, ...]:
        """Those who are here and have not left: they can close a finding."""
        records = self.history.at(self.past.tip)
        return tuple(handle for handle in records.partners() if records.partner(handle).left is None)

    def _of_keeps(self) -> Iterator[HistoryFinding]:
        look = vanishing.look(self.workspace, self.history, self.past, self.kept.claims)
        self.unknown += look.unknown
        for rule in (keeps.kept_missing, keeps.kept_forged, keeps.kept_withdrawn):
            yield from rule(self.past, self.kept.claims, self._partners)
        yield from keeps.vanished(self.past, look.vanished, self._partners)

    def _of_writing(self) -> Iterator[HistoryFinding]:
        git, objects, past = self.history.git, self.history.objects, self.past
        files = tip.files(git, past.tip)
        texts = {path: file.entry.oid for path, file in files.items()}
        back = taken_back(git, objects, past, texts)
        aside = tip.set_aside(objects, past, files, me=self.workspace.whoever, own_texts=OWN_TEXTS)
        yield from writing.foreign_writes(past, self._partners)
        yield from writing.evil_merges(past, self._partners)
        yield from writing.reverting_merges(past, back, self._seals, self._partners)
        yield from writing.unknown_authors(past, self._partners)
        yield from writing.shared_addresses(past, self._partners)
        yield from writing.quarantined_paths(past, aside, self._partners)
        yield from writing.replaced_objects(tip.replaced(git))

    def _of_signatures(self) -> Iterator[HistoryFinding]:
        yield from signatures.bad_signatures(self.past, self._seals, self._partners)
        yield from signatures.unsigned_commits(self.past, self._seals, self._partners)
        yield from signatures.unsigned_agreement(
            self.past, tip.unsigned(self.history.objects, self.past), self._partners
        )

    @cached_property
    def _seals(self) -> Sequence[Sealed]:
        try:
            return tuple(seals(self.history.git, self.past))
        except GitFault as fault:
            self.unknown.append(fault)
            return ()


def _view(commits: int, findings: tuple[HistoryFinding, ...], unknown: Sequence[GitFault]) -> VerifyView:
    is_open = any(one.level is Level.ERROR and not one.settled for one in findings)
    return VerifyView(
        ok=False if is_open else None if unknown else True,
        commits=commits,
        findings=findings,
        problems=tuple(unknown),
        exit_code=TrustFault.exit_code if is_open else 0,
    )
