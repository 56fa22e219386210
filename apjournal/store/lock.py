"""One writing command at a time in a journal; the lock goes with the process that held it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apjournal.errors import GitFault

WAIT = 10.0
"""How long a command waits for another one, in seconds."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder` (the journal's `.git/apj`); `GitFault` when another command keeps it."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", timeout=WAIT)
        lock.acquire()
    except Timeout as error:
        raise GitFault("Another apj command is at work in this journal.", "Wait until it has ended.") from error
    except OSError as error:
        raise GitFault(f"The journal can't be locked: {error.strerror}.", "Look at its permissions.") from error
    try:
        yield
    finally:
        lock.release()
