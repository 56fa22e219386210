"""Unsigned commits in my name. If I sign my commits, an unsigned one counts only after I confirm that I made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from apjournal.errors import GitFault
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite
from apjournal.gitrepo.signing.signatures import find_signed_commits
from apjournal.gitrepo.signing.ssh_keys import normalize_key
from apjournal.model.hints import quote_pathspec
from apjournal.model.views.sync import AskYes, Note, NoteKind, make_note
from apjournal.services.sync.key_changes import list_vouched_keys
from apjournal.services.sync.notes import list_written_paths
from apjournal.session.workspace import Workspace


def mark_unsigned(
    workspace: Workspace,
    written: Sequence[FolderWrite],
    tip: str,
    answers: Mapping[str, bool],
    ask_yes: AskYes | None,
) -> tuple[tuple[FolderWrite, ...], Mapping[str, bool]]:
    """Return the writes, with `AuthorStatus.UNSIGNED` for unsigned commits with my email address in my folder.

    On a terminal, ask once about all of them together. `answers` are the answers so far, by commit. The result includes
    them and the new answers. `tip` is the commit that arrived.
    """
    unsigned = frozenset(_unsigned(workspace, written, tip))
    new = [one for one in written if one.commit in unsigned - answers.keys()]
    if new and ask_yes:
        is_mine = ask_yes(_make_unsigned_note(NoteKind.ASK_UNSIGNED, new))
        answers = {**answers, **{one.commit: is_mine for one in new}}
    marked = tuple(
        replace(one, author_status=AuthorStatus.UNSIGNED, by=None)
        if one.folder == workspace.me and one.commit in unsigned and not answers.get(one.commit)
        else one
        for one in written
    )
    return marked, answers


def describe_unsigned(workspace: Workspace, written: Sequence[FolderWrite]) -> Iterator[Note]:
    """Yield notes on unsigned commits in my name, if there are any. My text stays."""
    found = [one for one in written if one.author_status is AuthorStatus.UNSIGNED]
    if found:
        take = f"git checkout {found[0].commit[:7]} -- {quote_pathspec(workspace.me)}"
        yield _make_unsigned_note(NoteKind.UNSIGNED, found)
        yield make_note(NoteKind.USE_UNSIGNED, command=take)


def _unsigned(workspace: Workspace, written: Sequence[FolderWrite], tip: str) -> Iterator[str]:
    """Yield the commits in my folder with my email address that are not signed with a key of mine known here."""
    history, me = workspace.require_history(), workspace.me
    before = (history.accepted, history.head)  # a device of mine may still sign with the key from before
    known = [*(history.at(commit).partner(me) for commit in before if commit), workspace.get_partner(me)]
    keys = tuple(dict.fromkeys(filter(None, (normalize_key(one.signing_key) for one in known))))
    mine = [one.commit for one in written if one.folder == me and one.author_status is AuthorStatus.OWN]
    if not keys or not mine:
        return
    commits = history.objects.read_commits(mine).values()
    try:
        signed = find_signed_commits(history.git, commits, (*keys, *list_vouched_keys(workspace, me, keys, tip)))
    except GitFault:  # no signature can be checked here
        signed = frozenset()
    yield from (commit.id for commit in commits if commit.id not in signed)


def _make_unsigned_note(kind: NoteKind, found: Sequence[FolderWrite]) -> Note:
    return make_note(kind, *list_written_paths(found), commit=found[0].commit[:7], show=found[0].show)
