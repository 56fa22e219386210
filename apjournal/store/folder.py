"""The journal's folder on disk: find it from the current directory upwards, and read it without following symlinks."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterator
from pathlib import Path

from apjournal.errors import GitFault
from apjournal.store.journal_paths import AGREEMENT, PARTNER, is_ignored
from apjournal.store.journal_reader import get_read_cap

_HEAD = 4096
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_AT_ONCE = 2**15
"""The number of bytes that are read in one step."""
_REFUSES_LINKS = hasattr(os, "O_NOFOLLOW")
"""Whether the operating system can refuse to open a symlink. Windows cannot."""


class Folder:
    """A journal's work tree as a `Source`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._start = os.path.join(root, "")

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in `folder`, sorted, without symlinks, because a symlink may lead anywhere.

        A folder's name ends with "/". The result is empty if there is no such folder. Raise `GitFault` if it cannot be
        read.
        """
        found = []
        for entry in self._scan(folder):
            if entry.is_file(follow_symlinks=False):  # this is so for most entries
                found.append(entry.name)
            elif not entry.is_symlink():
                found.append(entry.name + ("/" if entry.is_dir(follow_symlinks=False) else ""))
        return tuple(sorted(found))

    def links(self, folder: str) -> tuple[str, ...]:
        """Return the names of the symlinks in `folder`, sorted. Raise `GitFault` if the folder cannot be read."""
        return tuple(sorted(entry.name for entry in self._scan(folder) if entry.is_symlink()))

    def walk(self, top: str, *, without: Container[str] = ()) -> Iterator[tuple[str, bool]]:
        """Yield the path of each file below `top` that may be shared or reported, and whether it is a symlink.

        The files `without` are left out.
        """
        folders = [top]
        for folder in folders:
            entries = [entry for entry in self._scan(folder) if f"{folder}/{entry.name}" not in without]
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = f"{folder}/{entry.name}"
                if is_ignored(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    yield path, entry.is_symlink()

    def _scan(self, folder: str) -> list[os.DirEntry[str]]:
        """Return the entries of `folder`. The result is empty if there is no such folder.

        Raise `GitFault` if it cannot be read.
        """
        try:
            with os.scandir(self.root / folder) as entries:
                return list(entries)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise _make_unreadable_fault(folder or ".", error) from error

    def has(self, path: str) -> bool:
        """Whether a regular file is at `path`, and no folder above it is a symlink."""
        try:
            return not self._is_led_away(path) and stat.S_ISREG((self.root / path).lstat().st_mode)
        except OSError:
            return False

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes (at most `get_read_cap` + 1 of them), or None if there is no regular file.

        A path through a symlink has no file. Raise `GitFault` if the operating system reports an error.
        """
        full = self._start + path
        try:
            if self._is_led_away(path) or (not _REFUSES_LINKS and os.path.islink(full)):
                return None
            descriptor = os.open(full, _FLAGS)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            if os.path.islink(full):
                return None
            raise _make_unreadable_fault(path, error) from error
        try:
            found = os.fstat(descriptor)
            return _read_all(descriptor, get_read_cap(path) + 1) if stat.S_ISREG(found.st_mode) else None
        finally:
            os.close(descriptor)

    def is_symlink(self, path: str) -> bool:
        """Whether `path` or a folder above it is a symlink. apj never writes to such a path."""
        return os.path.islink(os.path.join(self.root, path)) or self._is_led_away(path)

    def _is_led_away(self, path: str) -> bool:
        """Whether a folder between the root of the journal and `path` is a symlink."""
        folder = path.rpartition("/")[0]  # this runs for every file, and a `Path` would take most of the time
        return bool(folder) and (os.path.islink(self._start + folder) or self._is_led_away(folder))


def _read_all(descriptor: int, most: int) -> bytes:
    """Return at most `most` bytes of an open file. Creating a file object would take longer than reading a week."""
    pieces = []
    while most > 0 and (piece := os.read(descriptor, min(most, _AT_ONCE))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, whose `agreement.md` has the key `apj`, or None.

    Symlinks in `start` are resolved first.
    """
    start = Path(os.path.realpath(start))
    for folder in (start, *start.parents):
        try:
            with (folder / AGREEMENT).open("rb") as file:
                head = file.read(_HEAD)
        except OSError:
            continue
        if has_journal_key(head):
            return folder
    return None


def belongs_to_git(path: Path) -> bool:
    """Whether a path without symlinks is in a `.git` folder, or in a repository without a work tree."""
    if any(part.casefold() == ".git" for part in path.parts):
        return True
    return any((folder / "HEAD").is_file() and (folder / "objects").is_dir() for folder in path.parents)


def find_without_agreement(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that would be a journal if it had an agreement, or None."""
    start = Path(os.path.realpath(start))
    found = (one for one in (start, *start.parents) if (one / ".git").exists() and any(one.glob(f"*/{PARTNER}")))
    return next(found, None)


def has_journal_key(agreement: bytes) -> bool:
    """Whether an `agreement.md` with this text makes its folder a journal.

    It does if the key `apj` is near its beginning.
    """
    lines = agreement[:_HEAD].splitlines()
    return any(line.lstrip(b"\xef\xbb\xbf{ ").lower().startswith(b"apj:") for line in lines)


def _make_unreadable_fault(path: str, error: OSError) -> GitFault:
    return GitFault(f"{path} cannot be read: {error.strerror}.", "Check its permissions, then run the command again.")
