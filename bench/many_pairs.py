"""Simulate a Monday morning of many pairs with one server, all on this machine: `make pairs`.

Each pair has its own bare repository behind `git http-backend`. Partners come from a queue in random order, each with
a line that is not committed, and `apj sync` (or bare git, which is G) commits, fetches, merges and pushes. The second
of each pair has something to merge. It is bounded in time, so it counts how many were served, not how long all take.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median, quantiles
from urllib.parse import urlsplit

from journals import build_environment, find_folder_in_memory
from pairs import Pair, list_pairs, make_clones, make_repositories, measure_folder
from report import build_table, describe_machine, write_section
from rows import APJ
from scale_page import write_scale_page

LEVELS = (2, 8, 32)
"""How many partners are served at once, from one slice of the time to the next."""
BURSTS = (50, 100, 200, 400)
"""How many ask in the same moment; it stops at the first one in which somebody gets no answer."""
PROGRAMS = {
    "apj sync": (APJ, "sync"),
    "bare git": ("sh", "-c", "git commit -qam notes && git pull -q --no-rebase --no-edit && git push -q"),
}
MOST_PER_SECOND = 12
"""For how many syncs a second clones are made beforehand."""


@dataclass(frozen=True)
class Tally:
    """What the server did: CPU seconds of itself and of git, requests, and the most at once of those and of files."""

    server: float
    git: float
    requests: int
    at_once: int
    files: int


class Host:
    """The server, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.address = self._read()

    def tally(self) -> Tally:
        """Ask the server what it has done."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Tally(**json.loads(self._read()))

    def _read(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@contextmanager
def start_host(folder: Path) -> Iterator[Host]:
    """Run the server until its standard input ends."""
    command = (sys.executable, "-m", "bench.host", str(folder))
    checkout = Path(__file__).parent.parent
    with subprocess.Popen(
        command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield Host(process)


@dataclass(frozen=True)
class Served:
    """A slice of the time: how many syncs in how many seconds, what each took, and what did not work."""

    program: str
    level: int
    seconds: float
    walls: list[float]
    cpu: float
    unserved: int
    before: Tally
    after: Tally

    @property
    def cells(self) -> list[str]:
        """The cells of its row, for each sync."""
        count = len(self.walls) or 1
        server, git = self.after.server - self.before.server, self.after.git - self.before.git
        slowest = quantiles(self.walls, n=20)[-1] if len(self.walls) > 1 else max(self.walls, default=0.0)
        return [
            f"{self.program}, {self.level} at once",
            f"{len(self.walls)}",
            f"{len(self.walls) / self.seconds:.1f}",
            f"{median(self.walls or [0]):.2f}",
            f"{slowest:.2f}",
            f"{1000 * self.cpu / count:.0f}",
            f"{1000 * git / count:.0f}",
            f"{1000 * server / count:.0f}",
            f"{(self.after.requests - self.before.requests) / count:.1f}",
            f"{self.after.at_once}",
            f"{self.after.files}",
            f"{self.unserved}",
        ]


HEAD = (
    *("clients", "syncs", "per second", "median s", "95 % within s", "client's CPU ms", "server's git CPU ms"),
    *("HTTP server's CPU ms", "requests", "most requests at once", "most open files", "not served"),
)


def serve(program: str, level: int, clones: list[Path], seconds: float, host: Host) -> Served:
    """Sync partners from the queue with as many workers as `level`, until the time is over."""
    queue: SimpleQueue[Path] = SimpleQueue()
    for clone in clones:
        queue.put(clone)
    walls, cpus, unserved = list[float](), list[float](), list[str]()
    before, start = host.tally(), time.perf_counter()

    def work() -> None:
        while time.perf_counter() - start < seconds:
            try:
                clone = queue.get_nowait()
            except Empty:
                return
            wall, cpu, code = _sync(program, clone)
            walls.append(wall)
            cpus.append(cpu)
            if code:
                unserved.append(clone.parent.name)

    workers = [threading.Thread(target=work) for _ in range(level)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took = time.perf_counter() - start
    return Served(program, level, took, walls, sum(cpus), len(unserved), before, host.tally())


def _sync(program: str, clone: Path) -> tuple[float, float, int]:
    """Run one sync, and return its seconds, its CPU seconds and its exit code."""
    start = time.perf_counter()
    process = subprocess.Popen(
        PROGRAMS[program], cwd=clone, env=build_environment(clone), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, process.returncode


def burst(pairs: list[Pair], count: int, host: Host) -> tuple[int, float, Tally]:
    """Ask for the branches of `count` repositories in one moment: how many were answered, in what time."""
    answered, gate = list[str](), threading.Barrier(count + 1)
    place = urlsplit(host.address)
    assert place.hostname

    def ask(pair: Pair) -> None:
        gate.wait()
        try:
            connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
            connection.request("GET", f"/{pair.name}/info/refs?service=git-upload-pack")
            answer = connection.getresponse()
            if answer.status == 200 and answer.read():
                answered.append(pair.name)
            connection.close()
        except (OSError, http.client.HTTPException):
            pass

    host.tally()
    threads = [threading.Thread(target=ask, args=(pairs[number % len(pairs)],)) for number in range(count)]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return len(answered), time.perf_counter() - start, host.tally()


def simulate(folder: Path, count: int, seconds: float) -> str:
    """Make everything, run all slices and bursts, and return the section of the page."""
    load, pairs, server = os.getloadavg()[0], list_pairs(count), folder / "server"
    make_repositories(pairs, server)
    files, size = measure_folder(server)
    sizes = sorted(measure_folder(server / pair.name)[1] for pair in pairs)
    random.Random(1).shuffle(pairs)
    each = seconds / len(LEVELS) / len(PROGRAMS)
    with start_host(server) as host:
        served, used = [], list[Pair]()
        for level in LEVELS:
            for program in PROGRAMS:
                mine = [pairs[(len(used) + number) % count] for number in range(_count_pairs(each, count))]
                used += mine
                clones = [c for p in mine for c in make_clones(p, folder / f"{level}-{program[0]}", host.address)]
                random.Random(2).shuffle(clones)
                served.append(serve(program, level, clones, each, host))
        after = measure_folder(server)
        bursts = list[list[str]]()
        for number in BURSTS:
            answered, took, tally = burst(pairs, number, host)
            bursts.append([f"{number}", f"{answered}", f"{took:.1f}", f"{tally.at_once}", f"{tally.files}"])
            if answered < number:
                break
    syncs = sum(len(each.walls) - each.unserved for each in served)
    return f"""{describe_machine(load)} Clients and server share its cores.

{count:,} pairs, with journals of {", ".join(map(str, sorted({pair.weeks for pair in pairs})))} weeks in equal numbers,
each in a bare repository behind `git http-backend`. Together they have {files:,} files and take {size / 2**20:,.0f} MB;
the smallest takes {sizes[0] / 1024:,.0f} KB, the median {median(sizes) / 1024:,.0f} KB, the largest
{sizes[-1] / 1024:,.0f} KB. Each row is {each:.0f} seconds; CPU, requests and milliseconds are for each sync.

{build_table(HEAD, (each.cells for each in served))}
"Not served" are pushes that the partner's push overtook: apj tries again, bare git does not. {_project(served, count)}
Each sync added {(after[0] - files) / max(syncs, 1):.1f} files and {(after[1] - size) / 1024 / max(syncs, 1):.0f} KB to
the server until git packs them (`git gc`).

Requests for the branches of a repository, all in the same moment. The HTTP server may have 1,024 open files, as Linux
allows by default, and 511 connections may wait:

{build_table(("at once", "answered", "seconds", "most requests at once", "most open files"), bursts)}"""


def _project(served: list[Served], pairs: int) -> str:
    """Return the sentence on what one sync of every partner takes, by the mean of all slices of apj."""
    slices = [each for each in served if each.program == "apj sync"]
    count = sum(len(each.walls) for each in slices) or 1
    server = sum(each.after.server + each.after.git - each.before.server - each.before.git for each in slices) / count
    client = sum(each.cpu for each in slices) / count
    return (
        f"At these costs, one `apj sync` of all {2 * pairs:,} partners takes the server {2 * pairs * server:,.0f} CPU "
        f"seconds and their own machines {2 * pairs * client:,.0f}."
    )


def _count_pairs(seconds: float, most: int) -> int:
    """Return for how many pairs clones are made for a slice."""
    return min(most, round(seconds * MOST_PER_SECOND / 2) + max(LEVELS))


def main() -> None:
    """Simulate as the command line says."""
    parser = argparse.ArgumentParser(description="Simulate a Monday morning of many pairs on this machine.")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="apj-pairs-", dir=find_folder_in_memory()) as folder:
        text = simulate(Path(folder), given.pairs, given.seconds)
    print(text)
    write_section("A Monday of many pairs", text)
    write_scale_page()


if __name__ == "__main__":
    main()
