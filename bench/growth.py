"""Measure how the cost of each command grows with the partners and the weeks: `python bench/growth.py`.

For every size of journal it prints CPU seconds (git's included), git processes and opened files of the journal. Below
is by what the seconds are multiplied when the partners, or the weeks, are doubled: at most 2 is linear.
"""

from __future__ import annotations

import argparse
import shlex
import tempfile
from collections.abc import Sequence
from math import log2
from pathlib import Path

from counts import Counts, count_run
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
Size = tuple[int, int]
"""Partners and weeks."""


def measure(command: str, journal: Path) -> Counts:
    """Run a command in Ana's clone and count."""
    before, _, how = command.partition(", ")
    if how:
        one_commit_each_way(journal)
    clone = journal / "ana"
    first = min((clone / "ana").glob("????-W??.md")).stem
    with tempfile.TemporaryDirectory(prefix="apj-growth-") as beside:
        words = shlex.split(before.format(first=first, shared=journal / "shared.git", new=Path(beside, "new")))
        return count_run(words, clone, surroundings(clone))


def growth(costs: dict[Size, Counts], axis: int) -> str:
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
        costs = dict[Size, Counts]()
        for size in sizes:
            cost = measure(command, folder / f"p{size[0]}-w{size[1]}")
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
