"""Count what a command does: instructions, git processes, files, modules. The same on every machine and under any load.

Instructions are counted by callgrind where valgrind is installed: those of apj's own process, and those of the
processes that it starts (git and its helpers) apart.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

VALGRIND = shutil.which("valgrind")
RESULTS = frozenset({0, 1, 4, 5})
"""Exit codes of a command that did its work; with findings it is a measurement, too."""
_UNTIL_BELIEVED = 2.5
_WATCHED = """\
import json, os, re, sys
to, sys.argv[:2] = sys.argv[1], ["apj"]
opened, made, compiled = [], [], []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" and type(args[0]) is not int else
                 made.append(args[1]) if event == "compile" and args[1] == "<string>" else None)
compiler = sys.modules[re.compile.__module__]._compiler
plain = compiler.compile
def counted(pattern, flags=0):
    compiled.append(1)
    return plain(pattern, flags)
compiler.compile = counted
def note():
    with open(to, "w", encoding="utf-8", errors="replace") as file:
        modules = [name for name, each in sys.modules.items() if type(each) is type(sys)]  # not those that are put off
        json.dump([opened[:], modules, len(made), len(compiled)], file)
end = os._exit
os._exit = lambda code: (note(), end(code))
from apjournal.__main__ import main
try:
    main()
finally:
    note()
"""
"""Runs a command line of apj, and writes what it did to a file as JSON."""


@dataclass(frozen=True)
class Watched:
    """The work of one run: CPU seconds (git's included), git's arguments, journal files opened, modules, compilations.

    `sources` are compiled at run time (a dataclass takes one to six), `expressions` are regular expressions.
    """

    seconds: float
    git: tuple[str, ...]
    opened: tuple[str, ...]
    loaded: tuple[str, ...]
    sources: int
    expressions: int

    @property
    def modules(self) -> int:
        """The number of modules."""
        return len(self.loaded)


@dataclass(frozen=True)
class Instructions:
    """Instructions in millions: of the process itself, and of all that it started (a fork counts from its start)."""

    own: float
    others: float

    @property
    def total(self) -> float:
        """The sum of both."""
        return self.own + self.others


def watch_run(words: Sequence[str], folder: Path, environ: Mapping[str, str], *, again: bool = False) -> Watched:
    """Run a command line of apj in `folder`, and return what it did. Raise `SystemExit` when it does not work.

    `again`: what it did the second time, when it may answer from its cache. The cache also depends on which git there
    is, and on files only if they have not changed for two seconds.
    """
    with TemporaryDirectory(prefix="apj-counts-") as beside:
        notes, git = Path(beside, "notes"), Path(beside, "git")
        git.touch()
        path = f"{_make_counting_git(Path(beside), git)}:{environ['PATH']}"
        command = [sys.executable, "-c", _WATCHED, str(notes), *words]
        surroundings = {**environ, "PATH": path, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        if again:
            time.sleep(_UNTIL_BELIEVED)
            require_run(command, folder, surroundings)
            git.write_bytes(b"")
        before = os.times()
        require_run(command, folder, surroundings)
        after = os.times()
        seconds = after.children_user - before.children_user + after.children_system - before.children_system
        opened, loaded, *counts = json.loads(notes.read_text("utf-8"))
        inside = f"{folder}{os.sep}"
        paths = (os.path.join(folder, each) for each in opened)
        found = tuple(sorted(path.removeprefix(inside) for path in paths if path.startswith(inside)))
        return Watched(seconds, tuple(git.read_text("utf-8").splitlines()), found, tuple(loaded), *counts)


def count_instructions(command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> Instructions:
    """Run a command under callgrind, and return its instructions. Raise `SystemExit` when it does not work."""
    assert VALGRIND
    with TemporaryDirectory(prefix="apj-counts-") as beside:
        out = f"--callgrind-out-file={beside}/%p"
        options = ("--tool=callgrind", "--trace-children=yes", out, f"--log-file={beside}/log")
        process = require_run([VALGRIND, *options, *command], folder, {**environ, "PYTHONHASHSEED": "0"})
        totals = {int(file.name): _read_total(file) for file in Path(beside).iterdir() if file.name.isdigit()}
    own = totals.pop(process)
    return Instructions(own / 1e6, sum(totals.values()) / 1e6)


def _read_total(file: Path) -> int:
    """Return the instructions of one process, which it writes at its end, or when it becomes another program."""
    found = re.findall(r"^(?:totals|summary): (\d+)", file.read_text("utf-8", errors="replace"), re.MULTILINE)
    return int(found[-1]) if found else 0


def require_run(command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> int:
    """Run a command to its end, and return its process id. Raise `SystemExit` for an exit code that is not a result."""
    done = subprocess.Popen(
        command, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said, _ = done.communicate()
    if done.returncode not in RESULTS:
        raise SystemExit(f"{' '.join(command)} exits with {done.returncode}:\n{said.decode()[-2000:]}")
    return done.pid


def _make_counting_git(beside: Path, notes: Path) -> Path:
    """Make a folder for the beginning of the PATH, with a `git` that adds a line to `notes` for each start."""
    folder = beside / "bin"
    folder.mkdir()
    script = folder / "git"
    script.write_text(f'#!/bin/sh\necho "$*" >> {notes}\nexec {shutil.which("git")} "$@"\n', "utf-8")
    script.chmod(0o755)
    return folder
