"""The cost of a command line: the git processes that it starts, and the files of the journal that it opens.

Times would depend on the machine and its load. Counts do not.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from apjournal.prompt_cache import NAME as KEPT_LINE
from bench.counts import watch_run
from tools.record_story import surroundings


@dataclass(frozen=True)
class Cost:
    """The git command lines that were started, and the opened files of the journal, with repetitions."""

    git: tuple[str, ...]
    opened: tuple[str, ...]


def cost_of(line: str, journal: Path, beside: Path) -> Cost:
    """Run `apj` with the arguments in `line` in a clone, and count. `beside` is a new folder for its home. The line for
    a prompt is computed, even if it is cached.
    """
    (journal / KEPT_LINE).unlink(missing_ok=True)
    beside.mkdir(parents=True, exist_ok=True)
    run = watch_run(shlex.split(line), journal, surroundings(beside))
    return Cost(tuple(_from_the_command_on(words) for words in run.git), run.opened)


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
