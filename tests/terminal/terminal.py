"""A terminal of 80 columns and 24 lines running the real program: keys go in, and the screen is read.

The program runs in a pseudo terminal of the system. Its output is interpreted by pyte, a terminal emulator in pure
Python, so that these tests need nothing that a fresh machine lacks. Tests always wait for a text on the screen, with a
deadline, never for a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

import pyte

from tests.helpers.forking_process import Started, is_usual, run_ready

COLUMNS, LINES = 80, 24
DEADLINE = 60.0
"""Seconds until a text that does not come is missed: far more than it takes, since the machine may be busy."""
PATIENCE = 2.0
"""Seconds after which a person presses a key once more."""
STOPPED = 130
QUESTION = re.compile(r"\(Enter: [^)]*\) >|^  \d >|\[Y/n\]|\[y/N\]", re.MULTILINE)
"""A question of a dialogue on the screen. A goal that was carried over looks like one, too."""
ENTER, CTRL_C, CTRL_D, UP, LEFT = "\r", "\x03", "\x04", "\x1b[A", "\x1b[D"
APJ = (sys.executable, "-m", "apjournal")
# A session's first terminal becomes the one from which Ctrl-C comes; who runs tests in the background has it ignored.
_OWN_TERMINAL = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])"
)


@dataclass(frozen=True)
class Desk:
    """A person's surroundings: the current directory, the home folder, the time."""

    root: Path
    home: Path
    now: str

    def env(self, **more: str | None) -> dict[str, str]:
        """Return the environment of the person's programs, without the variables that are None."""
        usual: dict[str, str | None] = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "APJ_NOW": self.now,
        }
        return {name: value for name, value in (usual | more).items() if value is not None}

    def apj(self, *args: str, columns: int = COLUMNS, lines: int = LINES, **env: str | None) -> Terminal:
        """Run a command line in a new terminal."""
        return Terminal(*APJ, *args, cwd=self.root, env=self.env(**env), columns=columns, lines=lines)

    def run(self, *command: str) -> Terminal:
        """Run any program in a new terminal."""
        return Terminal(*command, cwd=self.root, env=self.env())

    def piped(self, *args: str, **env: str | None) -> subprocess.CompletedProcess[bytes]:
        """Run a command line without any terminal."""
        surroundings = self.env(**env)
        return (
            run_ready(args, self.root, surroundings)
            if is_usual(surroundings)
            else self._off_terminal([*APJ, *args], env)
        )

    def shell(self, line: str) -> subprocess.CompletedProcess[bytes]:
        """Run a line in the shell without any terminal."""
        return self._off_terminal(["sh", "-c", line], {})

    def _off_terminal(
        self, command: Sequence[str], env: Mapping[str, str | None]
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command, cwd=self.root, env=self.env(**env), input=b"", capture_output=True, check=False, timeout=DEADLINE
        )

    def read(self, path: str) -> str:
        """Read a file of the journal."""
        return (self.root / path).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file of the journal by hand."""
        (self.root / path).write_text(text, "utf-8", newline="")

    def at(self, now: str) -> Desk:
        """Return the same desk at another time."""
        return replace(self, now=now)


class Terminal:
    """One program in a separate terminal, from its start to its end."""

    def __init__(
        self, *command: str, cwd: Path, env: Mapping[str, str], columns: int = COLUMNS, lines: int = LINES
    ) -> None:
        self.raw = b""
        self._screen = pyte.HistoryScreen(columns, lines, history=1000)
        self._stream = pyte.ByteStream(self._screen)
        self._seen = 0
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._process = _start(command, cwd, env, slave)
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._master)

    def see(self, text: str) -> str:
        """Wait until `text` is on the screen, after what was seen before, and return everything from there up to it.

        Trailing spaces do not count, because a screen has no end of a line.
        """
        text = text.rstrip(" ")
        deadline = time.monotonic() + DEADLINE
        while (found := self.text.find(text, self._seen)) < 0:
            assert self._draw(deadline), f"{text!r} does not come. There is:\n{self.text[self._seen :]}"
        before = self.text[self._seen : found + len(text)]
        self._seen = found + len(text)
        return before

    def press(self, *keys: str) -> Terminal:
        """Press keys, or type text, one after the other."""
        for key in keys:
            self.send(key.encode())
        return self

    def send(self, data: bytes) -> Terminal:
        """Send bytes, whether they are text or not."""
        os.write(self._master, data)
        return self

    def answer(self, question: str, *keys: str) -> Terminal:
        """Wait for a question, then press the keys that answer it."""
        self.see(question)
        return self.press(*keys)

    def end(self, code: int = 0) -> str:
        """Wait for the program to end with an exit code, and return what came since the last text that was seen."""
        deadline = time.monotonic() + DEADLINE
        while self._draw(deadline):
            pass
        assert time.monotonic() < deadline, f"The program does not end. There is:\n{self.text}"
        ended = self._process.wait()
        assert "Traceback (most recent call last)" not in self.text, self.text
        assert ended == code, f"It ended with {ended}:\n{self.text}"
        return self.text[self._seen :]

    def stop(self, key: str) -> str:
        """Press a key that ends the program, as a person does: once more if it came between two questions."""
        given_up = time.monotonic() + DEADLINE
        while self._process.poll() is None:
            assert time.monotonic() < given_up, f"The program does not stop. There is:\n{self.text}"
            self.press(key)
            patience = time.monotonic() + PATIENCE
            while self._draw(patience):
                pass
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE)
        return self.end(STOPPED)

    @property
    def text(self) -> str:
        """Everything that was drawn, from the first line on, including what scrolled off the screen."""
        gone = [
            "".join(line[column].data for column in range(self._screen.columns)) for line in self._screen.history.top
        ]
        return "\n".join(line.rstrip() for line in (*gone, *self._screen.display)).rstrip("\n")

    @property
    def screen(self) -> list[str]:
        """The lines on the screen now."""
        return [line.rstrip() for line in self._screen.display]

    def _draw(self, deadline: float) -> bool:
        """Read the output of the program. Return False when it has ended, or the deadline has passed."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # how Linux says that nobody holds the other end any more
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)


def _start(
    command: tuple[str, ...], cwd: Path, env: Mapping[str, str], slave: int
) -> Started | subprocess.Popen[bytes]:
    if command[: len(APJ)] == APJ and is_usual(env):
        return Started(command[len(APJ) :], cwd=cwd, env=env, fds=[slave] * 3, tty=True)
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _OWN_TERMINAL, *command],
        cwd=cwd,
        env=dict(env),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
