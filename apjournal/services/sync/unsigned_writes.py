"""Unsigned commits in my name. If I sign my commits, an unsigned one counts only after I confirm that I made it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from apjournal.errors import GitFault
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite
from apjournal.gitrepo.plumbing.objects import Commit
from apjournal.gitrepo.signing.signatures import find_signed_commits
from apjournal.gitrepo.signing.ssh_keys import normalize_key
from apjournal.model.hints import quote_pathspec
from apjournal.model.views.sync import AskYes, Note, NoteKind, make_note
from apjournal.services.sync.key_changes import list_vouched_keys
from apjournal.services.sync.noted_answers import CONFIRMED, REFUSED, add_noted, read_noted
from apjournal.services.sync.notes import list_written_paths
from apjournal.session.workspace import Workspace


def mark_unsigned(
    workspace: Workspace, written: Sequence[FolderWrite], tip: str, ask_yes: AskYes | None = None
) -> tuple[FolderWrite, ...]:
    """Return the writes. Unsigned commits with my email address in my folder get `AuthorStatus.UNSIGNED`.

    On a terminal, ask once about all of them together. `tip` is the commit that arrived.
    """
    mine = [one for one in written if _is_mine(workspace, one)]
    commits = workspace.objects.read_commits(one.commit for one in mine)
    unsigned = find_unsigned(workspace, commits.values(), tip)
    if unsigned and ask_yes:
        refused = read_noted(workspace, REFUSED)
        new = [one for one in mine if one.commit in unsigned - refused]
        is_mine = bool(new) and ask_yes(_make_unsigned_note(NoteKind.ASK_UNSIGNED, new))
        add_noted(workspace, CONFIRMED if is_mine else REFUSED, [one.commit for one in new])
        unsigned -= {one.commit for one in new if is_mine}
    return tuple(
        replace(one, author_status=AuthorStatus.UNSIGNED, by=None)
        if one.commit in unsigned and _is_mine(workspace, one)
        else one
        for one in written
    )


def _is_mine(workspace: Workspace, one: FolderWrite) -> bool:
    return one.folder == workspace.me and one.author_status is AuthorStatus.OWN


def find_unsigned(workspace: Workspace, commits: Collection[Commit], tip: str) -> frozenset[str]:
    """Return those of my commits that I did not confirm and that no key of mine known here has signed.

    Return none if I do not sign. `tip` is the commit that arrived.
    """
    history, me = workspace.require_history(), workspace.me
    before = (history.accepted, history.head)  # a device of mine may still sign with the former key
    known = [*(history.at(commit).partner(me) for commit in before if commit), workspace.get_partner(me)]
    keys = tuple(dict.fromkeys(filter(None, (normalize_key(one.signing_key) for one in known))))
    if not keys or not commits:
        return frozenset()
    try:
        signed = find_signed_commits(history.git, commits, (*keys, *list_vouched_keys(workspace, me, keys, tip)))
    except GitFault:  # signatures cannot be checked here
        signed = frozenset()
    unsigned = {commit.id for commit in commits} - signed
    return frozenset(unsigned - read_noted(workspace, CONFIRMED) if unsigned else ())


def describe_unsigned(workspace: Workspace, written: Sequence[FolderWrite]) -> Iterator[Note]:
    """Yield notes on unsigned commits in my name, if there are any. My text stays."""
    found = [one for one in written if one.author_status is AuthorStatus.UNSIGNED]
    if found:
        take = f"git checkout {found[0].commit[:7]} -- {quote_pathspec(workspace.me)}"
        yield _make_unsigned_note(NoteKind.UNSIGNED, found)
        yield make_note(NoteKind.USE_UNSIGNED, command=take)


def _make_unsigned_note(kind: NoteKind, found: Sequence[FolderWrite]) -> Note:
    return make_note(kind, *list_written_paths(found), commit=found[0].commit[:7], show=found[0].show)
