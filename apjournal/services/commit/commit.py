"""Commit what I wrote, signed with my key. The message contains the names of files and never quotes from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from apjournal.errors import ApjError, BrokenFile, GitFault, NeedsAttention
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.commit import CommitInfo, Identity, IndexBehind, commit_files
from apjournal.gitrepo.signing.ssh_keys import normalize_key, read_public_key
from apjournal.model.kept import KeptLine
from apjournal.model.partner import Partner
from apjournal.model.views.skipped import Skipped, SkipReason
from apjournal.model.views.sync import SyncView
from apjournal.services.commit.pending_changes import PendingChanges, find_pending
from apjournal.services.commit.private_words import read_own_rules
from apjournal.session.faults.local_edits import make_missing_files_fault
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_file
from apjournal.store.journal_paths import KEPT, PARTNER

NO_SIGNING_HERE = "none"
"""The value of `apj.signingKey` that turns off signing in this clone."""


class Signing(StrEnum):
    """Whether my commits are signed in this clone."""

    READY = "ready"
    NO_KEY = "no key"
    """My `partner.md` contains no signing key."""
    NOT_SET = "not set"
    """No setting of git says where the key is, or a setting says that nothing is signed in this clone."""
    NOT_FOUND = "not found"
    """The setting does not name a public key that can be read."""
    OTHER_KEY = "other key"
    """The setting names a key other than the one in `partner.md`, so its signature would not match."""


def find_signing_key(known: str | None, config: Callable[[], Mapping[str, str]]) -> str | None:
    """Return the signing key in git's settings, or None if my commits are not signed in this clone.

    `known` is the key in my `partner.md`, and `config` is called to read git's settings.
    """
    if known is None:
        return None
    settings = config()
    return read_key_setting(settings) if check_signing_status(known, settings) is Signing.READY else None


def read_key_setting(config: Mapping[str, str]) -> str | None:
    """Return the key in git's settings: `apj.signingKey`, or `user.signingKey` if git signs with ssh.

    Return None if there is no such setting.
    """
    own = config.get("apj.signingkey")
    if own is None and config.get("gpg.format", "").lower() == "ssh":
        own = config.get("user.signingkey")
    return own if own and own != NO_SIGNING_HERE else None


def check_signing_status(key: str | None, config: Mapping[str, str]) -> Signing:
    """Return whether commits in this clone are signed, and if not, why.

    `key` is the key in the partner's `partner.md`.
    """
    known = normalize_key(key)
    if known is None:
        return Signing.NO_KEY
    named = read_key_setting(config)
    if named is None:
        return Signing.NOT_SET
    found = read_public_key(named)
    if found is None:
        return Signing.NOT_FOUND
    return Signing.READY if found == known else Signing.OTHER_KEY


_ORDER = ("goals", "outcomes", "log", "kept", "notes", "parked", "partner", "agreement", "calendar", "page")


class Committed(Struct, frozen=True):
    """My commit (`commit` is None if nothing was committed), and the faults that occurred after it (`behind`).

    If the user must first confirm something, nothing was committed, and `waits` says what to confirm.
    """

    commit: str | None
    pending: PendingChanges
    behind: tuple[ApjError, ...] = ()
    waits: NeedsAttention | None = None


def get_identity(workspace: Workspace) -> Identity:
    """Return the name and email address in my `partner.md`, and the signing key.

    If the file cannot be read, its last committed version is used, so that commands still work. Raise `BrokenFile` if
    neither the file nor git has a name and an address. The address and the key always come from the last commit,
    because a former key must confirm a new address, a new key or the removal of a key.
    """
    now, before = workspace.get_partner(workspace.me), _read_committed_partner(workspace)
    me = now if now.email else before
    email = before.email or now.email or workspace.config.get("user.email")
    if not email:
        raise BrokenFile(f"{workspace.me}/{PARTNER} has no email address.", "Add a line to it: email: you@example.org")
    known_by = before.signing_key or now.signing_key
    return Identity(me.name or workspace.me, email, find_signing_key(known_by, lambda: workspace.config))


def _read_committed_partner(workspace: Workspace) -> Partner:
    history = workspace.require_history()
    return history.at(history.head).partner(workspace.me) if history.head else Partner(workspace.me)


def complete_kept_lines(workspace: Workspace, history: History) -> bool:
    """Add the commit to committed lines of my `kept.md` that were typed without one. Return whether there were any.

    A line stays as typed if its commit would be one of my unshared commits, because that commit may still be recreated.
    This happens, for example, after `git add -A` with a change in a partner's folder.
    """
    mine = workspace.records.kept(workspace.me).lines
    typed = [line for line in mine if not line.commit]
    found = history.complete_lines(typed, workspace.me) if typed else []
    unshared = frozenset(line.commit for line in found if line.commit)
    standing = workspace.branch_state
    # This is None while the branch has a new name that is not shared yet.
    shared = history.server_tip if history.shared else history.head
    for tip in filter(None, (shared, standing.commits.get(standing.shown_ref))):
        outside = ancestry.find_unreachable_from(history.git, tip, unshared)
        unshared = unshared if outside is None else outside
    completed = [line for line in found if line.commit not in unshared]
    for line in completed:
        _complete_kept_line(workspace, line)
    return bool(completed)


def _complete_kept_line(workspace: Workspace, line: KeptLine) -> None:
    from apjournal.format.edit.kept import complete_kept_line

    edit_own_file(workspace, f"{workspace.me}/{KEPT}", lambda was: complete_kept_line(was or b"", line))


def commit_mine(
    workspace: Workspace, *, message: str | None = None, with_deletions: bool = False, share_anyway: bool = False
) -> Committed:
    """Commit what I changed in my folder and in the shared files.

    A file that cannot be read is not committed, and is reported. If a file of mine is missing, nothing is committed
    unless `with_deletions` confirms that I deleted it. A file with words that must not be shared is left out unless
    `share_anyway` confirms them.
    """
    history = workspace.require_history()
    if workspace.folder.is_symlink(workspace.me):
        raise GitFault(f"{workspace.me}/ is a symbolic link.", "Replace it with a folder; apj does not follow links.")
    private = None if share_anyway else read_own_rules(workspace)
    pending = find_pending(workspace, history, private)
    if pending.deleted and not with_deletions:
        return _wait_for_missing_files(workspace, pending)
    if complete_kept_lines(workspace, history):
        history = workspace.require_history()
        pending = find_pending(workspace, history, private)
    if not pending.files:
        return Committed(None, pending)
    commit, behind = commit_text(workspace, pending.files, message or _build_message(workspace, pending))
    return Committed(commit, pending, behind)


def _wait_for_missing_files(workspace: Workspace, pending: PendingChanges) -> Committed:
    """Return a result without a commit, because files of mine are missing.

    The result also says why other files are left out.
    """
    skipped = [Skipped(path, SkipReason.MISSING) for path in pending.deleted]
    waits = make_missing_files_fault(workspace, pending.deleted)
    held = PendingChanges([*pending.skipped, *skipped], pending.broken, pending.private)
    return Committed(None, held, waits=waits)


def describe_commit(workspace: Workspace, message: str) -> CommitInfo:
    """Return the message, the author and the date of a commit made now."""
    return CommitInfo(message, get_identity(workspace), workspace.now)


def commit_text(
    workspace: Workspace, files: Mapping[str, bytes | None], message: str
) -> tuple[str | None, tuple[ApjError, ...]]:
    """Commit my files as `commit_files` does. Call it inside a `writing` block that commits.

    Return the commit (None if nothing changed), and the faults that occurred after it, for example that the index could
    not be updated. Raise `GitFault` if the files are written but not committed.
    """
    history = workspace.require_history()
    behind: tuple[ApjError, ...] = ()
    info = describe_commit(workspace, message)
    try:
        commit = commit_files(history.git, history.objects, history.ref, files, info, parent=history.head)
    except IndexBehind as fault:  # the commit was made
        commit, behind = fault.commit, (fault,)
    except GitFault as fault:
        raise GitFault(f"Your changes are written but not committed: {fault.message}", fault.hint) from fault
    if commit is not None:
        workspace.record_ref_move(history.ref, commit)
    return commit, behind


def _build_message(workspace: Workspace, pending: PendingChanges) -> str:
    week = max(pending.weeks, default=workspace.schedule.find_period(workspace.today))
    parts = [part for part in _ORDER if part in pending.parts]
    return f"{workspace.me} {week}: {', '.join(parts)}"


def build_commit_view(done: Committed) -> SyncView:
    """Return a view of my commit. A sync adds its own results to this view."""
    pending = done.pending
    waits = () if done.waits is None else (done.waits,)
    return SyncView(
        committed=done.commit,
        files=tuple(pending.files),
        skipped=tuple(pending.skipped),
        notes=tuple(pending.notes),
        problems=(*pending.broken, *pending.private, *waits, *done.behind),
    )
