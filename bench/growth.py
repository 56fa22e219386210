"""Measure how the cost of each command grows with the partners and the weeks: `python bench/growth.py`.

For every size of journal it prints CPU seconds (git's included), git processes and opened files of the journal. Below
is by what the seconds are multiplied when the partners, or the weeks, are doubled: at most 2 is linear.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from make_journal import make_journal

from bench import one_commit_each_way, surroundings

COMMANDS = (
    *(
        "verify",
        "summary",
        "summary --since {first}",
        "insights",
        "check",
        "status",
        "review ben --no-fetch",
        "diff ben",
    ),
    *("show", "doctor", "log -i fonts", "sync", "sync, one each way", "join {shared} {new} --partner ana"),
)
PARTNERS, WEEKS = (2, 10, 25, 50), (52, 104, 260)
WATCHED = """\
import sys
opened = open(sys.argv[1], "w", encoding="utf-8")
sys.addaudithook(lambda event, args: event == "open" and print(args[0], file=opened))
sys.argv[:2] = ["apj"]
from apjournal.cli.main import main
main()
"""
"""Runs a command line of apj and writes each path that it opens to a file."""

Size = tuple[int, int]
"""Partners and weeks."""


@dataclass(frozen=True)
class Cost:
    """What one run took: CPU seconds, git processes, files of the journal that were opened."""

    seconds: float
    git: int
    opened: int


def measure(command: str, journal: Path, beside: Path) -> Cost:
    """Run a command in Ana's clone and count."""
    before, _, how = command.partition(", ")
    if how:
        one_commit_each_way(journal)
    clone, new = journal / "ana", beside / "new"
    first = min((clone / "ana").glob("????-W??.md")).stem
    words = shlex.split(before.format(first=first, shared=journal / "shared.git", new=new))
    notes, opened = beside / "git", beside / "opened"
    notes.write_text("", "utf-8")
    environ = surroundings(clone)
    environ |= {
        "PATH": f"{_counting_git(beside, notes)}:{environ['PATH']}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-c", WATCHED, str(opened), *words],
            cwd=clone,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1, 4, 5}:  # with findings it is a measurement, too
            out.seek(0)
            raise SystemExit(f"{shlex.join(words)} exits with {process.returncode}:\n{out.read().decode()[-2000:]}")
    shutil.rmtree(new, ignore_errors=True)
    paths = (Path(line) for line in opened.read_text("utf-8", errors="replace").splitlines())
    read = sum(path.is_relative_to(clone) or path.is_relative_to(new) for path in paths)
    return Cost(usage.ru_utime + usage.ru_stime, len(notes.read_text("utf-8").splitlines()), read)


def _counting_git(beside: Path, notes: Path) -> Path:
    """Make a folder for the beginning of the PATH, with a `git` that adds a line to `notes` each time."""
    folder = beside / "bin"
    folder.mkdir(exist_ok=True)
    script = folder / "git"
    script.write_text(f'#!/bin/sh\necho "$*" >> {notes}\nexec {shutil.which("git")} "$@"\n', "utf-8")
    script.chmod(0o755)
    return folder


def growth(costs: dict[Size, Cost], axis: int) -> str:
    """Return by what the seconds are multiplied when that axis is doubled, between its two largest sizes."""
    largest = max(costs)
    along = sorted(size for size in costs if size[1 - axis] == largest[1 - axis])
    if len(along) < 2:
        return ""
    smaller, larger = along[-2:]
    doublings = log2(larger[axis] / smaller[axis])
    return f"{(costs[larger].seconds / costs[smaller].seconds) ** (1 / doublings):.2f}"


def compare(folder: Path, commands: Sequence[str], partners: Sequence[int], weeks: Sequence[int]) -> None:
    """Print a row for every command: its cost at each size, then the growth."""
    sizes = [(count, number) for count in partners for number in weeks]
    for count, number in sizes:
        if not (journal := folder / f"p{count}-w{number}").exists():
            make_journal(journal, years=number / 52, partners=count)
    print("command".ljust(24), *(f"{f'{count}×{number}':>18}" for count, number in sizes), "  ×2 partners, ×2 weeks")
    for command in commands:
        print(f"{command:24}", end="", flush=True)
        costs = dict[Size, Cost]()
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="apj-growth-") as beside:
                cost = measure(command, folder / f"p{size[0]}-w{size[1]}", Path(beside))
            costs[size] = cost
            print(f" {cost.seconds:7.2f} {cost.git:4} {cost.opened:5}", end="", flush=True)
        print(f"   {growth(costs, 0):>5} {growth(costs, 1):>5}", flush=True)


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description="Measure how costs grow with partners and weeks.")
    parser.add_argument("commands", nargs="*", default=COMMANDS, help="commands to measure; all by default")
    parser.add_argument("--partners", type=int, nargs="*", default=PARTNERS)
    parser.add_argument("--weeks", type=int, nargs="*", default=WEEKS)
    parser.add_argument("--folder", type=Path, help="where the journals are made, or are already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="apj-growth-") as folder:
        compare(given.folder or Path(folder), given.commands, given.partners, given.weeks)


if __name__ == "__main__":
    main()
