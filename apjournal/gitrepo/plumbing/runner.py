"""Run git. Only this module starts git, apart from `git config --list` in `config.py`.

Arguments are passed as a list without a shell, and no text of a journal can become an option. GitPython is not used
here, because its import takes as long as click's, and every command would pay for it.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, cast

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.damaged_files import find_damage
from apjournal.gitrepo.plumbing.environment import PREFIX, list_fixed_variables
from apjournal.gitrepo.plumbing.faults import TimedOut, make_fault, make_readable
from apjournal.patterns import make_pattern

OLDEST = (2, 38)
"""The oldest version of git that can share a journal (`merge-tree --write-tree`)."""

LARGEST_FILE = 256 * 2**20
"""The largest file, in bytes, that git may write during a network command. If it writes more, it is stopped."""

_GRACE = 2.0  # seconds between asking a process to end and killing it
_VERSION = make_pattern(rb"git version (\d+)\.(\d+)")


class Finished(Struct, frozen=True):
    """The result of a git command: the exit code, the output as bytes, and the errors as text that is safe to show."""

    code: int
    out: bytes
    err: str

    @property
    def line(self) -> str:
        """The output as one line of text, for commands that print a single id or name."""
        return os.fsdecode(self.out).removesuffix("\n")


class Child:
    """A git process that answers one question after another through its pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.stdin = cast("IO[bytes]", self.process.stdin)
        self.stdout = cast("IO[bytes]", self.process.stdout)
        self.stderr = cast("IO[bytes]", self.process.stderr)

    def close(self) -> None:
        """Stop the process by closing its input, and wait for it."""
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()
        self.stderr.close()
        self.process.wait()

    def __del__(self) -> None:
        """End the process if nobody closed it, for example in a program that uses the public API."""
        if self.process.poll() is None:
            self.close()


class Git:
    """Git in the folder `root`.

    `terminal` says whether a person can answer git's questions. `timeout` is the time limit of a network command in
    seconds.
    """

    def __init__(self, root: Path, *, terminal: bool = False, timeout: float = 60.0) -> None:
        self.root = root.absolute()
        self.terminal = terminal
        self.timeout = timeout

    def run_git(
        self,
        *args: str,
        stdin: bytes = b"",
        ok: Container[int] = (0,),
        env: Mapping[str, str] | None = None,
        deadline: float | None = None,
        network: bool = False,
    ) -> Finished:
        """Run one git command to its end, and return its result.

        Raise `GitFault` if its exit code is not in `ok`. `deadline` is the time limit in seconds (for a network
        command: `timeout`, unless given). A network command cannot write a file larger than `LARGEST_FILE`. Without a
        terminal, it runs in a session of its own, so that all its child processes end with it.
        """
        apart = network and not self.terminal
        child = self._start_process(args, env, apart=apart, capped=network)
        limit = self.timeout if network and deadline is None else deadline
        try:
            out, err = child.process.communicate(stdin, timeout=limit)
        except subprocess.TimeoutExpired as expired:
            _end_process(child, apart=apart)
            raise TimedOut(
                f"git {_find_command_name(args)} took longer than {limit:g} seconds, so apj stopped it.",
                "Try again when the connection is better.",
            ) from expired
        except BaseException:
            _end_process(child, apart=apart)
            raise
        finished = Finished(child.process.returncode, out, make_readable(err))
        if finished.code not in ok:
            raise find_damage(self.root) or make_fault(_find_command_name(args), finished.code, finished.err)
        return finished

    def start_child(self, *args: str) -> Child:
        """Start a git command that answers through its pipes. The caller must close it."""
        return self._start_process(args, None, apart=False, capped=False)

    def require_merge_support(self) -> None:
        """Raise `GitFault` if git is too old to merge without a work tree."""
        found = _parse_version(self.run_git("version").out)
        if found < OLDEST:
            raise GitFault(
                f"This is git {found[0]}.{found[1]}; sharing a journal needs {OLDEST[0]}.{OLDEST[1]} or newer.",
                "You can still read and write. To share, install a newer git: https://git-scm.com/downloads.",
            )

    def _start_process(
        self, args: tuple[str, ...], env: Mapping[str, str] | None, *, apart: bool, capped: bool
    ) -> Child:
        try:
            with _limit_file_size() if capped else nullcontext():
                process = subprocess.Popen(
                    ["git", "-C", str(self.root), *PREFIX, *args],
                    cwd=self.root if os.access(self.root, os.X_OK) else None,  # git cannot start in a deleted folder
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    env={**os.environ, **list_fixed_variables(terminal=self.terminal), **(env or {})},
                    start_new_session=apart,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except (FileNotFoundError, PermissionError) as error:
            raise GitFault(
                "Git is not installed, or is not on the PATH.",
                "Install git 2.38 or newer: https://git-scm.com/downloads.",
            ) from error
        return Child(process)


def _parse_version(out: bytes) -> tuple[int, int]:
    match = _VERSION.match(out)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _find_command_name(args: tuple[str, ...]) -> str:
    """Return the name of the command in git's arguments: the first one that is not an option."""
    return next((word for word in args if not word.startswith("-") and "=" not in word), "")


@contextmanager
def _limit_file_size() -> Iterator[None]:
    """Limit the size of files while a child process starts, which inherits the limit. Then restore the previous limit.

    Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    limit = LARGEST_FILE if hard == resource.RLIM_INFINITY else min(LARGEST_FILE, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _end_process(child: Child, *, apart: bool) -> None:
    """End a process so that neither a zombie nor an open pipe remains. If it runs `apart`, end its whole session.

    The process is asked to end first, so that git can remove its temporary files and locks.
    """
    if apart and not hasattr(os, "killpg"):
        _end_process_tree(child.process.pid)  # Windows has neither sessions nor a request to end
        apart = False
    for name in ("SIGTERM", "SIGKILL"):
        _send_signal(child, name, apart=apart)
        with suppress(subprocess.TimeoutExpired):
            child.process.communicate(timeout=_GRACE)
            break
    else:
        child.close()  # a process outside the session still has the other ends open: do not wait for it
    if apart:
        _send_signal(child, "SIGKILL", apart=True)  # also end processes that ignored the request and have no pipe


def _end_process_tree(pid: int) -> None:
    """End a process and everything that it started."""
    import psutil

    with suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        for process in (*first.children(recursive=True), first):
            with suppress(psutil.Error):
                process.kill()


def _send_signal(child: Child, name: str, *, apart: bool) -> None:
    number = getattr(signal, name, signal.SIGTERM)  # on Windows, either signal ends a process at once
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, number) if apart else child.process.send_signal(number)
