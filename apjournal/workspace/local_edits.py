"""What differs on disk from what is shared, and is not mine to change or should be here: named with its way back.

A partner's record is what they shared, whatever lies in their folder here; a file of mine that is missing is not empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from shlex import quote

from apjournal.errors import Attention
from apjournal.gitrepo.index import differing_paths
from apjournal.gitrepo.objects import blob_id
from apjournal.gitrepo.signs import is_pending, is_unsettled
from apjournal.model.handle import Handle
from apjournal.model.typed import pathspec
from apjournal.model.views.base import LocalEdit
from apjournal.store.layout import AGREEMENT, KEPT, PARTNER, README, is_passed_over
from apjournal.workspace.opened import Workspace

_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Differing:
    """The paths of one folder that differ: missing here, changed here, or made here."""

    folder: str
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


def local_edits(workspace: Workspace) -> tuple[LocalEdit, ...]:
    """Name what is missing here of mine and of all, and what differs in other partners' folders.

    Nothing without an identity or a commit, and while something of plain git or a sync is half done: then files differ
    because they have yet to follow.
    """
    me = workspace.whoever
    if me is None or workspace.committed is None:
        return ()
    if is_unsettled(workspace.git_folder) or is_pending(workspace.private_folder):
        return ()
    partners = workspace.records.partners()
    paths = [path for path in differing_paths(workspace.git, (AGREEMENT, README, *partners)) if _is_looked_at(path)]
    return tuple(_told(workspace, me, paths, partners))


def _is_looked_at(path: str) -> bool:
    return not any(map(is_passed_over, path.split("/")))


def _told(workspace: Workspace, me: Handle, paths: Sequence[str], partners: Sequence[Handle]) -> Iterator[LocalEdit]:
    for path in (AGREEMENT, README):
        if path in paths:
            yield from _missing(workspace, _sorted(workspace, path, [path]))
    for handle in (me, *(partner for partner in partners if partner != me)):
        found = _sorted(workspace, handle, [path for path in paths if path.startswith(f"{handle}/")])
        yield from _missing(workspace, found)
        if handle != me:
            yield from _edited(found, workspace.partner(handle).called)


def _sorted(workspace: Workspace, folder: str, paths: Sequence[str]) -> _Differing:
    """Compare with the newest commit what may differ from it."""
    committed = workspace.committed
    missing, changed, made = [], [], []
    for path in paths:
        entry = committed.entry(path) if committed else None
        is_here = workspace.folder.is_symlink(path) or workspace.folder.has(path)
        if entry is None or not entry.is_file:
            made += [path] if is_here and entry is None else []
        elif not is_here:
            missing.append(path)
        elif blob_id(workspace.folder.read(path) or b"", len(entry.oid)) != entry.oid:
            changed.append(path)
    return _Differing(folder, tuple(missing), tuple(changed), tuple(made))


def _missing(workspace: Workspace, found: _Differing) -> Iterator[LocalEdit]:
    if found.missing:
        is_whole = found.folder != found.missing[0] and not workspace.folder.names(found.folder)
        named = f"{found.folder}/" if is_whole else _listed(found.missing)
        verb = "is" if is_whole or len(found.missing) == 1 else "are"
        command = _checkout([found.folder] if is_whole else found.missing)
        message = f"{named} {verb} in the journal but missing here."
        is_mine = found.folder in {workspace.whoever, AGREEMENT, README}
        yield LocalEdit(found.missing, message, "Bring it back", command, is_mine)


def _edited(found: _Differing, name: str) -> Iterator[LocalEdit]:
    if found.changed:
        message = f"{_listed(found.changed)}: changed here, not by {name}; everyone else sees what {name} shared."
        yield LocalEdit(found.changed, message, "Undo your change", _checkout(found.changed))
    if found.made:
        message = f"{_listed(found.made)}: added here, not by {name}; it is not part of what {name} shared."
        move = f"mv -n {' '.join(map(quote, found.made))} ~"
        yield LocalEdit(found.made, message, "Move it out of their folder", move)


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"{', '.join(paths[:_NAMED])}{more}"


def _checkout(paths: Sequence[str]) -> str:
    return f"git checkout HEAD -- {' '.join(map(pathspec, paths))}"


def require_here(workspace: Workspace, path: str) -> None:
    """Raise `Attention` when the newest commit has a file of mine that is missing here, with the way back.

    A new file in its place would take out what it says.
    """
    if workspace.folder.has(path) or workspace.folder.is_symlink(path):
        return
    committed = workspace.committed
    if committed is None or not committed.has(path):
        return
    raise missing_here(workspace, [path])


def missing_here(workspace: Workspace, paths: Sequence[str]) -> Attention:
    """Say that files of mine are missing here, and how to bring them back or to share that they are gone."""
    (told,) = _missing(workspace, _Differing(paths[0].partition("/")[0], tuple(paths)))
    stays = {AGREEMENT, README, f"{workspace.me}/{PARTNER}", f"{workspace.me}/{KEPT}"}
    deleted = "" if stays.intersection(paths) else ". If you deleted it: apj sync --with-deletions"
    return Attention(told.message, f"{told.advice}: {told.command}{deleted}")
