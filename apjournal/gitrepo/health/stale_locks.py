"""Locks and half-written objects that git left behind, with their age and the process that may still use them.

Git normally removes its locks when it ends. A leftover lock stops every later command that needs it, but nobody may
remove a lock while the command that created it still runs. A half-written object, which a full disk can also leave
behind, only takes up space.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.repository import Repository

OLD_ENOUGH = timedelta(minutes=10)
"""apj removes a lock that is at least this old.

A command in a large repository, or one that waits for a person, may take almost this long.
"""

_LOCKS = ("*.lock", "refs/**/*.lock", "objects/*.lock", "objects/info/**/*.lock", "objects/pack/*.lock")
_PARTS = ("objects/tmp_*", "objects/*/tmp_*")


class LeftoverFile(Struct, frozen=True):
    """A lock or a half-written object, with its age and the process that may use it.

    `certain` says whether apj can see the processes of this machine. If it can and `holder` is None, no process of mine
    uses the file.
    """

    path: Path
    age: timedelta
    holder: int | None
    certain: bool

    @property
    def is_stale(self) -> bool:
        """Whether the file can be removed: it is old, and certainly no process uses it."""
        return self.age >= OLD_ENOUGH and self.certain and self.holder is None


class _Running(Struct, frozen=True):
    """A running process: its number, its current directory (None if it is not git), and its open files."""

    number: int
    git_in: Path | None
    opened: frozenset[Path]


def find_locks(repository: Repository) -> tuple[LeftoverFile, ...]:
    """Return the lock files in a repository."""
    return _find_leftovers(repository, _LOCKS)


def find_parts(repository: Repository) -> tuple[LeftoverFile, ...]:
    """Return the half-written objects in a repository."""
    return _find_leftovers(repository, _PARTS)


def _find_leftovers(repository: Repository, patterns: Iterable[str]) -> tuple[LeftoverFile, ...]:
    folders = dict.fromkeys((repository.git_dir.resolve(), repository.common_dir.resolve()))
    paths = sorted({path for folder in folders for pattern in patterns for path in folder.glob(pattern)})
    running = _list_running() if paths else ()
    return tuple(left for path in paths if (left := _examine_file(repository, path, running)) is not None)


def _examine_file(repository: Repository, path: Path, running: Sequence[_Running] | None) -> LeftoverFile | None:
    """Return the leftover file at `path`, or None if it no longer exists because its command has ended."""
    folders = (repository.root.resolve(), repository.git_dir.resolve(), repository.common_dir.resolve())
    try:
        age = timedelta(seconds=max(0.0, _get_file_clock() - path.lstat().st_mtime))
    except FileNotFoundError:
        return None
    return LeftoverFile(path, age, _find_holder(path, folders, running or ()), certain=running is not None)


def remove_leftover(repository: Repository, left: LeftoverFile) -> None:
    """Remove a stale lock or half-written object after checking it again.

    Raise `GitFault` if a process uses it now, or if it is recent.
    """
    again = _examine_file(repository, left.path, _list_running())
    if again is None:
        return
    if not again.is_stale:
        raise GitFault(f"{left.path} may still be in use.", "Wait until no git command runs here, then try again.")
    try:
        shutil.rmtree(left.path) if left.path.is_dir() else left.path.unlink(missing_ok=True)
    except OSError as error:
        raise GitFault(f"{left.path} cannot be removed: {error.strerror}.", "Check its permissions.") from error


def _get_file_clock() -> float:
    """Return the time by the clock that dates files, in seconds since 1970.

    The test clock `APJ_NOW` must not make a lock look old.
    """
    with tempfile.TemporaryFile() as mark:
        return os.fstat(mark.fileno()).st_mtime


def _find_holder(path: Path, folders: Iterable[Path], running: Iterable[_Running]) -> int | None:
    """Return the number of a process that may use the file at `path`, or None.

    Such a process has the file open, or is a git command in one of the `folders`, which may need a file that it has
    closed.
    """
    for process in running:
        works_in = process.git_in
        if path in process.opened or (works_in and any(works_in.is_relative_to(folder) for folder in folders)):
            return process.number
    return None


def _list_running() -> tuple[_Running, ...] | None:
    """Return the running processes without this one and its children, or None if the system hides processes.

    The system may reveal nothing but the number of another user's process.
    """
    import psutil

    asked = ("pid", "ppid", "name", "cwd", "open_files")
    try:
        found = [process.info for process in psutil.process_iter(asked)]
    except (OSError, psutil.Error):
        return None
    mine = os.getpid()
    return tuple(
        _Running(
            each["pid"],
            Path(each["cwd"]) if each["cwd"] and (each["name"] or "").startswith("git") else None,
            frozenset(Path(file.path) for file in each["open_files"] or ()),
        )
        for each in found
        if mine not in {each["pid"], each["ppid"]}
    )
