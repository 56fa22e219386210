"""Unsigned commits in my name. If I sign my commits, an unsigned one counts only after I confirm that I made it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from apjournal.errors import GitFault
from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite
from apjournal.gitrepo.plumbing.objects import Commit
from apjournal.gitrepo.signing.signatures import find_signed_commits
from apjournal.gitrepo.signing.ssh_keys import normalize_key
from apjournal.model.hints import quote_pathspec
from apjournal.model.views.sync import AskYes, Note, NoteKind, make_note
from apjournal.services.sync.authors.key_changes import list_vouched_keys
from apjournal.services.sync.authors.noted_answers import CONFIRMED, REFUSED, add_noted, read_noted
from apjournal.services.sync.notes import list_written_paths
from apjournal.session.workspace import Workspace


class Unsigned(Struct, frozen=True):
    """The writes that arrived, and the choices of unsigned merges in my name.

    In `written`, unsigned commits in my name have `AuthorStatus.UNSIGNED`. A merge in `chosen` wrote no text: for each
    of its paths in my folder, it has one of two versions, and nothing of the other.
    """

    written: tuple[FolderWrite, ...]
    chosen: tuple[FolderWrite, ...] = ()


def find_unsigned_choices(
    workspace: Workspace, arrived: Sequence[str], addresses: Collection[str], tip: str
) -> tuple[FolderWrite, ...]:
    """Return the choices of unsigned merges with one of my `addresses` that I did not confirm.

    `arrived` are the commits that arrived, and `tip` is the newest of them.
    """
    commits = workspace.objects.read_commits(arrived).values()
    merges = [one for one in commits if len(one.parents) > 1 and one.author_email.lower() in addresses]
    unsigned = find_unsigned(workspace, merges, tip)
    doubtful = (one for one in merges if one.id in unsigned)
    return writers.list_choices(workspace.git, workspace.objects, doubtful, workspace.me)


def mark_unsigned(
    workspace: Workspace,
    written: Sequence[FolderWrite],
    chosen: Sequence[FolderWrite],
    tip: str,
    ask_yes: AskYes | None = None,
) -> Unsigned:
    """Find the unsigned commits with my email address in my folder that I did not confirm.

    On a terminal, ask once about all of them together. `chosen` are the choices of unsigned merges, and `tip` is the
    commit that arrived.
    """
    mine = [*(one for one in written if _is_mine(workspace, one)), *chosen]
    commits = workspace.objects.read_commits(one.commit for one in mine)
    unsigned = find_unsigned(workspace, commits.values(), tip)
    if unsigned and ask_yes:
        asked = unsigned - read_noted(workspace, REFUSED)
        new = [one for one in mine if one.commit in asked]
        is_mine = bool(new) and ask_yes(_ask_about(new, chosen))
        add_noted(workspace, CONFIRMED if is_mine else REFUSED, [one.commit for one in new])
        unsigned -= {one.commit for one in new if is_mine}
    return Unsigned(
        tuple(
            replace(one, author_status=AuthorStatus.UNSIGNED, by=None)
            if one.commit in unsigned and _is_mine(workspace, one)
            else one
            for one in written
        ),
        tuple(one for one in chosen if one.commit in unsigned),
    )


def _is_mine(workspace: Workspace, one: FolderWrite) -> bool:
    return one.folder == workspace.me and one.author_status is AuthorStatus.OWN


def find_unsigned(workspace: Workspace, commits: Collection[Commit], tip: str) -> frozenset[str]:
    """Return my commits that I did not confirm and that no known key of mine has signed.

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


def describe_unsigned(
    workspace: Workspace, written: Sequence[FolderWrite], chosen: Sequence[FolderWrite]
) -> Iterator[Note]:
    """Yield notes on unsigned commits in my name, if there are any. My text stays."""
    found = [*(one for one in written if one.author_status is AuthorStatus.UNSIGNED), *chosen]
    if not found:
        return
    commit, paths = found[0].commit[:7], list_written_paths(found)
    if found[0] in chosen:
        show = f"git show -m {commit} -- {quote_pathspec(workspace.me)}"
        yield make_note(NoteKind.UNSIGNED_CHOICE, *paths, commit=commit, show=show)
    else:
        yield make_note(NoteKind.UNSIGNED, *paths, commit=commit, show=found[0].show)
    yield make_note(NoteKind.USE_UNSIGNED, command=f"git checkout {commit} -- {quote_pathspec(workspace.me)}")


def _ask_about(found: Sequence[FolderWrite], chosen: Sequence[FolderWrite]) -> Note:
    """Return the question about unsigned writes or, if there are none, about the choices of unsigned merges."""
    kind = NoteKind.ASK_UNSIGNED_CHOICE if found[0] in chosen else NoteKind.ASK_UNSIGNED
    return make_note(kind, *list_written_paths(found), commit=found[0].commit[:7])
