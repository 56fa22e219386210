"""`apj verify`: check the whole history against the rules, and show each finding with a git command.

The partners concerned can settle a finding with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec.structs import replace

from apjournal.checks import authorship as authors
from apjournal.checks import kept_copies, signatures
from apjournal.checks.history_finding import close_settled, find_lines_without_effect
from apjournal.errors import GitFault, TrustFault, UsageFault
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.faults import IncompleteHistory
from apjournal.gitrepo.plumbing.repository import OWN_TEXTS
from apjournal.gitrepo.signing.signatures import check_signatures
from apjournal.gitrepo.verify import history_walk, tip_checks
from apjournal.gitrepo.verify.kept_claims import KeptLines, read_kept_claims
from apjournal.gitrepo.verify.reverting_merges import find_reverting_merges
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.history import Settlement, SignedCommit, WalkedHistory
from apjournal.model.kept import SettledLine
from apjournal.model.views.verify import HistoryFinding, VerifyView
from apjournal.services.commit.keep_copies import settle_findings
from apjournal.services.verify import vanished
from apjournal.services.verify.unsigned_agreement import find_unsigned
from apjournal.session.arguments import join_to_one_line
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.session.writing import journal_lock

_SHORTEST = 7  # the fewest digits of an id that may name a commit


def verify_history(workspace: Workspace, since: str | None) -> VerifyView:
    """Check the commits of this branch against the rules.

    With `since`, check only those that `since` does not contain. If the history in this clone is incomplete, report no
    findings. Raise `UsageFault` if `since` is not a commit of this branch.
    """
    me = workspace.identity_or_none
    if not workspace.is_repository:
        return _build_view(me, 0, (), [GitFault("There is no history here.", "Run verify in a clone of the journal.")])
    history = workspace.require_history()
    if history.head is None:
        return _build_view(me, 0, (), [])
    try:
        past = history_walk.walk_history(
            history.git, history.objects, history.head, since=_resolve_since(history, history.head, since)
        )
        look = _HistoryCheck(workspace, history, past, read_kept_claims(history.git, history.objects, past))
        return _build_view(me, len(past.commits), look.list_findings(), look.unknown)
    except GitFault as fault:
        return _build_view(me, 0, (), [fault])


def find_settleable(workspace: Workspace, view: VerifyView, commit: str | None) -> tuple[HistoryFinding, ...]:
    """Return the findings that I can settle: those about `commit`, otherwise my open errors, otherwise my questions.

    Raise `UsageFault` if there are none.
    """
    _ = workspace.me  # raises a fault if it is unknown who I am
    if commit is None:
        return _require_some(view, [one for one in view.mine if one.level is Level.ERROR] or view.mine, "")
    asked = commit.lower()
    if len(asked) < _SHORTEST:
        raise UsageFault(f"{commit} is too short to identify a commit.", "Copy the commit from: apj verify")
    return _require_some(view, [one for one in view.mine if (one.commit or "").startswith(asked)], f" in {commit}")


def _require_some(view: VerifyView, found: Sequence[HistoryFinding], of: str) -> tuple[HistoryFinding, ...]:
    if not found:
        raise UsageFault(
            f"There is nothing for you to resolve{of}.", "To see the findings, and who can resolve them: apj verify"
        )
    return tuple(found)


def settle_all(workspace: Workspace, view: VerifyView, chosen: Sequence[HistoryFinding], words: str) -> VerifyView:
    """Write into my `kept.md` that we talked about these findings, and commit the file.

    Return the view with these findings settled.
    """
    words = join_to_one_line(words)
    named = dict.fromkeys((one.commit, one.code) for one in chosen if one.commit)
    lines = [SettledLine(commit, code, workspace.now, words) for commit, code in named]
    more = "apj sync" if workspace.is_shared else ""
    with journal_lock(workspace, commits=True, undoable="verify --settle"):
        behind = settle_findings(workspace, lines)
    findings = close_settled(view.findings, [Settlement(workspace.me, line) for line in lines])
    after = _build_view(view.reader, view.commits + 1, findings, ())
    now = tuple(one for one in findings if (one.commit, one.code) in named)
    return replace(after, settled_now=now, next=more, problems=(*view.problems, *behind))


def _resolve_since(history: History, head: str, since: str | None) -> str | None:
    if since is None:
        return None
    commit = ancestry.resolve_ref(history.git, f"{since}^{{commit}}")
    if commit is None:
        raise UsageFault(f"This clone has no commit {since}.", "To see the commits: git log")
    is_part = ancestry.is_ancestor(history.git, commit, head)
    if is_part is None:
        raise IncompleteHistory("Some commits of the history are missing from this clone", "git fsck")
    if not is_part:
        raise UsageFault(
            f"{since} is not part of the history of this branch.", "To verify the whole history: apj verify"
        )
    return commit


class _HistoryCheck:
    """Runs each rule on a history, and collects the findings and what could not be determined."""

    def __init__(self, workspace: Workspace, history: History, past: WalkedHistory, kept: KeptLines) -> None:
        self.workspace = workspace
        self.history = history
        self.past = past
        self.kept = kept
        self.unknown: list[GitFault] = []

    def list_findings(self) -> tuple[HistoryFinding, ...]:
        """Return the findings of every rule, with the settled ones marked.

        Errors come before questions, and settled findings come last. Older commits come before newer ones.
        """
        found = (*self._check_kept_copies(), *self._check_writing(), *self._check_signatures())
        found = (*close_settled(found, self._settled), *find_lines_without_effect(found, self._settled))
        workspace = self.workspace
        names = tuple((handle, workspace.get_partner(handle).called) for handle in workspace.records.partners())
        return tuple(replace(one, names=names) for one in sorted(found, key=self._get_sort_key))

    def _get_sort_key(self, one: HistoryFinding) -> tuple[bool, bool, int, str]:
        place = self.past.places.get(one.commit or "", -1)
        return one.settled, one.level is not Level.ERROR, place, one.code

    @cached_property
    def _partners(self) -> tuple[Handle, ...]:
        """The partners who have not left. Only they can settle a finding."""
        records = self.history.at(self.past.tip)
        return tuple(handle for handle in records.partners() if records.partner(handle).left is None)

    def _check_kept_copies(self) -> Iterator[HistoryFinding]:
        look = vanished.find_all_vanished(self.workspace, self.history, self.past, self.kept.claims)
        self.unknown += look.unknown
        for rule in (
            kept_copies.find_missing_copies,
            kept_copies.find_forged_copies,
            kept_copies.find_withdrawn_copies,
        ):
            yield from rule(self.past, self.kept.claims, self._partners)
        yield from kept_copies.find_vanished(self.past, look.vanished, self._partners, self.workspace.identity_or_none)

    def _check_writing(self) -> Iterator[HistoryFinding]:
        git, objects, past, me = self.history.git, self.history.objects, self.past, self.workspace.identity_or_none
        files = tip_checks.list_files(objects, past.tip)
        texts = {path: entry.oid for path, entry in files.items()}
        back = find_reverting_merges(git, objects, past, texts)
        aside = tip_checks.find_quarantined_at_tip(git, objects, past, files, me=me, own_texts=OWN_TEXTS)
        yield from authors.find_foreign_writes(past, self._partners)
        yield from authors.check_reverting_merges(past, back, self._signed_commits, self._partners)
        yield from authors.find_unknown_authors(past, self._partners, me)
        yield from authors.find_quarantined_paths(past, aside, self._partners)
        yield from authors.find_replaced_objects(tip_checks.find_replacements(git))

    def _check_signatures(self) -> Iterator[HistoryFinding]:
        yield from signatures.find_bad_signatures(self.past, self._signed_commits, self._partners)
        histories = ancestry.read_histories(self.history.git, self.past.tip)
        yield from signatures.find_unsigned_commits(self._signed_commits, self._settled, histories.collect_ancestors)
        yield from signatures.find_unsigned_agreement(self.past, find_unsigned(self.history, self.past))

    @cached_property
    def _settled(self) -> Sequence[Settlement]:
        """The `settled` lines that count."""
        return tuple(signatures.filter_settled(self.kept.settled, self._signed_commits))

    @cached_property
    def _signed_commits(self) -> Sequence[SignedCommit]:
        try:
            return tuple(check_signatures(self.history.git, self.past))
        except GitFault as fault:
            self.unknown.append(fault)
            return ()


def _build_view(
    me: Handle | None, commits: int, findings: tuple[HistoryFinding, ...], unknown: Sequence[GitFault]
) -> VerifyView:
    is_open = any(one.level is Level.ERROR and not one.settled for one in findings)
    return VerifyView(
        ok=False if is_open else None if unknown else True,
        commits=commits,
        findings=findings,
        reader=me,
        problems=tuple(unknown),
        exit_code=TrustFault.exit_code if is_open else 0,
    )
