"""Measure every promise about speed and memory, and print one table: `make bench`, or `python bench/bench.py`.

Machines differ, so each command is held against something measured beside it, turn by turn, in the same run:

    F  wall time of `python -c "import click"` in the same environment
    R  time to read 1,040 weeks with `yaml.load(text, Loader=yaml.CSafeLoader)`
    G  wall time of the same answer from bare git

The medians of all turns are compared. A promise that is flat in time is measured on one year, too.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from make_journal import make_journal

NOW = "2026-11-25T10:00+01:00"
APJ = (str(Path(sys.executable).with_name("apj")),)
CLICK = (sys.executable, "-c", "import click")
READ = (sys.executable, __file__, "--read")
MOST_MEMORY = 80
"""What a command may take, in MB."""
READER = 0.6
"""What reading 1,040 weeks may take, from bytes to model, in R."""


@dataclass(frozen=True)
class Row:
    """One promise: a command of apj, and what it may take: `f` × F + `r` × R + `g` × G.

    `git` is what is measured as G; `before` sets the scene for each turn; `flat` wants one year measured beside ten.
    """

    name: str
    command: str
    f: float
    r: float = 0.0
    g: float = 0.0
    git: str = ""
    flat: bool = False
    before: Callable[[Path], None] | None = None

    @property
    def limit(self) -> str:
        """The limit as it is written."""
        parts = ((self.f, "F"), (self.r, "R"), (self.g, "G"))
        return " + ".join(f"{factor:g} {unit}" for factor, unit in parts if factor)


@dataclass
class Turns:
    """What was measured, turn by turn: seconds, and the peak memory in MB."""

    apj: list[float] = field(default_factory=list)
    one_year: list[float] = field(default_factory=list)
    click: list[float] = field(default_factory=list)
    git: list[float] = field(default_factory=list)
    reader: list[float] = field(default_factory=list)
    loader: list[float] = field(default_factory=list)
    memory: float = 0.0


def no_next_week(journal: Path) -> None:
    """Take next week's file away, so that it can be made again."""
    (journal / "ana" / "ana" / "2026-W49.md").unlink(missing_ok=True)


def one_commit_each_way(journal: Path) -> None:
    """Let both write a line that the other has not seen; Ben's is shared, Ana's is not committed yet."""
    _git(journal / "ben", "pull", "--quiet", "--no-rebase", "--no-edit")
    for partner in ("ana", "ben"):
        with (journal / partner / partner / "2026-W48.md").open("a", encoding="utf-8") as file:
            file.write("One more line.\n")
    _git(journal / "ben", "commit", "--quiet", "--all", "--message=ben 2026-W48: notes")
    _git(journal / "ben", "push", "--quiet")


ROWS = (
    Row("--version", "--version", f=1.3),
    Row("--help", "--help", f=1.3),
    Row("status --short", "status --short", f=1.9, flat=True),
    Row("check, one file", "check ana/2026-W48.md", f=1.9, flat=True),
    Row("log", "log -i fonts", f=2.6, flat=True),
    Row("park", "park a newsletter", f=2.6, flat=True),
    Row("status", "status", f=3.6, flat=True),
    Row("show", "show", f=3.6, flat=True),
    Row("new-week -g", 'new-week next -g "Three runs" --no-edit --no-sync', f=3.6, flat=True, before=no_next_week),
    Row("review --no-fetch", "review --no-fetch", f=4.0, flat=True),
    Row("diff", "diff", f=4.0, flat=True),
    Row("check, all files", "check", f=1.3, r=1.0),
    Row("insights, ten years", "insights", f=3.0, r=1.5),
    Row("summary of a year", "summary --since 2025-W49 --until 2026-W48", f=3.0, r=0.5),
    Row("verify", "verify", f=3.0, g=15.0, git="git log --raw"),
    Row("sync, nothing new", "sync", f=3.0, g=2.0, git="git fetch -q && git merge -q --ff-only && git push -q"),
    Row(
        "sync, one each way",
        "sync",
        f=3.0,
        g=2.0,
        git="git commit -q -a -m notes && git fetch -q && git merge -q --no-edit && git push -q",
        before=one_commit_each_way,
    ),
)


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of whoever's clone it is: a fixed clock, and git settings of its own."""
    who = {"NAME": f"{folder.name.capitalize()} Example", "EMAIL": f"{folder.name}@example.org"}
    identity = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in who.items()}
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent),
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "APJ_NOW": NOW,
        **identity,
    }


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, env=surroundings(folder))


def timed(command: tuple[str, ...], folder: Path) -> tuple[float, float]:
    """Run a command to its end; gives the seconds that it took and its peak memory in MB."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=surroundings(folder), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            out.seek(0)
            raise SystemExit(f"{shlex.join(command)} exits with {process.returncode}:\n{out.read().decode()}")
    return took, usage.ru_maxrss / 1024


def measure(row: Row, journal: Path, one_year: Path, turns: int) -> Turns:
    """Take turns: click's import, the command, the same on one year, bare git, the readers.

    The first turn warms up and does not count.
    """
    found = Turns()
    for turn in range(turns + 1):
        if turn == 1:
            found = Turns()
        found.click.append(timed(CLICK, journal / "ana")[0])
        for place, into in ((journal, found.apj), (one_year, found.one_year)):
            if place == journal or row.flat:
                seconds, memory = _run(row, (*APJ, *shlex.split(row.command)), place)
                into.append(seconds)
                found.memory = max(found.memory, memory)
        if row.git:
            found.git.append(_run(row, ("sh", "-c", row.git), journal)[0])
        if row.r:
            reader, loader = _readers(journal)
            found.reader.append(reader)
            found.loader.append(loader)
    return found


def _run(row: Row, command: tuple[str, ...], journal: Path) -> tuple[float, float]:
    if row.before:
        row.before(journal)
    return timed(command, journal / "ana")


def _readers(journal: Path) -> tuple[float, float]:
    said = subprocess.run((*READ, str(journal)), capture_output=True, text=True, check=True).stdout.split()
    return float(said[0]), float(said[1])


def read_weeks(journal: Path, times: int = 3) -> tuple[float, float]:
    """Read every week with our reader, then with `CSafeLoader`: the seconds of each.

    Bytes come from memory in both, so that only reading is compared; and this runs in a process of its own, so that
    the memory of the one that measures does not count as that of a command.
    """
    import yaml

    from apjournal.format.read.week import read_week
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek

    weeks = [
        (path.read_bytes(), Handle(partner), IsoWeek.parse(path.stem))
        for partner in ("ana", "ben")
        for path in sorted((journal / "ana" / partner).glob("????-W??.md"))
    ]

    def reader() -> None:
        for data, partner, week in weeks:
            read_week(data, partner, week)

    def loader() -> None:
        for data, _, _ in weeks:
            yaml.load(data.decode("utf-8").split("---\n", 2)[1], Loader=yaml.CSafeLoader)

    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(times):
        for function, into in ((reader, ours), (loader, theirs)):
            start = time.perf_counter()
            function()
            into.append(time.perf_counter() - start)
    return median(ours), median(theirs)


GROUP = (Row("fifty: status", "status", f=0), Row("fifty: review", "review ben --no-fetch", f=0))
"""What a group of fifty is measured with, beside two partners."""
GROUP_SIZE, GROUP_FACTOR, GROUP_MEMORY = 50, 1.2, 200


def group_line(row: Row, group: Path, pair: Path, turns: int) -> str:
    """Measure a command in a group beside two partners, turn by turn, and write its row; the limit is in theirs."""
    many, few, memory = list[float](), list[float](), 0.0
    for _ in range(turns + 1):  # the first turn warms up
        for place, into in ((group, many), (pair, few)):
            seconds, used = _run(row, (*APJ, *shlex.split(row.command)), place)
            into.append(seconds)
            memory = max(memory, used)
    took, limit = median(many[1:]), GROUP_FACTOR * median(few[1:])
    marks = "".join(("  slow" if took > limit else "", "  large" if memory > GROUP_MEMORY else ""))
    said = f"{GROUP_FACTOR:g} × two"
    return f"{row.name:20} {took * 1000:6.0f} {'':6}  {said:11} {took / limit:6.0%} {'':>11} {memory:4.0f}{marks}"


HEAD = f"{'what':20} {'ms':>6} {'in F':>6}  {'at most':11} {'of it':>6} {'10 y / 1 y':>11} {'MB':>4}"


def line(row: Row, found: Turns) -> str:
    """Write a row of the table."""
    took, click = median(found.apj), median(found.click)
    limit = row.f * click
    limit += row.r * median(found.loader) if row.r else 0
    limit += row.g * median(found.git) if row.g else 0
    flat = f"{took / median(found.one_year):.2f}" if row.flat else ""
    marks = "".join(("  slow" if took > limit else "", "  large" if found.memory > MOST_MEMORY else ""))
    return (
        f"{row.name:20} {took * 1000:6.0f} {took / click:6.2f}  {row.limit:11} {took / limit:6.0%} {flat:>11} "
        f"{found.memory:4.0f}{marks}"
    )


def reader_line(found: Turns) -> str:
    """Write the row of the reader, whose limit is in R."""
    reader, loader = median(found.reader), median(found.loader)
    share = reader / (READER * loader)
    name, limit = "reader, 1,040 weeks", f"{READER:g} R"
    return f"{name:20} {reader * 1000:6.0f} {'':6}  {limit:11} {share:6.0%}{'  slow' if share > 1 else ''}"


def bench(folder: Path, years: float, turns: int, names: list[str]) -> None:
    """Make the journals and print the table, row by row; that of a group takes minutes to make."""
    journal, one_year = folder / "long", folder / "short"
    make_journal(journal, years=years)
    make_journal(one_year, years=1)
    print(HEAD)
    for row in ROWS:
        if not names or any(row.name.startswith(name) for name in names):
            found = measure(row, journal, one_year, turns)
            print(line(row, found), flush=True)
            if row.name == "check, all files":
                print(reader_line(found), flush=True)
    asked = [row for row in GROUP if not names or any(row.name.startswith(name) for name in names)]
    if asked:
        make_journal(folder / "group", years=years, partners=GROUP_SIZE)
    for row in asked:
        print(group_line(row, folder / "group", journal, turns), flush=True)


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description="Measure what is promised about speed and memory.")
    parser.add_argument("rows", nargs="*", help="rows to measure, by the beginning of their names; all by default")
    parser.add_argument("--years", type=float, default=10)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        print(*read_weeks(given.read))
        return
    with tempfile.TemporaryDirectory(prefix="apj-bench-") as folder:
        bench(Path(folder), given.years, given.turns, given.rows)


if __name__ == "__main__":
    main()
