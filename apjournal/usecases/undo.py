"""`apj undo`: undo the last change that apj made to my files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from apjournal.errors import NeedsAttention
from apjournal.format.edit import parked
from apjournal.format.read import kept
from apjournal.model.views.undo import UndoneFile, UndoView
from apjournal.session.recovery_copies import save_recovery_copy
from apjournal.session.undo_log import LastChange, find_last_change, forget_change, is_undone
from apjournal.session.workspace import Workspace
from apjournal.session.writing import EMPTY_WEEK, journal_lock
from apjournal.store.atomic_write import Text, replace_files
from apjournal.store.journal_paths import KEPT, PARKED

_EMPTY = {PARKED: f"{parked.HEADING}\n".encode(), KEPT: f"{kept.HEADING}\n".encode()}


def undo_last_change(workspace: Workspace) -> UndoView:
    """Restore the files to their state before the last change, and remove a file that the change created.

    A committed file is emptied instead of removed, since a missing file would be restored. Copies of what was undone
    are saved in `.git/apj/recover/`. If there is no such change, or if a file was changed after it, change nothing and
    raise `NeedsAttention`.
    """
    _ = workspace.me  # raises a fault if it is unknown who I am
    with journal_lock(workspace):
        change = find_last_change(workspace)
        if change is None:
            raise NeedsAttention("There is nothing to undo.", "To see what changed since the last commit: git diff")
        was_undone = is_undone(workspace, change)
        _require_as_written(workspace, change)
        files = tuple(_build_undone_file(workspace, path, file.before) for path, file in sorted(change.files.items()))
        committed = any(_is_committed(workspace, path, file.before) for path, file in change.files.items())
        _restore_files(workspace, change)
        forget_change(workspace, change)
        workspace.refresh()
    return UndoView(commands=change.commands, files=files, undone=not was_undone, committed=committed)


def _require_as_written(workspace: Workspace, change: LastChange) -> None:
    """Raise `NeedsAttention` if a file contains neither the text that the command wrote nor the text from before."""
    changed = []
    for path, file in sorted(change.files.items()):
        data = workspace.folder.read(path)
        if not (
            file.is_as_written(data) or data == _find_target(workspace, path, file.before) or file.is_as_before(data)
        ):
            changed.append(path)
    if changed:
        verb = "has" if len(changed) == 1 else "have"
        raise NeedsAttention(
            f"{', '.join(changed)} {verb} changed since {' and '.join(change.commands)}, so nothing was undone.",
            "Change the text by hand instead.",
        )


def _restore_files(workspace: Workspace, change: LastChange) -> None:
    now = {path: workspace.folder.read(path) for path in change.files}
    targets = {path: _find_target(workspace, path, file.before) for path, file in change.files.items()}
    texts = {
        path: Text(target, now[path]) for path, target in targets.items() if target is not None and target != now[path]
    }
    for path, data in now.items():
        if data is not None and data != targets[path]:
            save_recovery_copy(workspace, path, data)
    replace_files(workspace.root, texts)
    for path in _to_remove(now, targets):
        (workspace.root / path).unlink()


def _to_remove(now: Mapping[str, bytes | None], targets: Mapping[str, bytes | None]) -> list[str]:
    return [path for path, target in targets.items() if target is None and now[path] is not None]


def _find_target(workspace: Workspace, path: str, before: bytes | None) -> bytes | None:
    """Return the text that a file will have after the undo, or None if it will be removed."""
    committed = workspace.committed
    if before is not None or committed is None or not committed.has(path):
        return before
    return _EMPTY.get(path.rpartition("/")[2], EMPTY_WEEK)


def _build_undone_file(workspace: Workspace, path: str, before: bytes | None) -> UndoneFile:
    target = _find_target(workspace, path, before)
    was, now = _count_lines(target), _count_lines(workspace.folder.read(path))
    taken, restored = now - was, was - now
    return UndoneFile(
        path=path,
        lines=max(taken.total(), restored.total()),
        removed=target is None,
        taken=() if restored else tuple(taken.elements()),
    )


def _is_committed(workspace: Workspace, path: str, before: bytes | None) -> bool:
    """Whether the newest commit contains all the lines that would be undone."""
    committed = workspace.committed
    if committed is None or not committed.has(path):
        return False
    taken = _count_lines(workspace.folder.read(path)) - _count_lines(before)
    return bool(taken) and taken <= _count_lines(committed.read(path))


def _count_lines(data: bytes | None) -> Counter[str]:
    """Count how often each line occurs. Lines with nothing but spaces are left out."""
    lines = (data or b"").decode("utf-8", "replace").splitlines()
    return Counter(line for line in lines if line.strip())
