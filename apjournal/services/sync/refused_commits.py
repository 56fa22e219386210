"""Recreate commits that the server refused and nobody else has, with my current email address and signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apjournal.gitrepo.kept.kept_refs import expand_abbreviated_ids
from apjournal.gitrepo.merge import backups
from apjournal.gitrepo.plumbing import ancestry, refs
from apjournal.gitrepo.signing import recreate_commits
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.services.commit.commit import get_identity
from apjournal.session.git_state import take_backups
from apjournal.session.history import History
from apjournal.session.workspace import Workspace

_NOT_RECREATED = {
    recreate_commits.KeepReason.HELD: NoteKind.NOT_RECREATED_HELD,
    recreate_commits.KeepReason.OTHER_ADDRESS: NoteKind.NOT_RECREATED_OTHER_ADDRESS,
    recreate_commits.KeepReason.UNUSUAL: NoteKind.NOT_RECREATED_UNUSUAL,
}


def recreate_refused(
    workspace: Workspace, theirs: str | None
) -> recreate_commits.Remade | recreate_commits.Unchangeable | None:
    """Recreate my unshared commits with my current email address and signature, and move the branch to them.

    `theirs` is the server's tip. A backup ref protects the former tip, and no file changes. Return None if no commit
    has to change.
    """
    history = workspace.require_history()
    git, head = history.git, history.head
    if head is None:
        return None
    at_server = [commit for commit in (theirs, history.accepted) if commit]
    commits = ancestry.list_commits_not_in(git, None, head, *at_server)
    elsewhere = set(refs.list_refs(git, refs.REMOTES).values())
    made = recreate_commits.recreate_all(
        git,
        history.objects,
        commits,
        held=ancestry.collect_ancestors(
            git, {*elsewhere, *(keep.commit for keep in workspace.protected_copies), *_list_kept_commits(history, head)}
        ),
        mine=_collect_my_addresses(workspace, history, (*at_server, *commits)),
        author=get_identity(workspace),
    )
    if isinstance(made, recreate_commits.Remade):
        saved = backups.plan_backup(take_backups(workspace), head, workspace.now)
        refs.move_refs(git, [saved, (history.ref, made.tip, head)])
        workspace.record_ref_move(history.ref, made.tip)
    return made


def explain_recreated(
    workspace: Workspace, made: recreate_commits.Remade | recreate_commits.Unchangeable | None
) -> Iterator[Note]:
    """Yield notes on which commits were recreated, or why a commit could not be recreated."""
    signing_key = get_identity(workspace).key or ""
    if isinstance(made, recreate_commits.Remade):
        yield make_note(NoteKind.RECREATED, count=str(made.count), signing_key=signing_key)
    if isinstance(made, recreate_commits.Unchangeable):
        kind, commit = _NOT_RECREATED[made.reason], made.commit[:7]
        yield make_note(kind, commit=commit, signing_key=signing_key, address=made.address)


def _list_kept_commits(history: History, head: str) -> set[str]:
    """Return the commits in this clone that a line in any partner's `kept.md` contains."""
    records = history.at(head)
    lines = expand_abbreviated_ids(
        history.git, [line for handle in records.partners() for line in records.kept(handle).lines]
    )
    return set(history.objects.read_commits(line.commit for line in lines if line.commit))


def _collect_my_addresses(workspace: Workspace, history: History, commits: Iterable[str]) -> frozenset[str]:
    """Return the email addresses that my `partner.md` lists now or listed in one of `commits`."""
    me = workspace.me
    return workspace.get_partner(me).addresses.union(*(history.at(commit).partner(me).addresses for commit in commits))
