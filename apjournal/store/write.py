"""Writing a file of the journal: whole or not at all, never through a symlink, never over newer text."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from apjournal.errors import GitFault
from apjournal.store.folder import Folder

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")


class ChangedMeanwhile(GitFault):
    """The file is no longer what was read: an editor saved it in between."""


def replace_file(root: Path, path: str, data: bytes, *, was: bytes | None) -> None:
    """Put `data` in place of the text `was` (None: there was no file).

    A temporary file in the same folder is synced and renamed over it, so that at any moment the file
    holds the old text or the new one. Raises `ChangedMeanwhile` when it holds something else by now,
    and `GitFault` for a symlink or a full or read-only disk; then nothing has changed.
    """
    folder = Folder(root)
    _require_unchanged(folder, path, was)
    target = root / path
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if was is not None else 0o666
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _require_unchanged(folder, path, was)  # bringing it to disk took time enough to save a file
        temporary.replace(target)
    except OSError as error:
        _discard(temporary)
        raise GitFault(
            f"{path} can't be written: {error.strerror}.", "Nothing was changed; make room or look at the permissions."
        ) from error
    except BaseException:
        _discard(temporary)
        raise
    try:
        _sync_folder(target.parent)
    except OSError as error:
        raise GitFault(
            f"{path} is written, but the disk did not confirm it: {error.strerror}.", "Look at the disk."
        ) from error


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of a `replace_file` that was killed; the journal's lock has to be held."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _discard(Path(entry.path))


def _require_unchanged(folder: Folder, path: str, was: bytes | None) -> None:
    if folder.is_symlink(path):
        raise GitFault(f"{path} is a symbolic link.", "Put a plain file in its place; apj does not follow links.")
    if folder.read(path) != was:
        raise ChangedMeanwhile(f"{path} was changed meanwhile.", "Run the command again.")


def _discard(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder can't be opened there, and its entries are durable with the rename
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
