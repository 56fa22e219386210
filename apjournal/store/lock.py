"""Locks. Because of them, only one command at a time writes in a journal, and others can see what is in progress.

The operating system releases a lock when its process ends.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from apjournal.errors import GitFault

EDITING = "editing"
"""The name of the sign which says that a file of the journal is open in an editor."""
WAIT = 10.0
"""The number of seconds that a command waits for another command to end."""
_PAUSE = 0.05


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Acquire the lock of `folder` (the journal's `.git/apj`).

    Raise `GitFault` if another command holds the lock for more than `WAIT` seconds, or if the folder cannot be
    written.
    """
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(_lock_file(folder / "lock", WAIT))
        except TimeoutError as error:
            raise GitFault("Another apj command is running in this journal.", "Wait until it ends.") from error
        except OSError as error:
            raise GitFault(
                f"apj cannot write in {folder}: {error.strerror}.",
                "Make that folder writable, then run the command again.",
            ) from error
        yield


@contextmanager
def show_sign(folder: Path, sign: str) -> Iterator[None]:
    """Show the sign `sign` in `folder` to other commands within the block. They look for it with `is_shown`.

    If the sign cannot be written, continue without it.
    """
    with ExitStack() as held:
        with suppress(OSError):
            held.enter_context(_lock_file(folder / sign, 0))
        yield


def is_shown(folder: Path, sign: str) -> bool:
    """Whether a running process shows the sign `sign` in `folder` (`show_sign`)."""
    if not (folder / sign).exists():
        return False
    try:
        with _lock_file(folder / sign, 0):
            return False
    except TimeoutError:
        return True


@contextmanager
def _lock_file(path: Path, seconds: float) -> Iterator[None]:
    """Acquire the lock of a file as filelock does, whose import would take a third of the time of a short command.

    Raise `TimeoutError` if another process holds the lock for `seconds`, and another `OSError` if the file cannot be
    locked.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        with _lock_without_flock(path, seconds):
            yield
        return
    with ExitStack() as held:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        held.callback(os.close, file)
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= end:
                    raise TimeoutError from error
                time.sleep(_PAUSE)
            except OSError as error:
                if error.errno != errno.ENOSYS:
                    raise
                held.enter_context(_lock_without_flock(path, seconds))
                break
        yield


@contextmanager
def _lock_without_flock(path: Path, seconds: float) -> Iterator[None]:
    """Acquire the lock of a file on a system or file system without `flock`. Raise `TimeoutError` after `seconds`."""
    from filelock import FileLock, Timeout

    try:
        lock = FileLock(path, timeout=seconds).acquire()
    except Timeout as error:
        raise TimeoutError from error
    with lock:
        yield
