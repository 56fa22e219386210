"""Email addresses: whose each is. What an unknown one wrote in my folder counts once I have said that it was me.

Nobody else is asked: whose an address is in a partner's folder is for that partner to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from apjournal.format.edit.records import set_partner
from apjournal.gitrepo.kept.kept_refs import KeptCommit
from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.config import list_settings, write_config
from apjournal.gitrepo.plumbing.trees import Entry
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.services.commit.commit import commit_mine
from apjournal.services.sync import unsigned_writes
from apjournal.services.sync.notes import describe_files, list_written_paths
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_file
from apjournal.store.journal_paths import PARTNER

REFUSED = "apj.notmine"
"""The git config key with the addresses that I rejected, separated by spaces."""
TOLD = "apj.told"
"""The same for addresses that were reported without a terminal, so that they are reported once."""
WasItMe = Callable[[str], bool]
"""Ask me a question on a terminal. True means yes."""


def collect_addresses(
    workspace: Workspace, history: History, theirs: str, held: Iterable[KeptCommit]
) -> dict[Handle, frozenset[str]]:
    """Return everybody's addresses: mine as they are here and as my other devices say, the others' as shared.

    A partner whose file or folder is gone there has their former addresses: as of my newest commit, otherwise as of a
    commit that I kept (`held`).
    """
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
    """Return my addresses. Only another device of mine may have added some."""
    me, here = workspace.me, workspace.records.partner(workspace.me).addresses
    there = history.at(theirs).partner(me).addresses
    if there <= here:
        return here
    newest = next(iter(ancestry.list_newest_changes(history.git, theirs, f"{me}/{PARTNER}", 1)), "")
    commit = history.objects.read_commit(newest)
    return here | there if commit is not None and commit.author_email.lower() in here else here


def confirm_addresses(
    workspace: Workspace, written: Sequence[FolderWrite], was_it_me: WasItMe | None
) -> frozenset[str]:
    """Ask once about each unknown address that wrote in my folder. Return mine, and remember the others at the end."""
    mine, others = set[str](), list[str]()
    for address, found in _find_writes_in_my_folder(workspace, written).items():
        if not was_it_me or not address or address.lower() in _read_refused(workspace):
            continue
        if was_it_me(f"Somebody at {address} changed {describe_files(workspace.me, found)}. Was that you?"):
            mine.add(address.lower())
        else:
            others.append(address)
    _note_refused(workspace, others)
    return frozenset(mine)


def adopt_addresses(workspace: Workspace, was_it_me: WasItMe | None) -> tuple[str, ...]:
    """Add to my `emails` the addresses under which I committed in my folder since the last sync. Return notes.

    I have taken these commits already. What was committed in this clone is mine, whatever the address: my other devices
    have to know, or my text would not count there. What I pulled with plain git may be somebody else's: on a terminal I
    am asked once for each. Elsewhere one line says what to do.
    """
    here, mine, others, notes = set[str](), set[str](), list[str](), list[str]()
    made_here = None
    for address, found in _find_unnamed_commits(workspace).items():
        made_here = made_here or ancestry.list_commits_made_here(workspace.git)
        said = f"Somebody at {address} changed {describe_files(workspace.me, found)}, in {found[0].commit[:7]}."
        if {one.commit for one in found} <= made_here:
            here.add(address.lower())
        elif was_it_me is None:
            if _add_noted(workspace, TOLD, address):
                notes.append(f"{said} If that was you, add the address to emails in {workspace.me}/{PARTNER}.")
        elif was_it_me(f"{said} Was that you?"):
            mine.add(address.lower())
        else:
            others.append(address)
    _note_refused(workspace, others)
    return (*notes, *add_to_my_addresses(workspace, frozenset(mine), frozenset(here)))


def _find_unnamed_commits(workspace: Workspace) -> dict[str, list[FolderWrite]]:
    """Return what is in my folder here since the last sync under addresses that nobody has, by address."""
    history = workspace.history
    if history is None or history.head is None or workspace.identity_or_none is None:
        return {}
    since = history.accepted or history.server_tip
    if since in {None, history.head} or not ancestry.is_ancestor(history.git, since or "", history.head):
        return {}
    whose = collect_addresses(workspace, history, history.head, ())
    written = writers.list_folder_writes(history.git, history.objects, since, history.head, addresses=whose)
    unknown = {
        address: found for (folder, address), found in _group_by_address(written).items() if folder == workspace.me
    }
    if not unknown:
        return {}
    former = history.at(since or "").partner(workspace.me).addresses  # I took it out, so it does not go back in
    settled = {"", *former, *_read_refused(workspace)}
    return {address: found for address, found in unknown.items() if address.lower() not in settled}


def add_to_my_addresses(
    workspace: Workspace, addresses: frozenset[str], here: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Write addresses into my `emails` and commit that, so that every clone knows they are mine.

    Return messages about those added without a question, because I committed under them `here`.
    """
    if not addresses | here:
        return ()
    me, path = workspace.get_partner(workspace.me), f"{workspace.me}/{PARTNER}"
    emails = (*me.emails, *sorted(addresses | here))
    edit_own_file(workspace, path, lambda was: set_partner(was or b"", workspace.me, emails=emails))
    commit_mine(workspace)
    return tuple(
        f"You committed as {address} here, so that address is now under emails in {path}." for address in sorted(here)
    )


def describe_unknown_authors(workspace: Workspace, written: Sequence[FolderWrite]) -> Iterator[str]:
    """Return a note for each unknown email address that wrote in my folder: my text stays until I confirm it.

    A commit without an address could be anybody's, so it is never mine by that.
    """
    yield from unsigned_writes.describe_unsigned(workspace, written)
    folder, strangers = workspace.me, _find_writes_in_my_folder(workspace, written)
    refused = _read_refused(workspace) if strangers else set()
    for address, found in strangers.items():
        commit, paths = found[0].commit[:7], list_written_paths(found)
        who = "Somebody else" if address.lower() in refused else "Somebody"
        where = f"at {address}" if address else "without an email address"
        yield (
            f"{who} {where} changed {describe_files(folder, found)} in {commit}; apj kept your "
            f"text. See the change: {found[0].show}"
        )
        yield f"To use that text: git checkout {commit} -- {quote_pathspec(paths[0] if len(paths) == 1 else folder)}"
        if address and address.lower() not in refused:
            yield f"If that was you, also add {address} to emails in {folder}/{PARTNER}."


def _read_refused(workspace: Workspace) -> set[str]:
    return _read_noted(workspace, REFUSED)


def _read_noted(workspace: Workspace, name: str) -> set[str]:
    return set(dict(list_settings(workspace.git)).get(name, "").split())  # it may have been written a moment ago


def _note_refused(workspace: Workspace, addresses: Sequence[str]) -> None:
    """Remember the addresses that I said are not mine, after the last question: Ctrl-C discards all answers."""
    for address in addresses:
        _add_noted(workspace, REFUSED, address)


def _add_noted(workspace: Workspace, name: str, address: str) -> bool:
    """Add an address to those under `name` in git config. Return whether it was new."""
    known = _read_noted(workspace, name)
    write_config(workspace.git, name, " ".join(sorted({*known, address.lower()})))
    return address.lower() not in known


def _find_writes_in_my_folder(workspace: Workspace, written: Sequence[FolderWrite]) -> dict[str, list[FolderWrite]]:
    """Return what unknown addresses wrote in my folder, where it ends as another text than mine.

    A host that squashes my own commits under an address of its own changes nothing of mine.
    """
    history = workspace.require_history()
    newest = {path: left for one in reversed(written) for path, left in one.paths.items()}

    def differs(path: str) -> bool:
        mine = history.objects.find_entry(history.head, path) if history.head else None
        return (Entry(mine.mode, mine.oid) if mine else None) != newest[path]

    found = {
        address: [one for one in of if any(map(differs, one.paths))]
        for (folder, address), of in _group_by_address(written).items()
        if folder == workspace.me
    }
    return {address: of for address, of in found.items() if of}


def _group_by_address(written: Sequence[FolderWrite]) -> dict[tuple[Handle, str], list[FolderWrite]]:
    found: dict[tuple[Handle, str], list[FolderWrite]] = {}
    for writing in written:
        if writing.standing is AuthorStatus.UNKNOWN:
            found.setdefault((writing.folder, writing.address), []).append(writing)
    return found
