"""Measure every promise about speed and memory, and write it to `bench/RESULTS.md`: `make bench`.

Machines differ and are busy, so there are two measures. Instructions are counted by callgrind, where valgrind is
installed; they are the same under any load. Times are taken in turns with something measured beside them:

    F  `python -c "import click"` in the same environment
    R  reading the same weeks with `yaml.load(text, Loader=yaml.CSafeLoader)`
    G  the same answer from bare git
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from describe_rows import HEAD, count_group, describe_reader, describe_row, describe_units, measure_group
from floors import describe_floors
from journals import find_folder_in_memory, find_journal
from measure_pages import measure_pages
from measure_peers import measure_peers
from measure_rows import YEARS, Counted, Scenes, count_row, measure_units, time_row
from profiles import describe_growth, describe_profiles
from report import build_table, describe_machine, write_section
from rows import GROUP_FACTOR, GROUP_MEMORY, GROUP_SIZE, ROWS, Row


def bench(folder: Path, turns: int, names: list[str]) -> None:
    """Measure and write the sections on commands and, if times are taken, on pages and on peers."""
    workers, load = os.cpu_count() or 1, os.getloadavg()[0]
    chosen = [row for row in ROWS if not names or any(name in row.name for name in names)]
    scenes = Scenes(folder, workers)
    _say("counting")
    with ThreadPoolExecutor(workers) as pool:
        group = pool.submit(count_group, scenes)
        unit = pool.submit(measure_units, scenes, turns)
        counted = dict(zip(chosen, pool.map(lambda row: _count(row, scenes), chosen), strict=True))
        counted_group, units = group.result(), unit.result()
    _say("floors")
    worked = {row: each for row, each in counted.items() if isinstance(each, Counted)}
    floors = describe_floors(worked, scenes, units) + describe_profiles(worked, scenes, units)
    floors += describe_growth(worked, scenes)
    _say("timing")
    rows, missing = list[list[str]](), list[str]()
    for row, found in counted.items():
        try:
            if isinstance(found, SystemExit):
                raise found
            rows.append(describe_row(row, found, time_row(row, scenes, turns), units))
        except SystemExit as end:
            missing.append(f"{row.name} could not be measured:\n\n```text\n{end}\n```\n")
    _say("the group")
    group_table = measure_group(counted_group, scenes, turns)
    machine = describe_machine(load)
    times = f"Times are medians of {turns} turns." if turns else "Only what the load does not change is measured."
    text = f"""{machine} {times}

On a journal of {YEARS} years and two partners, with all weeks kept. {describe_units(units)} Limits with G are compared
with the instructions of all processes, the others with those of apj's own process.

{build_table(HEAD, rows)}
{"".join(missing)}{describe_reader(units)}
{floors}
A group of {GROUP_SIZE} partners, {YEARS} years and 26,000 files, beside two partners. It may cost
{GROUP_FACTOR:g} times as much, and {GROUP_MEMORY} MB:

{group_table}"""
    print(text)
    if not names:
        write_section("Commands", text)
    if turns and not names:
        _say("pages")
        write_section("Pages", f"{machine} {times}\n\n{measure_pages(scenes, turns)}")
        _say("peers")
        write_section("Peers", measure_peers(folder, find_journal(years=YEARS), units.click, turns, machine))


def _count(row: Row, scenes: Scenes) -> Counted | SystemExit:
    """Count what a row does; a command that does not work leaves the others alone."""
    try:
        return count_row(row, scenes)
    except SystemExit as end:
        return end


def _say(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description="Measure what is promised about speed and memory.")
    parser.add_argument("rows", nargs="*", help="print rows whose names contain this; all by default, into RESULTS.md")
    parser.add_argument("--turns", type=int, default=3, help="how often to time; 0 counts only, on a machine in use")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="apj-bench-", dir=find_folder_in_memory()) as folder:
        bench(Path(folder), given.turns, given.rows)


if __name__ == "__main__":
    main()
