"""Measure the rows of the table: what is counted, and what is timed in turns."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from counts import VALGRIND, Instructions, Watched, count_instructions, watch_run
from journals import build_environment, copy_journal, find_journal
from ratios import Cost, Job, compare_jobs, time_job
from rows import APJ, CLICK, ROWS, Row, find_variables

YEARS = 10
WEEKS_READ = 52 * YEARS * 2
"""The weeks of both partners, which the reader is measured on."""
READERS = ("none", "ours", "loader")


@dataclass(frozen=True)
class Scene:
    """Copies of the two journals that one command at a time may use: of ten years, and of one."""

    long: Path
    short: Path


@dataclass(frozen=True)
class Counted:
    """What a row costs whatever the machine does: its instructions on both journals, those of bare git, and counts."""

    run: Watched
    long: Instructions | None = None
    short: Instructions | None = None
    git: Instructions | None = None

    def get_limit(self, row: Row, units: Units) -> float:
        """Return the limit of the row in millions of instructions."""
        return row.limit.calculate(units.click, units.loader, self.git.total if self.git else 0.0)

    def is_above(self, row: Row, units: Units) -> bool:
        """Whether the row takes more instructions than its limit."""
        assert self.long
        return (self.long.total if row.git else self.long.own) > self.get_limit(row, units)


@dataclass(frozen=True)
class Units:
    """F and R: instructions in millions where they are counted, and R in CPU seconds."""

    click: float
    loader: float
    reader: float
    cpu_loader: float
    cpu_reader: float


class Scenes:
    """The scenes that there are, handed out to one user at a time, and new ones for commands that write."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._free: SimpleQueue[Scene] = SimpleQueue()
        for _ in range(workers):
            self._free.put(self._make())

    @contextmanager
    def borrow(self, *, is_new: bool) -> Iterator[Scene]:
        """Lend a scene until it is given back."""
        scene = self._free.get()
        try:
            yield self._make() if is_new else scene
        finally:
            self._free.put(scene)

    def _make(self) -> Scene:
        place = Path(tempfile.mkdtemp(prefix="scene-", dir=self._folder))
        long, short = find_journal(years=YEARS), find_journal(years=1)
        return Scene(copy_journal(long, place / "long"), copy_journal(short, place / "short"))


def build_job(row: Row, journal: Path) -> Job:
    """Return how a row is run in a journal."""
    clone = journal / "ana"
    environ = {**build_environment(clone), **find_variables(row)}
    return Job((APJ, *row.find_words(journal)), clone, environ, lambda: row.prepare(journal))


def build_git_job(row: Row, journal: Path) -> Job:
    """Return how bare git gives the same answer."""
    clone = journal / "ana"
    return Job(("sh", "-c", row.git), clone, build_environment(clone), lambda: row.prepare(journal))


def count_job(job: Job) -> Instructions:
    """Run a job once to warm up, then under callgrind."""
    time_job(job)
    job.prepare()
    return count_instructions(job.command, job.folder, job.environ)


def count_row(row: Row, scenes: Scenes) -> Counted:
    """Count what a row does."""
    with scenes.borrow(is_new=row.writes) as scene:
        job = build_job(row, scene.long)
        time_job(job)
        job.prepare()
        run = watch_run(row.find_words(scene.long), job.folder, job.environ, again=row.cached)
        if not VALGRIND:
            return Counted(run)
        long = count_job(job)
        short = count_job(build_job(row, scene.short)) if row.flat else None
        return Counted(run, long, short, count_job(build_git_job(row, scene.long)) if row.git else None)


def measure_units(scenes: Scenes, turns: int) -> Units:
    """Measure F and R."""
    script = str(Path(__file__).with_name("read_weeks.py"))
    with scenes.borrow(is_new=False) as scene:
        environ = {**build_environment(scene.long / "ana"), **find_variables(ROWS[0])}
        jobs = {name: Job((sys.executable, script, str(scene.long), name), scene.long, environ) for name in READERS}
        cpu = (
            {name: cost.cpu for name, cost in compare_jobs(jobs, turns).items()} if turns else dict.fromkeys(jobs, 0.0)
        )
        click = count_job(Job(CLICK, scene.long, environ)).own if VALGRIND else 0.0
        own = {name: count_job(job).own if VALGRIND else 0.0 for name, job in jobs.items()}
    return Units(
        click, own["loader"] - own["none"], own["ours"] - own["none"],
        cpu["loader"] - cpu["none"], cpu["ours"] - cpu["none"],
    )  # fmt: skip


def time_row(row: Row, scenes: Scenes, turns: int) -> dict[str, Cost]:
    """Time a row in turns with F, and with G and the journal of one year where it has them. Nothing for no turns."""
    if not turns:
        return {}
    with scenes.borrow(is_new=row.writes) as scene:
        jobs = {"F": Job(CLICK, scene.long, build_environment(scene.long / "ana")), "apj": build_job(row, scene.long)}
        if row.flat:
            jobs["short"] = build_job(row, scene.short)
        if row.git:
            jobs["G"] = build_git_job(row, scene.long)
        return compare_jobs(jobs, turns)
