"""A process that has imported all of apj and forks for each command line, which then starts in a few milliseconds.

A command line has the same surroundings as in a separate process: its environment, current directory, terminal,
signals. Two thirds of a short command line's time are Python's start and the imports. Forking needs a process with a
single thread, which those of pytest are not.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Never, TextIO

APJ = "apjournal.__main__"
"""The program; another is another module with a `main`."""
DEADLINE = 60.0
"""Seconds after which a command line has to have ended."""
REQUEST = 1 << 17
"""The most bytes that a request has."""
USUAL = {"LC_ALL": "C.UTF-8"}
"""What the process itself runs under; a command line that wants it otherwise is started anew."""

_ONE_AT_A_TIME = threading.Lock()


def is_usual(env: Mapping[str, str]) -> bool:
    """Whether Python itself would start in the same way with these variables, on a system that can fork."""
    return (
        hasattr(os, "fork")
        and env.get("LC_ALL") == USUAL["LC_ALL"]
        and not any(name.startswith("PYTHON") for name in env)
    )


class Started:
    """A command line that was started, with the methods of a `subprocess.Popen`."""

    def __init__(
        self,
        args: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        fds: Sequence[int],
        tty: bool = False,
        program: str = APJ,
    ) -> None:
        """Start it with the descriptors of stdin, stdout and stderr; `tty`: stdin becomes its controlling terminal."""
        self._code: int | None = None
        self._told, theirs = os.pipe()
        request = {"args": [*args], "cwd": str(cwd), "env": {**env}, "tty": tty, "program": program}
        with _ONE_AT_A_TIME:
            ready = _start_ready()
        socket.send_fds(ready, [json.dumps(request).encode()], [*fds, theirs])
        os.close(theirs)
        self._reader: IO[bytes] = os.fdopen(self._told, "rb", buffering=0)
        self.pid = int(self._read_line())

    def _read_line(self) -> bytes:
        line = self._reader.readline()
        assert line, "the process that starts command lines has ended"
        return line

    def poll(self) -> int | None:
        """Return the exit code when it has ended."""
        if self._code is None and select.select([self._told], [], [], 0)[0]:
            self._code = int(self._read_line())
            self._reader.close()
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return the exit code."""
        if self._code is None and not select.select([self._told], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("apj", timeout or 0)
        code = self.poll()
        assert code is not None
        return code


def run_ready(
    args: Sequence[str], folder: Path, env: Mapping[str, str], *, program: str = APJ
) -> subprocess.CompletedProcess[bytes]:
    """Run a command line without any terminal, with stdin at its end."""
    file = tempfile.TemporaryFile
    with open(os.devnull, "rb") as stdin, file() as stdout, file() as stderr:
        fds = [file.fileno() for file in (stdin, stdout, stderr)]
        code = Started(args, cwd=folder, env=env, fds=fds, program=program).wait(DEADLINE)
        stdout.seek(0)
        stderr.seek(0)
        return subprocess.CompletedProcess([*args], code, stdout.read(), stderr.read())


@cache
def _start_ready() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    env = {"PATH": os.environ["PATH"], **USUAL}
    command = [sys.executable, "-m", "tests.helpers.forking_process", str(theirs.fileno())]
    subprocess.run(command, pass_fds=[theirs.fileno()], env=env, cwd=Path(__file__).parents[2], check=True)
    theirs.close()
    return ours


def serve(requests: socket.socket) -> None:
    """Start the requested command lines until nobody can request any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    while True:
        data, fds, _, _ = socket.recv_fds(requests, REQUEST, 4)
        if not data:
            return
        if os.fork() == 0:
            requests.close()
            _start_and_wait(json.loads(data), *fds)
        for fd in fds:
            os.close(fd)


def _start_and_wait(request: dict[str, Any], stdin: int, stdout: int, stderr: int, told: int) -> Never:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os.close(told)
        _run(request, (stdin, stdout, stderr))
    for fd in (stdin, stdout, stderr):
        os.close(fd)
    for fd in range(3):
        os.close(fd)
    os.write(told, f"{child}\n".encode())
    _, status = os.waitpid(child, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _run(request: dict[str, Any], fds: tuple[int, int, int]) -> Never:
    program = import_module(request["program"])
    if request["tty"]:
        import fcntl
        import termios

        os.setsid()
        fcntl.ioctl(fds[0], termios.TIOCSCTTY, 0)
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
    os.closerange(3, 256)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    tempfile.tempdir = None
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs tests in the background has it ignored
    sys.argv = [str(program.__file__), *request["args"]]
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        setattr(sys, name, _open_anew(getattr(sys, name), number))
    code: object = 0
    try:
        program.main()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    os._exit(code if isinstance(code, int) else 0)


def _open_anew(stream: TextIO, number: int) -> IO[str]:
    """Open a standard stream as Python does at its start, since what it knew about the former file may be wrong."""
    by_line = os.isatty(number) or number == 2
    mode = "w" if number else "r"
    return open(number, mode, 1 if by_line else -1, stream.encoding, stream.errors, closefd=False)


if __name__ == "__main__":
    if os.fork():
        os._exit(0)  # so that it is no child of the process whose children tests count
    from tests.helpers.loaded_modules import load_all

    load_all()
    serve(socket.socket(fileno=int(sys.argv[1])))
