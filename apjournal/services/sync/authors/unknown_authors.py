"""Decide who wrote the commits with unknown email addresses.

A commit with an unknown address counts in my folder only after I confirm that the address is mine. Only the owner of a
folder decides this, so apj asks nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from apjournal.format.edit.records import set_partner
from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite, Writers
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.trees import FileEntry, find_entry
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptCopy
from apjournal.model.views.sync import AskYes, Note, NoteKind, make_note
from apjournal.patterns import make_pattern
from apjournal.services.commit.commit import commit_mine
from apjournal.services.sync.authors import unsigned_writes
from apjournal.services.sync.noted_answers import REFUSED, TOLD, add_noted, read_noted
from apjournal.services.sync.notes import format_use_command, list_written_paths
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_file
from apjournal.store.journal_paths import PARTNER

_NO_REPLY = make_pattern(r"@(?:[\w.-]*\.)?no-?reply\.", re.IGNORECASE)


def collect_addresses(workspace: Workspace, theirs: str, held: Iterable[KeptCopy]) -> dict[Handle, frozenset[str]]:
    """Return everybody's email addresses: mine from all my devices, the others' from what they shared.

    If a partner's file or folder is missing on the server, use the addresses from my newest commit, otherwise those
    from a commit that I kept (`held`).
    """
    history = workspace.require_history()
    commits = [commit for commit in (theirs, history.head) if commit]
    kept = {keep.partner: keep.commit for keep in held}
    handles = dict.fromkeys((*(handle for commit in commits for handle in history.at(commit).partners()), *kept))

    def said(handle: Handle) -> frozenset[str]:
        places = (*commits, kept[handle]) if handle in kept else commits
        found = (history.at(commit).partner(handle).addresses for commit in places)
        return next(filter(None, found), frozenset())

    me = workspace.me
    return {handle: said(handle) for handle in handles if handle != me} | {
        me: _collect_my_addresses(workspace, history, theirs)
    }


def _collect_my_addresses(workspace: Workspace, history: History, theirs: str) -> frozenset[str]:
    """Return my email addresses. Of those on the server, only the ones that my other devices added count."""
    me, here = workspace.me, workspace.records.partner(workspace.me).addresses
    there = history.at(theirs).partner(me).addresses
    if there <= here:
        return here
    newest = next(iter(ancestry.list_newest_changes(history.git, theirs, f"{me}/{PARTNER}", 1)), "")
    commit = history.objects.read_commit(newest)
    return here | there if commit is not None and commit.author_email.lower() in here else here


def confirm_addresses(workspace: Workspace, written: Sequence[FolderWrite], ask_yes: AskYes | None) -> frozenset[str]:
    """Ask once about each unknown email address in the commits that changed my folder.

    Return the addresses that I confirmed. After the last answer, store the addresses that I rejected.
    """
    mine, others = set[str](), list[str]()
    for address, found in _find_writes_in_my_folder(workspace, written).items():
        if not ask_yes or not address or address.lower() in read_noted(workspace, REFUSED):
            continue
        if ask_yes(_make_address_note(NoteKind.ASK_ADDRESS, workspace, address, found)):
            mine.add(address.lower())
        else:
            others.append(address)
    add_noted(workspace, REFUSED, others)
    return frozenset(mine)


def adopt_addresses(workspace: Workspace, ask_yes: AskYes | None) -> tuple[Note, ...]:
    """Add to my `emails` the addresses with which I committed in my folder since the last sync. Return notes.

    My other devices must know these addresses, otherwise my text would not count there. Commits made in this clone are
    mine, whatever their address. Commits that I pulled with plain git may be somebody else's, and an address that
    another partner lists would let that partner change my folder. So in a terminal, apj asks me once about each address
    of pulled commits. Without a terminal, a note says what to do.
    """
    here, mine, others, notes = set[str](), set[str](), list[str](), list[Note]()
    for address, found in _find_unnamed_commits(workspace).items():
        is_anothers = any(_was_anothers_address(workspace, one) for one in found)
        told, asked = (
            (NoteKind.COMMITTED_AS_ANOTHER, NoteKind.ASK_ANOTHERS_ADDRESS)
            if is_anothers
            else (NoteKind.ADD_ADDRESS, NoteKind.ASK_COMMITTED)
        )
        if not is_anothers and {one.commit for one in found} <= workspace.commits_made_here:
            here.add(address.lower())
        elif ask_yes is None:
            if add_noted(workspace, TOLD, [address]):
                notes.append(_make_address_note(told, workspace, address, found))
        elif ask_yes(_make_address_note(asked, workspace, address, found)):
            mine.add(address.lower())
        else:
            others.append(address)
    add_noted(workspace, REFUSED, others)
    return (*notes, *add_to_my_addresses(workspace, frozenset(mine), frozenset(here)))


def _find_unnamed_commits(workspace: Workspace) -> dict[str, list[FolderWrite]]:
    """Return the changes in my folder since the last sync in this clone, by the unknown email address of the commit.

    My own addresses are left out. So are commits with another partner's address that I did not make here.
    """
    history = workspace.history
    if history is None or history.head is None or workspace.identity_or_none is None:
        return {}
    since = history.accepted or history.server_tip  # the server's tip is not merged yet after a killed or stopped sync
    if since in {None, history.head} or ancestry.is_ancestor(history.git, since or "", history.head) is None:
        return {}
    whose = collect_addresses(workspace, history.head, ())
    written = writers.list_folder_writes(history.git, history.objects, since, history.head, addresses=whose)
    unnamed = _group_by_address(
        one
        for one in written
        if one.folder == workspace.me
        and (
            one.author_status is AuthorStatus.UNKNOWN
            or (one.author_status is AuthorStatus.FOREIGN and one.commit in workspace.commits_made_here)
        )
    )
    if not unnamed:
        return {}
    former = history.at(since or "").partner(workspace.me).addresses  # I removed these: do not add them again
    settled = {"", *former, *read_noted(workspace, REFUSED)}
    return {address: found for address, found in unnamed.items() if address.lower() not in settled}


def _was_anothers_address(workspace: Workspace, writing: FolderWrite) -> bool:
    """Whether another partner listed the email address of a commit before the commit was made."""
    history = workspace.require_history()
    commit = history.objects.read_commit(writing.commit)
    by, parents = writing.by, commit.parents if commit else ()
    return by is not None and any(
        writing.address.lower() in history.at(parent).partner(by).addresses for parent in parents
    )


def add_to_my_addresses(
    workspace: Workspace, addresses: frozenset[str], here: frozenset[str] = frozenset()
) -> tuple[Note, ...]:
    """Add addresses to my `emails` and commit them, so that every clone knows that they are mine.

    Return a note for each address in `here`. These were added without a question, because I committed with them in this
    clone.
    """
    if not addresses | here:
        return ()
    me, path = workspace.get_partner(workspace.me), f"{workspace.me}/{PARTNER}"
    emails = (*me.emails, *sorted(addresses | here))
    edit_own_file(workspace, path, lambda was: set_partner(was or b"", workspace.me, emails=emails))
    commit_mine(workspace)
    return tuple(make_note(NoteKind.ADDRESS_ADDED, address=address, path=path) for address in sorted(here))


def describe_unknown_authors(workspace: Workspace, who: Writers) -> Iterator[Note]:
    """Yield a note for each unknown email address in the commits that changed my folder.

    My text stays until I confirm the address. A commit without an address could be anybody's, so it never counts as
    mine. The first note is about unsigned commits in my name.
    """
    yield from unsigned_writes.describe_unsigned(who)
    strangers = _find_writes_in_my_folder(workspace, who.written)
    refused = read_noted(workspace, REFUSED) if strangers else frozenset()
    for address, found in strangers.items():
        known = NoteKind.REFUSED_AUTHOR if address.lower() in refused else NoteKind.UNKNOWN_AUTHOR
        yield _make_address_note(known if address else NoteKind.NAMELESS_AUTHOR, workspace, address, found)


def describe_host_addresses(workspace: Workspace, who: Writers) -> Iterator[Note]:
    """Yield a note, once for each email address, if a partner who lists no address seems to write at a git host.

    If a partner lists addresses, somebody else may have written in their folder on the host's page, so there is no such
    note.
    """
    unknown = (one for one in who.written if one.author_status is AuthorStatus.UNKNOWN and one.folder != who.me)
    for folder, address in dict.fromkeys((one.folder, one.address) for one in unknown if not who.addresses[one.folder]):
        if _NO_REPLY.search(address) and add_noted(workspace, TOLD, [address]):
            name, path = workspace.get_partner(folder).called, f"{folder}/{PARTNER}"
            yield make_note(NoteKind.HOST_ADDRESS, who=name, address=address, folder=folder, path=path)


def _make_address_note(kind: NoteKind, workspace: Workspace, address: str, found: Sequence[FolderWrite]) -> Note:
    """Return a note or a question about the changes that `address` made in my folder."""
    first, path = found[0], f"{workspace.me}/{PARTNER}"
    paths = list_written_paths(found)
    who = workspace.get_partner(first.by).called if first.by else ""
    command = format_use_command(first.commit, paths)
    return make_note(kind, *paths, address=address, commit=first.commit[:7], command=command, path=path, who=who)


def _find_writes_in_my_folder(workspace: Workspace, written: Sequence[FolderWrite]) -> dict[str, list[FolderWrite]]:
    """Return the changes that left text other than mine in my folder, by their unknown email address.

    If a host squashes my own commits under its own address, my text does not change.
    """
    history = workspace.require_history()
    newest, mine = dict[str, FileEntry | None](), dict[str, FileEntry | None]()
    for one in reversed(written):
        newest.update(one.paths)
        if one.author_status is AuthorStatus.OWN:
            mine.update(one.paths)

    def differs(path: str) -> bool:
        here = find_entry(history.objects, history.head, path) if history.head else None
        return {newest[path]} != {here, mine.get(path, here)}

    unknown = [one for one in written if one.folder == workspace.me and one.author_status is AuthorStatus.UNKNOWN]
    return _group_by_address(one for one in unknown if any(map(differs, one.paths)))


def _group_by_address(written: Iterable[FolderWrite]) -> dict[str, list[FolderWrite]]:
    found: dict[str, list[FolderWrite]] = {}
    for writing in written:
        found.setdefault(writing.address, []).append(writing)
    return found
