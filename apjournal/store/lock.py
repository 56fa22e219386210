"""One writing command at a time in a journal, and signs of running operations. A lock ends with its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from apjournal.errors import GitFault

EDITING = "editing"
"""The sign that an editor is open on a file of the journal."""
WAIT = 10.0
"""How long a command waits for another one, in seconds."""


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Acquire the lock of `folder` (the journal's `.git/apj`). Raise `GitFault` when another command has it."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", timeout=WAIT)
        lock.acquire()
    except Timeout as error:
        raise GitFault("Another apj command is running in this journal.", "Wait until it has ended.") from error
    except OSError as error:
        raise GitFault(f"The journal cannot be locked: {error.strerror}.", "Check its permissions.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def show_sign(folder: Path, sign: str) -> Iterator[None]:
    """Show other commands a sign in `folder` (`is_shown`) for the duration.

    Continue without it if it cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / sign, timeout=0)
    with suppress(Timeout, OSError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def is_shown(folder: Path, sign: str) -> bool:
    """Whether a process shows a sign in `folder` now."""
    if not (folder / sign).exists():
        return False
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / sign, timeout=0):
            return False
    except Timeout:
        return True
