"""Handle unsigned commits in my name.

If I sign my commits, an unsigned one counts only after I confirm that I made it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from apjournal.checks.signatures import UNSIGNED
from apjournal.errors import ApjError, GitFault
from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite, Writers
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Commit
from apjournal.gitrepo.signing.signatures import find_signed_commits
from apjournal.gitrepo.signing.ssh_keys import normalize_key
from apjournal.model.kept import SettledLine
from apjournal.model.views.sync import AskYes, Note, NoteKind, make_note
from apjournal.services.commit.keep_copies import settle_findings
from apjournal.services.sync.authors.key_changes import list_confirmed_keys
from apjournal.services.sync.noted_answers import CONFIRMED, REFUSED, add_noted, read_noted
from apjournal.services.sync.notes import format_use_command, list_written_paths
from apjournal.session.workspace import Workspace


def mark_unsigned(
    workspace: Workspace, who: Writers, arrived: Iterable[str], tip: str, ask_yes: AskYes | None = None
) -> tuple[Writers, tuple[str, ...]]:
    """Mark the unsigned commits in my name that I did not confirm.

    Return `who` with these commits, and the ids of the commits that I confirmed now. Their changes in my folder get
    `AuthorStatus.UNSIGNED`. An unsigned merge writes no text, but it may have chosen one of two versions. On a
    terminal, ask once about all of them together. `arrived` contains the commits that arrived, and `tip` is the newest
    of them.
    """
    commits = workspace.objects.read_commits(arrived).values()
    mine = [one for one in commits if one.author_email.lower() in who.addresses[who.me]]
    unsigned = _find_unsigned(workspace, mine, tip)
    merges = (one for one in mine if one.id in unsigned and len(one.parents) > 1)
    chosen = writers.list_choices(workspace.git, workspace.objects, merges, who.me)
    found = [*(one for one in who.written if one.commit in unsigned and one.folder == who.me), *chosen]
    confirmed = _confirm(workspace, found, chosen, ask_yes) if found and ask_yes else ()
    unsigned -= {*confirmed}
    written = tuple(
        replace(one, author_status=AuthorStatus.UNSIGNED, by=None)
        if one.commit in unsigned and one.folder == who.me
        else one
        for one in who.written
    )
    left = tuple(one for one in chosen if one.commit in unsigned)
    return replace(who, written=written, unsigned=unsigned, chosen=left), confirmed


def _confirm(
    workspace: Workspace, found: Sequence[FolderWrite], chosen: Sequence[FolderWrite], ask_yes: AskYes
) -> tuple[str, ...]:
    """Ask about unsigned commits that I have not refused yet, and store the answer. Return the commits that I made."""
    refused = read_noted(workspace, REFUSED)
    new = [one for one in found if one.commit not in refused]
    is_mine = bool(new) and ask_yes(_ask_about(new, chosen))
    commits = tuple(one.commit for one in new)
    add_noted(workspace, CONFIRMED if is_mine else REFUSED, commits)
    return commits if is_mine else ()


def share_answer(workspace: Workspace, confirmed: Sequence[str]) -> tuple[ApjError, ...]:
    """Write into my `kept.md` that I made these unsigned commits, so that `verify` no longer asks in any clone.

    Return the faults that occurred after the commit. Write nothing if I refused another commit, because a line also
    covers the ancestors of its commit.
    """
    if not confirmed or workspace.objects.read_commits(read_noted(workspace, REFUSED)):
        return ()
    git, rest, lines = workspace.git, list(dict.fromkeys(confirmed)), list[SettledLine]()
    while rest:
        newest = ancestry.sort_topologically(git, rest)[-1]
        lines.append(SettledLine(newest, UNSIGNED, workspace.now, "I made this commit"))
        rest = list(ancestry.find_unreachable_from(git, newest, rest) or ())
    return settle_findings(workspace, lines)


def _find_unsigned(workspace: Workspace, commits: Collection[Commit], tip: str) -> frozenset[str]:
    """Return the commits in my name that I did not confirm and that no known key of mine has signed.

    Return none if I do not sign. `tip` is the newest commit that arrived.
    """
    history, me = workspace.require_history(), workspace.me
    before = (history.accepted, history.head)  # a device of mine may still sign with the former key
    known = [*(history.at(commit).partner(me) for commit in before if commit), workspace.get_partner(me)]
    keys = tuple(dict.fromkeys(filter(None, (normalize_key(one.signing_key) for one in known))))
    if not keys or not commits:
        return frozenset()
    try:
        signed = find_signed_commits(history.git, commits, (*keys, *list_confirmed_keys(history, me, keys, tip)))
    except GitFault:  # this machine cannot check signatures
        signed = frozenset()
    unsigned = {commit.id for commit in commits} - signed
    return frozenset(unsigned - read_noted(workspace, CONFIRMED) if unsigned else ())


def describe_unsigned(who: Writers) -> Iterator[Note]:
    """Yield a note about the unsigned commits in my name, if there are any. My text stays."""
    found = [*(one for one in who.written if one.author_status is AuthorStatus.UNSIGNED), *who.chosen]
    if not found:
        return
    commit, paths = found[0].commit, list_written_paths(found)
    kind = NoteKind.UNSIGNED_CHOICE if found[0] in who.chosen else NoteKind.UNSIGNED
    yield make_note(kind, *paths, commit=commit[:7], command=format_use_command(commit, paths))


def _ask_about(found: Sequence[FolderWrite], chosen: Sequence[FolderWrite]) -> Note:
    """Return the question about unsigned changes or, if there are none, about the choices of unsigned merges."""
    kind = NoteKind.ASK_UNSIGNED_CHOICE if found[0] in chosen else NoteKind.ASK_UNSIGNED
    return make_note(kind, *list_written_paths(found), commit=found[0].commit[:7])
