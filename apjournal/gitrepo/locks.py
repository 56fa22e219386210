"""What git left behind when it was ended: which locks and half-written objects, how old, and whose.

Git removes its locks when it ends by itself. One that stays stops every later command that needs it, and nobody may
remove it while the command that made it still runs. A half-written object takes up room and nothing else; git leaves
it behind on a full disk, too.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from apjournal.errors import GitFault
from apjournal.gitrepo.repository import Repository

OLD_ENOUGH = timedelta(minutes=10)
"""A younger lock is never removed: a large repository, or a person at a prompt, may take that long."""

_LOCKS = ("*.lock", "refs/**/*.lock", "objects/*.lock", "objects/info/**/*.lock", "objects/pack/*.lock")
_PARTS = ("objects/tmp_*", "objects/*/tmp_*")
_PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True)
class Left:
    """A lock, or a part of an object: how long it has been there, and the process that may hold it.

    `certain`: the processes of this machine could be seen, so `holder` None means that none of mine holds it.
    """

    path: Path
    age: timedelta
    holder: int | None
    certain: bool

    @property
    def is_stale(self) -> bool:
        """Whether it can be removed: old, and surely nobody's."""
        return self.age >= OLD_ENOUGH and self.certain and self.holder is None


def find_locks(repository: Repository, *, processes: Path = _PROCESSES) -> tuple[Left, ...]:
    """Look for lock files; `processes` is where the system lists what runs."""
    return _find(repository, _LOCKS, processes)


def find_parts(repository: Repository, *, processes: Path = _PROCESSES) -> tuple[Left, ...]:
    """Look for half-written objects."""
    return _find(repository, _PARTS, processes)


def _find(repository: Repository, patterns: Iterable[str], processes: Path) -> tuple[Left, ...]:
    folders = dict.fromkeys((repository.git_dir.resolve(), repository.common_dir.resolve()))
    paths = sorted({path for folder in folders for pattern in patterns for path in folder.glob(pattern)})
    return tuple(left for path in paths if (left := _look(repository, path, processes)) is not None)


def _look(repository: Repository, path: Path, processes: Path) -> Left | None:
    """Look at one of them; None when its command has ended meanwhile."""
    folders = (repository.root.resolve(), repository.git_dir.resolve(), repository.common_dir.resolve())
    try:
        age = timedelta(seconds=max(0.0, _file_time() - path.lstat().st_mtime))
    except FileNotFoundError:
        return None
    return Left(path, age, _holder(path, folders, processes), certain=processes.is_dir())


def remove(repository: Repository, left: Left, *, processes: Path = _PROCESSES) -> None:
    """Remove what is stale, after another look at it; `GitFault` when somebody holds it, or it is young, by now."""
    again = _look(repository, left.path, processes)
    if again is None:
        return
    if not again.is_stale:
        raise GitFault(f"{left.path} may still be in use.", "Wait until no git command runs here, then try again.")
    try:
        shutil.rmtree(left.path) if left.path.is_dir() else left.path.unlink(missing_ok=True)
    except OSError as error:
        raise GitFault(f"{left.path} can't be removed: {error.strerror}.", "Look at its permissions.") from error


def _file_time() -> float:
    """Give the present as files are dated: `APJ_NOW` must not make a lock look old."""
    with tempfile.TemporaryFile() as mark:
        return os.fstat(mark.fileno()).st_mtime


def _holder(path: Path, folders: Iterable[Path], processes: Path) -> int | None:
    """Find a process that has the file open, or a git that works here: it may have closed the file and need it."""
    for process in _running(processes):
        if _has_open(process, path) or (_is_git(process) and _works_in(process, folders)):
            return int(process.name)
    return None


def _running(processes: Path) -> Iterator[Path]:
    """Give the processes that are not children of this one, which only read."""
    with suppress(OSError):
        for process in processes.iterdir():
            if process.name.isdigit() and int(process.name) != os.getpid() and _parent(process) != os.getpid():
                yield process


def _parent(process: Path) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        return int((process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    return None


def _has_open(process: Path, path: Path) -> bool:
    with suppress(OSError):  # ended meanwhile, or another user's
        return any(_link(file) == path for file in (process / "fd").iterdir())
    return False


def _is_git(process: Path) -> bool:
    with suppress(OSError):
        return (process / "comm").read_text("utf-8", "replace").startswith("git")
    return False


def _works_in(process: Path, folders: Iterable[Path]) -> bool:
    where = _link(process / "cwd")
    return where is not None and any(where.is_relative_to(folder) for folder in folders)


def _link(link: Path) -> Path | None:
    with suppress(OSError):
        return link.readlink()
    return None
