"""The cost of a command line: the git processes that it starts, and the files of the journal that it opens.

Times would depend on the machine and its load. Counts do not.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.record_story import surroundings

_WATCHED = """\
import sys
opened = open(sys.argv[1], "w", encoding="utf-8")
sys.addaudithook(lambda event, args: event == "open" and print(args[0], file=opened))
sys.argv[:2] = ["apj"]
from apjournal.cli.main import main
main()
"""


@dataclass(frozen=True)
class Cost:
    """The git command lines that were started, and the opened files of the journal, with repetitions."""

    git: tuple[str, ...]
    opened: tuple[str, ...]


def cost_of(line: str, journal: Path, beside: Path) -> Cost:
    """Run `apj` with the arguments in `line` in a clone, and count. `beside` is a new folder for the records."""
    notes, opened = beside / "git", beside / "opened"
    wrapper = _wrapper(beside / "bin", notes)
    environ = surroundings(beside)
    environ["PATH"] = f"{wrapper}:{environ['PATH']}"
    finished = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(opened), *shlex.split(line)],
        cwd=journal,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    noted = notes.read_text("utf-8") if notes.exists() else ""
    paths = (Path(path) for path in opened.read_text("utf-8").splitlines())
    return Cost(
        git=tuple(_from_the_command_on(line) for line in noted.splitlines()),
        opened=tuple(sorted(str(path.relative_to(journal)) for path in paths if path.is_relative_to(journal))),
    )


def peak_memory_of(line: str, journal: Path, beside: Path) -> int:
    """Run `apj` with the arguments in `line` in a clone, and return its peak memory in MB."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=sys.stderr); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"  # git, its child, takes less
    finished = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "apjournal", *shlex.split(line)],
        cwd=journal,
        env=surroundings(beside),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(finished.stdout)


def _from_the_command_on(line: str) -> str:
    """Leave out the options before git's command; each that has a value is followed by it."""
    words = iter(line.split())
    for word in words:
        if word in {"-c", "-C"}:
            next(words)
        elif not word.startswith("-"):
            return " ".join((word, *words))
    return line


def _wrapper(folder: Path, notes: Path) -> Path:
    """Make a folder for the beginning of the PATH, with a `git` that records its arguments and continues as git."""
    git = shutil.which("git")
    assert git
    folder.mkdir(parents=True)
    script = folder / "git"
    script.write_text(f'#!/bin/sh\necho "$*" >> {shlex.quote(str(notes))}\nexec {shlex.quote(git)} "$@"\n', "utf-8")
    script.chmod(0o755)
    return folder
