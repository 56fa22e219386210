"""Time whole processes in turns: each turn runs every command once, and the medians of all turns are compared."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from counts import RESULTS


@dataclass(frozen=True)
class Job:
    """A process to time: its command line, where and with what environment it runs, and what is done before."""

    command: Sequence[str]
    folder: Path
    environ: Mapping[str, str]
    prepare: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Cost:
    """What a process takes: seconds by the clock, CPU seconds and MB at most, its children included."""

    wall: float
    cpu: float
    memory: float


def time_job(job: Job) -> Cost:
    """Run a process to its end. Raise `SystemExit` for an exit code that is not a result."""
    job.prepare()
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            job.command, cwd=job.folder, env=job.environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in RESULTS:
            out.seek(0)
            raise SystemExit(f"{shlex.join(job.command)} exits with {process.returncode}:\n{out.read().decode()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare_jobs(jobs: Mapping[str, Job], turns: int) -> dict[str, Cost]:
    """Run all jobs in turns, and return the medians of each; the memory is the most of all turns.

    The first turn warms up and does not count.
    """
    runs: dict[str, list[Cost]] = {name: [] for name in jobs}
    for turn in range(turns + 1):
        for name, job in jobs.items():
            cost = time_job(job)
            if turn:
                runs[name].append(cost)
    return {
        name: Cost(median(c.wall for c in costs), median(c.cpu for c in costs), max(c.memory for c in costs))
        for name, costs in runs.items()
    }
