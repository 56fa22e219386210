"""Read, write and remove single files of the work tree, without following symlinks."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from enum import Enum, auto
from pathlib import Path

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.faults import DamagedHistory
from apjournal.gitrepo.plumbing.objects import LARGEST_BLOB, Objects
from apjournal.gitrepo.plumbing.trees import SYMLINK, Difference, FileEntry
from apjournal.store.atomic_write import ChangedMeanwhile, replace_file
from apjournal.store.journal_reader import get_read_cap


class OtherKind(Enum):
    """What is at a path where a file could be: a folder, a device, something huge, or a path below a symlink."""

    OTHER = auto()


class Link(Struct, frozen=True):
    """A symlink and its target. apj never follows a symlink."""

    target: bytes


def read_plain_file(root: Path, path: str) -> bytes | Link | OtherKind | None:
    """Return the bytes of a regular file, or a symlink itself. Its path must not pass through another symlink.

    Return None if nothing is there. For anything else at the path, return what kind of thing it is.
    """
    full = root
    *folders, name = path.split("/")
    try:
        for folder in folders:
            full /= folder
            if not stat.S_ISDIR(full.lstat().st_mode):
                return OtherKind.OTHER
        full /= name
        found = full.lstat()
        if stat.S_ISLNK(found.st_mode):
            return Link(os.fsencode(full.readlink()))
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_BLOB:
            return OtherKind.OTHER
        with os.fdopen(os.open(full, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no file can have such a long name
            return None
        raise GitFault(f"{path} cannot be read: {error.strerror}.", "Check its permissions and sync again.") from error


def write_file(root: Path, objects: Objects, change: Difference) -> bool:
    """Replace a file's old text with the new one. Return False if somebody changed the file at the same moment."""
    data = objects.read_blob(change.after.oid) if change.after else None
    if data is None:
        raise DamagedHistory(
            f"{change.path} is damaged in this clone.", "Run git fsck to see what is damaged, then clone again."
        )
    was = read_plain_file(root, change.path)
    try:
        replace_file(
            root, change.path, data, was=was[: get_read_cap(change.path) + 1] if isinstance(was, bytes) else None
        )
    except ChangedMeanwhile:
        return False
    return True


def remove_file(root: Path, path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    try:
        (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise GitFault(
            f"{path} cannot be removed: {error.strerror}.", "Check its permissions and sync again."
        ) from error
    with contextlib.suppress(OSError):  # stops at the first folder that is not empty
        for folder in Path(path).parents[:-1]:
            (root / folder).rmdir()


def is_entry(now: bytes | Link | OtherKind | None, entry: FileEntry | None) -> bool:
    """Whether what `read_plain_file` returned is the file of this entry (None for no file)."""
    if entry is None:
        return now is None
    if isinstance(now, Link) and entry.mode == SYMLINK:
        now = now.target
    return isinstance(now, bytes) and compute_blob_id(now, len(entry.oid)) == entry.oid
