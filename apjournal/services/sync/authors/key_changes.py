"""Partners' keys. A partner's first key is accepted, and a different key is reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from msgspec import Struct

from apjournal.errors import TrustFault
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.signing import ssh_keys
from apjournal.gitrepo.signing.ssh_keys import compute_fingerprint, normalize_key
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARTNER

VERSIONS = 50
"""The number of versions of a partner's file that are searched for the version that added the key."""


class KeyChange(Struct, frozen=True):
    """Since `commit`, a partner's file names the key `now` (None for no key) instead of the accepted one.

    `vouched` says whether each key since the accepted one was added by a commit signed with the previous key. `keys`
    are these keys.
    """

    partner: Handle
    name: str
    now: str | None
    commit: str
    vouched: bool
    keys: tuple[str, ...]


class KeyReview(Struct, frozen=True):
    """The result of reviewing the keys: notes, and faults that a person has to resolve."""

    notes: tuple[Note, ...]
    faults: tuple[TrustFault, ...]


def review_keys(workspace: Workspace, tip: str, before: str | None) -> KeyReview:
    """Accept the others' new keys at the commit `tip`, and return what changed since `before`.

    A changed key that the known key does not confirm is not accepted. It is reported once. After that, `verify` shows
    the commit as unsigned or as signed with another key. Raise `GitFault` if git cannot check a signature.
    """
    history, notes, faults = workspace.require_history(), list[Note](), list[TrustFault]()
    private = workspace.private_folder
    known = ssh_keys.read_accepted_keys(private)
    for handle, key in _read_keys(workspace, history, tip):
        if key is not None and handle not in known:
            ssh_keys.accept_key(private, handle, key)
            name = workspace.get_partner(handle).called
            notes.append(make_note(NoteKind.NEW_KEY, who=name, key=compute_fingerprint(key) or ""))
    for change in find_key_changes(workspace, tip):
        if change.vouched:
            notes.append(_take_over(private, change))
        elif before is None or _read_key(history, change.partner, before) != change.now:
            faults.append(make_key_change_fault(private, change))
    return KeyReview(tuple(notes), tuple(faults))


def _take_over(private: Path, change: KeyChange) -> Note:
    """Accept a key that the known key confirms, and return the note about it."""
    if change.now is None:
        ssh_keys.remove_keys(private, change.partner)
        return make_note(NoteKind.KEY_DROPPED, who=change.name)
    for key in change.keys:
        ssh_keys.accept_key(private, change.partner, key)
    return make_note(NoteKind.KEY_REPLACED, who=change.name, key=compute_fingerprint(change.now) or "")


def find_key_changes(workspace: Workspace, tip: str) -> Iterator[KeyChange]:
    """Yield the changed keys of partners whose file at `tip` has a key other than the accepted one."""
    history = workspace.require_history()
    known = ssh_keys.read_accepted_keys(workspace.private_folder)
    for handle, key in _read_keys(workspace, history, tip):
        if known.get(handle) and key not in known[handle]:
            yield _trace_key_change(history, handle, workspace.get_partner(handle).called, known[handle], tip)


def list_vouched_keys(workspace: Workspace, handle: Handle, known: tuple[str, ...], tip: str) -> tuple[str, ...]:
    """Return the later keys in a partner's file, up to `tip`, if each of them is confirmed by the key before it."""
    history = workspace.require_history()
    if _read_key(history, handle, tip) in {None, *known}:
        return ()
    change = _trace_key_change(history, handle, workspace.get_partner(handle).called, known, tip)
    return change.keys


def make_key_change_fault(private: Path, change: KeyChange) -> TrustFault:
    """Return the fault for a changed key, which says how to accept it. `private` is the folder `.git/apj`."""
    accepted = quote(str(private / ssh_keys.NAME))
    if change.now is None:
        message = f"{change.name} had a known key, but has listed no key since {change.commit[:7]}."
        command = f"sed -i.old '/^{change.partner} /d' {accepted}"  # every sed accepts an ending
    else:
        message = f"{change.name}'s key changed in {change.commit[:7]}, and the known key does not confirm the new one."
        command = f"echo {quote(ssh_keys.format_signer_line(change.partner, change.now))} >> {accepted}"
    return TrustFault(
        message,
        f"Ask {change.name} by voice. If the change is right: {command}",
        code="signature_bad",
        show=f"git show {change.commit[:7]} -- {quote_pathspec(f'{change.partner}/{PARTNER}')}",
    )


def _read_keys(workspace: Workspace, history: History, tip: str) -> Iterator[tuple[Handle, str | None]]:
    for handle in history.at(tip).partners():
        if handle != workspace.identity_or_none:
            yield handle, _read_key(history, handle, tip)


def _read_key(history: History, handle: Handle, commit: str) -> str | None:
    return normalize_key(history.at(commit).partner(handle).signing_key)


def _trace_key_change(history: History, handle: Handle, name: str, known: tuple[str, ...], tip: str) -> KeyChange:
    """Return the change from the accepted key to the current one, as far as each key confirms the next."""
    from apjournal.gitrepo.signing.signatures import is_signed_by

    steps = _list_key_steps(history, handle, known, tip)
    trusted = known
    for commit, key in steps:
        found = history.objects.read_commit(commit)
        if found is None or not is_signed_by(history.git, found, trusted):
            return KeyChange(handle, name, steps[-1][1], commit, vouched=False, keys=())
        trusted = (*trusted, key) if key else trusted
    commit, key = steps[-1]
    return KeyChange(handle, name, key, commit, vouched=True, keys=trusted[len(known) :])


def _list_key_steps(history: History, handle: Handle, known: tuple[str, ...], tip: str) -> list[tuple[str, str | None]]:
    """Return the commits since the accepted key that changed the key, oldest first, each with the new key."""
    newest, *older = ancestry.list_newest_changes(history.git, tip, f"{handle}/{PARTNER}", VERSIONS)
    steps = [(newest, _read_key(history, handle, newest))]
    for commit in older:
        key = _read_key(history, handle, commit)
        if key in known:
            break
        if key == steps[-1][1]:
            steps.pop()
        steps.append((commit, key))
    return steps[::-1]
