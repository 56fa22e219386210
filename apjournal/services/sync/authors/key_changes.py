"""Review partners' keys: accept a partner's first key, and report a different one."""

from __future__ import annotations

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
"""The number of versions of a partner's file in which apj looks for the one that added the key."""


class KeyChange(Struct, frozen=True):
    """Since `commit`, a partner's file contains the key `now` (None for no key) instead of the accepted one.

    `confirmed` contains the keys since the accepted one if each change was signed with a key before it, otherwise None.
    """

    now: str | None
    commit: str
    confirmed: tuple[str, ...] | None


def review_keys(workspace: Workspace, tip: str, before: str | None) -> tuple[list[Note], list[TrustFault]]:
    """Accept the others' new keys at the commit `tip`. Return notes, and faults that a person has to resolve.

    A changed key that the known key does not confirm is not accepted. It is reported once, if it changed since
    `before`. After that, `verify` reports the commits as unsigned or as signed with another key. Raise `GitFault` if
    git cannot check a signature.
    """
    history, notes, faults = workspace.require_history(), list[Note](), list[TrustFault]()
    private = workspace.private_folder
    accepted = ssh_keys.read_accepted_keys(private)
    for handle in history.at(tip).partners():
        key, known = _read_key(history, handle, tip), accepted.get(handle)
        if handle == workspace.identity_or_none or key in (known or {None}):
            continue
        name = workspace.get_partner(handle).called
        change = _trace_key_change(history, handle, known, tip) if known else KeyChange(key, tip, (key,) if key else ())
        if change.confirmed is None:
            if before is None or _read_key(history, handle, before) != key:
                faults.append(_make_key_change_fault(private, handle, name, change))
        elif key is None:
            ssh_keys.remove_keys(private, handle)
            notes.append(make_note(NoteKind.KEY_DROPPED, who=name))
        else:
            for one in change.confirmed:
                ssh_keys.accept_key(private, handle, one)
            kind = NoteKind.KEY_REPLACED if known else NoteKind.NEW_KEY
            notes.append(make_note(kind, who=name, key=compute_fingerprint(key) or ""))
    return notes, faults


def list_confirmed_keys(history: History, handle: Handle, known: tuple[str, ...], tip: str) -> tuple[str, ...]:
    """Return the keys after `known` in a partner's file, up to `tip`, if the key before each of them confirms it."""
    if _read_key(history, handle, tip) in {None, *known}:
        return ()
    return _trace_key_change(history, handle, known, tip).confirmed or ()


def _make_key_change_fault(private: Path, handle: Handle, name: str, change: KeyChange) -> TrustFault:
    """Return the fault for a changed key, which says how to accept it. `private` is the folder `.git/apj`."""
    accepted = quote(str(private / ssh_keys.NAME))
    if change.now is None:
        message = f"{name} had a known key, but has not listed a key since {change.commit[:7]}."
        command = f"sed -i.old '/^{handle} /d' {accepted}"  # every sed accepts an ending
    else:
        message = f"{name}'s key changed in {change.commit[:7]}, and the known key does not confirm the new one."
        command = f"echo {quote(ssh_keys.format_signer_line(handle, change.now))} >> {accepted}"
    return TrustFault(
        message,
        f"Ask {name} by voice. If the change is right: {command}",
        code="signature_bad",
        show=f"git show {change.commit[:7]} -- {quote_pathspec(f'{handle}/{PARTNER}')}",
    )


def _read_key(history: History, handle: Handle, commit: str) -> str | None:
    return normalize_key(history.at(commit).partner(handle).signing_key)


def _trace_key_change(history: History, handle: Handle, known: tuple[str, ...], tip: str) -> KeyChange:
    """Return the change from the accepted key to the current one, and the keys in between if all are confirmed."""
    from apjournal.gitrepo.signing.signatures import find_signed_commits

    steps = _list_key_steps(history, handle, known, tip)
    newest, now = steps[-1]
    trusted = known
    for commit, key in steps:
        found = history.objects.read_commit(commit)
        if found is None or not find_signed_commits(history.git, [found], trusted):
            return KeyChange(now, commit, None)
        trusted = (*trusted, key) if key else trusted
    return KeyChange(now, newest, trusted[len(known) :])


def _list_key_steps(history: History, handle: Handle, known: tuple[str, ...], tip: str) -> list[tuple[str, str | None]]:
    """Return the commits since the accepted key that changed the key, oldest first, each with its new key."""
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
