"""Faults at the n-th moment: a command line runs in a process of its own, which is killed, or meets a full disk, there.

A moment is a start of git or a change in the file system. What is counted is what apj does, not what git does inside.
"""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from tests.helpers.people import TRACEBACK, Person, Ran, command_line

CALLS = ("replace", "rename", "unlink", "mkdir", "rmdir", "fsync", "open", "link", "symlink", "chmod")
"""The functions of `os` that change something; `open` where it makes or changes a file."""
EVERY_MOMENT = bool(os.environ.get("APJ_EVERY_MOMENT"))
"""Whether to strike at every moment, which takes minutes: set APJ_EVERY_MOMENT before the tests start."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Fault(Enum):
    """What happens at the chosen moment."""

    KILL = "kill -9"
    NO_SPACE = errno.ENOSPC
    BROKEN = errno.EIO
    QUOTA = errno.EDQUOT
    READ_ONLY = errno.EROFS


@dataclass(frozen=True)
class Struck:
    """How a command line ended: its exit code and words (None: it was killed), and how many moments it had."""

    ran: Ran | None
    moments: int


def struck(person: Person, line: Sequence[str], at: int, fault: Fault, *, only: str | None = None) -> Struck:
    """Run a command line and let `fault` happen at its moment number `at` (0: at none).

    With `only`, the name of a call ("git" is its start) of which alone the moments count.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_in_child(person, line, _Strike(at, fault, writing, only), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    parts = told.split(_END)
    ran = pickle.loads(parts[1]) if len(parts) > 1 else None
    assert not isinstance(ran, str), ran
    return Struck(ran, len(parts[0]))


_END = b"END"


class _Strike:
    """Counts moments on a pipe, one byte each, and strikes at one of them."""

    def __init__(self, at: int, fault: Fault, pipe: int, only: str | None) -> None:
        self.at, self.fault, self.pipe, self.only, self.number = at, fault, pipe, only, 0

    def due(self, name: str) -> bool:
        if self.only not in {None, name}:
            return False
        self.number += 1
        os.write(self.pipe, b".")
        if self.number != self.at:
            return False
        if self.fault is Fault.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    def call(self, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def striking(*args: Any, **named: Any) -> Any:
            changes = name != "open" or (len(args) > 1 and args[1] & _WRITES)
            if changes and self.due(name):
                raise OSError(self.fault.value, os.strerror(int(self.fault.value)), str(args[0]))
            return plain(*args, **named)

        return striking

    def git(self, plain: Callable[..., None]) -> Callable[..., None]:
        def striking(popen: subprocess.Popen[bytes], args: Sequence[str], *more: Any, **named: Any) -> None:
            if self.due("git"):
                words = f"fatal: unable to write: {os.strerror(int(self.fault.value))}"
                args = ["sh", "-c", f"echo '{words}' >&2; exit 128"]
            plain(popen, args, *more, **named)

        return striking


def _run_in_child(person: Person, line: Sequence[str], strike: _Strike, pipe: int) -> None:
    told: Ran | str
    try:
        for name in CALLS:
            setattr(os, name, strike.call(name, getattr(os, name)))
        subprocess.Popen.__init__ = strike.git(subprocess.Popen.__init__)  # type: ignore[assignment,method-assign]
        told = command_line(*line, folder=person.root, as_=person.handle, at=person.now, code=None)
    except BaseException:  # whatever leaves the command line is what the test is about
        told = traceback.format_exc()
    os.write(pipe, _END + pickle.dumps(told))
    sys.stdout.flush()
    os._exit(0)


def moments(person: Person, line: Sequence[str], *, only: str | None = None) -> int:
    """Count the moments of a command line without a fault; it is carried out."""
    return struck(person, line, 0, Fault.KILL, only=only).moments


def spread(number: int, most: int) -> list[int]:
    """Choose `most` of the moments 1 to `number`, first and last among them; all with APJ_EVERY_MOMENT set."""
    if number <= most or EVERY_MOMENT:
        return list(range(1, number + 1))
    return sorted({1 + round(step * (number - 1) / (most - 1)) for step in range(most)})


def put_back(folder: Path, copy: Path) -> None:
    """Let a folder be again as a copy of it."""
    shutil.rmtree(folder)
    shutil.copytree(copy, folder, symlinks=True)


def is_told(ran: Ran) -> bool:
    """Whether a command that met a fault said so in sentences, with a code of the contract."""
    return ran.code in {0, 1, 3, 4, 5} and TRACEBACK not in ran.err and (ran.code == 0 or bool(ran.err))
