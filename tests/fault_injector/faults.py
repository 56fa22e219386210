"""Faults at the n-th moment: a command line runs in a separate process, and there is killed, or meets a broken disk.

A moment is a start of git or a change in the file system, including half a write. What git does inside is not a moment.
So git has its own faults: it is killed, or the disk is full, when it first writes, or it succeeds and reports an error.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import pickle
import shutil
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from tests.helpers.folders import copy_folder
from tests.helpers.people import TRACEBACK, Person, Ran, command_line

CALLS = ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "fsync", "open", "link", "symlink", "chmod")
"""The functions of `os` that change something; `open` where it makes or changes a file."""
GIT, OTHER = "git", "program"
"""The names of the moments at which git, or another program such as an editor, is started."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Fault(Enum):
    """What happens at the chosen moment."""

    KILL = "killed"
    NO_SPACE = errno.ENOSPC
    BROKEN = errno.EIO
    QUOTA = errno.EDQUOT
    READ_ONLY = errno.EROFS
    DENIED = errno.EACCES
    LATE = "done, and said to be broken"
    GIT_KILLED = "git is killed when it writes"
    GIT_FULL = "git finds no room when it writes"

    @property
    def errno(self) -> int:
        """The error of the system. If the system has none for it, the error of a broken disk."""
        return self.value if isinstance(self.value, int) else errno.EIO

    def fits(self, moment: str) -> bool:
        """Whether the fault can happen at a moment: faults of git happen at its start, and an editor is only killed."""
        if self in {Fault.GIT_KILLED, Fault.GIT_FULL}:
            return moment.startswith(GIT)
        return self is Fault.KILL or moment != OTHER


EACH = (Fault.KILL, Fault.NO_SPACE, Fault.BROKEN, Fault.LATE, Fault.GIT_KILLED, Fault.GIT_FULL)
"""The faults that every command is held against."""
_AT_ONCE = 'echo "fatal: {words}" >&2; exit 128'
_IN_GIT = {
    Fault.LATE: '"$@"; ' + _AT_ONCE,
    Fault.GIT_KILLED: 'ulimit -c 0; ulimit -f 0; exec "$@"',
    Fault.GIT_FULL: "trap '' XFSZ; ulimit -f 0; exec \"$@\"",
}


@dataclass(frozen=True)
class Struck:
    """How a command line ended: its exit code and output (None: it was killed), and the names of its moments."""

    ran: Ran | None
    moments: tuple[str, ...]


def run_line(person: Person, line: Sequence[str]) -> Ran:
    """Run a command line in the person's clone, or next to where it will be."""
    there = person.root if person.root.exists() else person.root.parent
    return command_line(*line, folder=there, as_=person.handle, at=person.now, code=None)


def struck(
    person: Person,
    line: Sequence[str],
    at: int,
    fault: Fault,
    *,
    only: str | None = None,
    run: Callable[[Person, Sequence[str]], Ran] = run_line,
) -> Struck:
    """Run a command line, or something else by `run`, and let `fault` happen at its moment number `at` (0: at none).

    `only` is the name of a call, and only its moments count ("git" is its start, also "git push").
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_in_child(partial(run, person, line), writing, _Strike(at, fault, writing, only).take_over)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    names, _, end = told.partition(_END)
    ran = pickle.loads(end) if end else None
    assert not isinstance(ran, str), ran
    return Struck(ran, tuple(names.decode().split("\0")[:-1]))


_END = b"\0END"


class _Strike:
    """Counts moments on a pipe, and causes the fault at one of them."""

    def __init__(self, at: int, fault: Fault, pipe: int, only: str | None) -> None:
        self.at, self.fault, self.pipe, self.only, self.number = at, fault, pipe, only, 0

    def take_over(self) -> None:
        """Replace the calls of this process to the system from now on."""
        for name in CALLS:
            setattr(os, name, self.call(name, getattr(os, name)))
        io.open = builtins.open = self.opening(io.open)
        subprocess.Popen.__init__ = self.start(subprocess.Popen.__init__)  # type: ignore[method-assign]

    def due(self, name: str, about: str = "") -> bool:
        if self.only not in {None, name, name + about}:
            return False
        self.number += 1
        os.write(self.pipe, f"{name}{about}\0".encode())
        return self.number == self.at

    def strike(self, path: object) -> OSError:
        if self.fault is Fault.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        return OSError(self.fault.errno, os.strerror(self.fault.errno), str(path))

    def call(self, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def striking(*args: Any, **named: Any) -> Any:
            changes = name != "open" or (len(args) > 1 and args[1] & _WRITES)
            if not (changes and self.due(name)):
                return plain(*args, **named)
            if self.fault is Fault.LATE:
                made = plain(*args, **named)
                if name == "open":
                    os.close(made)
            raise self.strike(args[0])

        return striking

    def opening(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """Replace `open`: a file that is written has a moment when it is created, and in the middle of a write."""

        def striking(file: Any, mode: str = "r", buffering: int = -1, *text: Any, **named: Any) -> Any:
            is_pipe = isinstance(file, int) and not stat.S_ISREG(os.fstat(file).st_mode)
            if is_pipe or not set(mode) & set("wax+"):
                return plain(file, mode, buffering, *text, **named)
            how = {name: named.pop(name) for name in ("closefd", "opener") if name in named}
            if not isinstance(file, int) and self.due("open"):
                if self.fault is Fault.LATE:
                    io.FileIO(file, mode.strip("bt"), **how).close()
                raise self.strike(file)
            raw = _File(file, mode.replace("b", "").replace("t", ""), **how)
            raw.strike = self
            buffer = (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw)
            return buffer if "b" in mode else io.TextIOWrapper(buffer, *text, **named)

        return striking

    def start(self, plain: Callable[..., None]) -> Callable[..., None]:
        def striking(popen: subprocess.Popen[bytes], args: Sequence[str], *more: Any, **named: Any) -> None:
            is_git = args[0] == "git"
            if self.due(GIT if is_git else OTHER, f" {_command(args)}" if is_git else ""):
                words = self.strike("").strerror
                args = ["sh", "-c", _IN_GIT.get(self.fault, _AT_ONCE).format(words=words), "sh", *args]
            plain(popen, args, *more, **named)

        return striking


def _command(args: Sequence[str]) -> str:
    """Return the subcommand of a git command line: the first word that is neither an option nor the value of one."""
    words = iter(args[1:])
    for word in words:
        if word in {"-c", "-C"}:
            next(words)
        elif not word.startswith("-"):
            return word
    return ""


class _File(io.FileIO):
    """A file of which half a write succeeds at the moment of the fault."""

    strike: _Strike

    def write(self, data: Any, /) -> int:
        if self.strike.due("write"):
            super().write(bytes(data) if self.strike.fault is Fault.LATE else bytes(data)[: len(data) // 2])
            raise self.strike.strike(self.name)
        return super().write(data) or 0


def _run_in_child(run: Callable[[], Ran], pipe: int, take_over: Callable[[], None]) -> None:
    told: Ran | str
    try:
        take_over()
        told = run()
    except BaseException:  # whatever leaves the command line is what the test is about
        told = traceback.format_exc()
    os.write(pipe, _END + pickle.dumps(told))
    sys.stdout.flush()
    os._exit(0)


def killed(person: Person, line: Sequence[str], seconds: float, *, alone: bool) -> tuple[int, ...]:
    """Start a command line and kill it after a while, whatever it is doing, `alone` or with everything that it started.

    Return its processes. Those that continue end by themselves.
    """
    child = os.fork()
    if child == 0:
        _run_in_child(partial(run_line, person, line), os.open(os.devnull, os.O_WRONLY), lambda: None)
    time.sleep(seconds)
    family = tuple(_halted(child))
    for process in family:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGCONT if alone and process != child else signal.SIGKILL)
    os.waitpid(child, 0)
    return family


def _halted(process: int) -> Iterator[int]:
    """Stop a process and everything that it started, and return them, since a stopped process starts no others."""
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(process, signal.SIGSTOP)
        yield process
        for started in Path(f"/proc/{process}/task/{process}/children").read_bytes().split():
            yield from _halted(int(started))


def await_end(processes: Sequence[int], *, within: float = 10) -> None:
    """Wait until processes that this one did not start have ended."""
    until = time.monotonic() + within
    while any(_runs(process) for process in processes):
        assert time.monotonic() < until, f"one of {processes} goes on"
        time.sleep(0.002)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0] not in {b"Z", b"X"}
    except OSError:
        return False


def put_back(folder: Path, copy: Path) -> None:
    """Restore a folder from a copy of it."""
    shutil.rmtree(folder)
    copy_folder(copy, folder)


def is_told(ran: Ran) -> bool:
    """Whether a command that met a fault reported it in sentences, with an exit code of the contract."""
    return ran.code in {0, 1, 3, 4, 5} and TRACEBACK not in ran.err and (ran.code == 0 or bool(ran.err or ran.out))


def can_mount() -> bool:
    """Whether a separate disk can be mounted here."""
    return subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode == 0
