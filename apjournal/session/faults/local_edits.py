"""Find accidental differences between the disk and the shared text, each with the command that undoes it.

A partner's record is what they shared, even if their folder on this disk differs. A file that is missing from my folder
does not count as empty. A symbolic link in place of a file is not followed, because it may lead anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from shlex import quote

from msgspec import Struct

from apjournal.errors import NeedsAttention
from apjournal.gitrepo.commit_source import CommitSource
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.index import list_skipped_paths
from apjournal.gitrepo.plumbing.state_files import is_operation_in_progress, is_pending
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.views.base import LocalEdit
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import (
    AGREEMENT,
    KEPT,
    PARKED,
    PARTNER,
    README,
    find_owner,
    is_ignored,
    parse_week_name,
)
from apjournal.store.journal_reader import get_read_cap

_NAMED = 3


class _Differing(Struct, frozen=True):
    """The paths in one folder that differ on this disk: missing, changed, or new files."""

    folder: str
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


def find_local_edits(
    workspace: Workspace, *, among: Sequence[Handle] | None = None, paths: Collection[str] | None = None
) -> tuple[LocalEdit, ...]:
    """Find missing files of mine, missing shared files, and differences in other partners' folders.

    With `paths`, check only these. Otherwise, check my whole folder and those of the partners `among` (None means all).
    apj compares the files itself, because git would run a filter from its settings. Return nothing if it is unknown who
    I am, or there is no commit. Also return nothing while an operation of plain git or a sync is unfinished, because
    files differ until it ends.
    """
    me, committed = workspace.identity_or_none, workspace.get_commit_if_readable()
    if me is None or committed is None:
        return ()
    if is_operation_in_progress(workspace.git_folder) or is_pending(workspace.private_folder):
        return ()
    suspects: dict[str, list[str]] = {}
    if paths is None:
        for folder in (me, *(workspace.records.partners() if among is None else among)):
            suspects[folder] = sorted(_list_suspects(workspace, committed, folder, is_mine=folder == me))
    for path in sorted(paths or ()):
        if owner := find_owner(path):
            suspects.setdefault(owner, []).append(path)
    return tuple(_describe_edits(workspace, me, suspects))


def _list_suspects(workspace: Workspace, committed: CommitSource, top: str, *, is_mine: bool) -> Iterator[str]:
    """Yield the paths in the folder `top` that may differ between the newest commit and the disk.

    If the folder is mine, these are the files that may be missing.
    """
    start, entries = f"{top}/", committed.entries(top)
    here = {start + name for name in workspace.folder.names(top)}
    files = {start + entry.name: entry.oid for entry in entries if entry.is_file}
    folders = (f"{start}{entry.name}/" for entry in entries if entry.is_folder)
    same = here.intersection(files) if is_mine else workspace.index_stat.find_unchanged(files)
    for path in {*here, *files, *folders} - same:
        if is_ignored(path.removeprefix(start)):
            continue
        if path.endswith("/"):
            yield from _list_suspects(workspace, committed, path[:-1], is_mine=is_mine)
        else:
            yield path


def _describe_edits(workspace: Workspace, me: Handle, suspects: Mapping[str, Sequence[str]]) -> Iterator[LocalEdit]:
    for path in (AGREEMENT, README):
        yield from _describe_missing(workspace, _compare_with_commit(workspace, path, [path]))
    for handle in sorted(suspects, key=lambda handle: (handle != me, handle)):
        found = _compare_with_commit(workspace, handle, suspects[handle])
        yield from _describe_missing(workspace, found)
        if handle != me:
            yield from _describe_edited(found, workspace.get_partner(Handle(handle)).called)


def _compare_with_commit(workspace: Workspace, folder: str, paths: Sequence[str]) -> _Differing:
    """Compare files with the newest commit. For my files and the shared ones, check only whether they exist."""
    committed, is_mine = workspace.committed, folder in {workspace.identity_or_none, AGREEMENT, README}
    missing, changed, made = [], [], []
    index = workspace.index_stat
    for path in paths:
        entry = committed.find_entry(path) if committed else None
        if entry is not None and entry.is_file and index.has_text(path, entry.oid):
            continue
        is_here = workspace.folder.is_symlink(path) or workspace.folder.has(path)
        if entry is None or not entry.is_file:
            made += [path] if is_here and entry is None else []
        elif not is_here:
            missing.append(path)
        elif not is_mine and not _has_text(workspace, path, entry.oid):
            changed.append(path)
    if missing:
        skipped = list_skipped_paths(workspace.git, workspace.git_folder)
        missing = [path for path in missing if path not in skipped]
    return _Differing(folder, tuple(missing), tuple(changed), tuple(made))


def _has_text(workspace: Workspace, path: str, oid: str) -> bool:
    """Whether a file contains the text with the blob id `oid`.

    A file that is too large is not compared, and counts as equal.
    """
    data = workspace.folder.read(path) or b""
    return len(data) > get_read_cap(path) or compute_blob_id(data, len(oid)) == oid


def _describe_missing(workspace: Workspace, found: _Differing) -> Iterator[LocalEdit]:
    if found.missing:
        is_whole = found.folder != found.missing[0] and not workspace.folder.names(found.folder)
        subject = f"{found.folder}/" if is_whole else _list_some(found.missing)
        verb = "is" if is_whole else _inflect_verb("is", found.missing)
        command = _format_checkout_command([found.folder] if is_whole else found.missing)
        is_mine = found.folder in {workspace.identity_or_none, AGREEMENT, README}
        problem = f"{verb} in the journal but not on this disk."
        yield LocalEdit(found.missing, problem, "Restore it", command, is_mine, subject)


def _describe_edited(found: _Differing, name: str) -> Iterator[LocalEdit]:
    if found.changed:
        verb, subject = _inflect_verb("was", found.changed), _list_some(found.changed)
        problem = f"{verb} changed here, but not by {name}. Everyone else sees what {name} shared."
        command = _format_checkout_command(found.changed)
        yield LocalEdit(found.changed, problem, "Undo your change", command, subject=subject)
    if found.made:
        verb, subject = _inflect_verb("was", found.made), _list_some(found.made)
        problem = f"{verb} added here, but not by {name}. Nobody else sees this change."
        move = f"mv -n {' '.join(map(quote, found.made))} ~"
        yield LocalEdit(found.made, problem, "Move it out of their folder", move, subject=subject)


def _inflect_verb(verb: str, paths: Sequence[str]) -> str:
    """Return the verb `is` or `was`, in the plural if there are several paths."""
    return verb if len(paths) == 1 else {"is": "are", "was": "were"}[verb]


def _list_some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"{', '.join(paths[:_NAMED])}{more}"


def _format_checkout_command(paths: Sequence[str]) -> str:
    return f"git checkout HEAD -- {' '.join(map(quote_pathspec, paths))}"


def find_linked_files(workspace: Workspace, handles: Iterable[Handle]) -> Iterator[LocalEdit]:
    """Find the files of these partners, their folders, and the agreement, if one of them is a symbolic link.

    apj reads the newest commit instead of a link, and shares no text behind it.
    """
    folder = workspace.folder
    if folder.is_symlink(AGREEMENT):
        yield _describe_linked(workspace, AGREEMENT, "a regular file")
    for handle in handles:
        if folder.is_symlink(handle):
            yield _describe_linked(workspace, handle, "a folder")
            continue
        for name in folder.links(handle):
            if name in {PARTNER, KEPT, PARKED} or parse_week_name(name):
                yield _describe_linked(workspace, f"{handle}/{name}", "a regular file")


def _describe_linked(workspace: Workspace, path: str, instead: str) -> LocalEdit:
    problem = "is a symbolic link. apj does not follow links, so it neither reads nor shares the text behind it."
    name = quote(path)
    if (workspace.root / path).exists():
        advice, command = (
            f"Replace it with {instead}",
            f"cp -RL {name} {name}.copy && rm {name} && mv {name}.copy {name}",
        )
    elif workspace.committed and (workspace.committed.has(path) or workspace.committed.names(path)):
        advice, command = "Restore what was committed", _format_checkout_command([path])
    else:
        advice, command = "Remove it", f"rm {name}"
    return LocalEdit((path,), problem, advice, command, subject=f"{path}/" if instead == "a folder" else "")


def require_on_disk(workspace: Workspace, path: str) -> None:
    """Raise `NeedsAttention` if a file of mine in the newest commit is missing on disk.

    The fault says how to restore the file. Otherwise, a new file at its path would replace its text.
    """
    if workspace.folder.has(path) or workspace.folder.is_symlink(path):
        return
    committed = workspace.committed
    if committed is None or not committed.has(path):
        return
    raise make_missing_files_fault(workspace, [path])


def make_missing_files_fault(workspace: Workspace, paths: Sequence[str]) -> NeedsAttention:
    """Return the fault for my missing files. It says how to restore them, or how to share that they were deleted."""
    (told,) = _describe_missing(workspace, _Differing(paths[0].partition("/")[0], tuple(paths)))
    stays = {AGREEMENT, README, f"{workspace.me}/{PARTNER}", f"{workspace.me}/{KEPT}"}
    deleted = "" if stays.intersection(paths) else ". If you deleted it: apj sync --with-deletions"
    return NeedsAttention(told.message, f"{told.advice}: {told.command}{deleted}")
