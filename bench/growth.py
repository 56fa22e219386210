"""Measure how the cost of each command grows with years and partners, and draw it: `make growth`.

The cost is CPU time, git's included, in F (`python -c "import click"`, timed in the same turns). Beside it stand the
git processes and the files of the journal that were opened. `--largest` measures a group of 50 after ten years:
`make largest`.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from charts import draw_chart
from counts import VALGRIND, Watched, count_instructions, watch_run
from journals import (
    build_environment,
    copy_journal,
    find_folder_in_memory,
    find_journal,
    run_git,
    write_on_both_sides,
)
from ratios import Cost, Job, compare_jobs, time_job
from report import build_table, describe_machine, write_section
from rows import APJ, CLICK
from scale_page import write_scale_page

YEARS, PARTNERS = (1, 2, 5, 10), (2, 10, 50)
YEARS_OF_GROUPS = 2
LARGEST_PARTNERS, LARGEST_YEARS = 50, 10
COUNTED = 3.0
"""CPU seconds up to which more is counted in the largest journal, since callgrind takes fifty times as long."""


@dataclass(frozen=True)
class Line:
    """A command whose growth is measured. In the command, `{first}` is the first week, `{new}` is a new folder."""

    name: str
    command: str
    before: Callable[[Path], None] | None = None

    def build_job(self, journal: Path) -> Job:
        """Return the job that runs the command in a journal."""
        clone, new = journal / "ana", journal / "new"
        first = min((clone / "ana").glob("????-W??.md")).stem
        words = shlex.split(self.command.format(first=first, shared=journal / "shared.git", new=new))

        def prepare() -> None:
            (journal / ".gitconfig").write_text("[apj]\n\ttimeout = 3600\n", "utf-8")  # joining fifty may take minutes
            shutil.rmtree(new, ignore_errors=True)
            if self.before:
                self.before(journal)

        return Job((APJ, *words), clone, build_environment(clone), prepare)


LINES = (
    Line("status", "status"),
    Line("show", "show"),
    Line("review", "review ben --no-fetch"),
    Line("check", "check"),
    Line("insights", "insights"),
    Line("summary, a year", "summary --since 2025-W49"),
    Line("summary, all", "summary --since {first}"),
    Line("verify", "verify"),
    Line("sync, nothing new", "sync"),
    Line("sync, one each way", "sync", write_on_both_sides),
    Line("join", "join {shared} {new} --partner ana"),
)


@dataclass(frozen=True)
class Measured:
    """What a command takes in a journal of one size."""

    cost: Cost
    click: Cost
    run: Watched

    @property
    def in_f(self) -> float:
        """CPU time in F."""
        return self.cost.cpu / self.click.cpu


def measure_line(line: Line, journal: Path, turns: int) -> Measured:
    """Measure a command in a journal that it may write to."""
    job = line.build_job(journal)
    times = compare_jobs({"F": Job(CLICK, job.folder, job.environ), "apj": job}, turns)
    job.prepare()
    return Measured(times["apj"], times["F"], watch_run(job.command[1:], job.folder, job.environ))


def measure_sizes(folder: Path, sizes: Sequence[tuple[int, int]], turns: int) -> dict[str, list[Measured]]:
    """Measure all commands in journals of so many years and partners."""
    found: dict[str, list[Measured]] = {line.name: [] for line in LINES}
    for years, partners in sizes:
        journal = copy_journal(find_journal(years=years, partners=partners), folder / f"{years}-{partners}")
        for line in LINES:
            found[line.name].append(measure_line(line, journal, turns))
        shutil.rmtree(journal)
        print(f"{partners} partners, {years} years: measured", flush=True)
    return found


def build_growth_table(found: dict[str, list[Measured]], sizes: Sequence[int], what: str) -> str:
    """Return a table: at each size F, git processes and opened files; then what a doubled size multiplies F by."""
    rows = []
    for name, along in found.items():
        cells = [f"{each.in_f:.1f} · {len(each.run.git)} · {len(each.run.opened):,}" for each in along]
        doubled = (along[-1].in_f / along[-2].in_f) ** (log(2) / log(sizes[-1] / sizes[-2]))
        rows.append([name, *cells, f"{doubled:.2f}"])
    return build_table((f"command, by {what}", *map(str, sizes), "doubled"), rows)


def measure_growth(folder: Path, turns: int) -> None:
    """Measure along both axes, draw the charts and write the section."""
    load, docs = os.getloadavg()[0], Path(__file__).parent.parent / "docs"
    tables = []
    for what, sizes, grid in (
        ("years", YEARS, [(years, 2) for years in YEARS]),
        ("partners", PARTNERS, [(YEARS_OF_GROUPS, partners) for partners in PARTNERS]),
    ):
        found = measure_sizes(folder, grid, turns)
        tables.append(build_growth_table(found, sizes, what))
        lines = {name: [each.in_f for each in along] for name, along in found.items()}
        title = f"What each command costs, by {what}"
        drawn = draw_chart(title, f"{what} of the journal", "CPU time in F", sizes, lines)
        (docs / f"growth-{what}.svg").write_text(drawn, "utf-8")
    write_section(
        "Growth",
        f"""{describe_machine(load)} CPU times are medians of {turns} turns.

Each cell has the CPU time in F, the git processes, and the files of the journal that apj opened. "Doubled" is by what
the CPU time is multiplied between the last two sizes when the size doubles: 1 is flat, 2 is linear.

Two partners:

{tables[0]}
![Cost of each command by age of the journal](../docs/growth-years.svg)

{YEARS_OF_GROUPS} years:

{tables[1]}
![What each command costs, by partners](../docs/growth-partners.svg)
""",
    )


def measure_largest(folder: Path) -> None:
    """Measure a group of 50 partners after ten years, and write the section."""
    load, rows = os.getloadavg()[0], list[list[str]]()
    journal = copy_journal(find_journal(years=LARGEST_YEARS, partners=LARGEST_PARTNERS), folder / "largest")
    commits = run_git(journal / "ana", "rev-list", "--count", "HEAD")
    for line in LINES:
        job = line.build_job(journal)
        cost = time_job(job)
        own, git, opened = "", "", ""
        if cost.cpu <= COUNTED:
            job.prepare()
            run = watch_run(job.command[1:], job.folder, job.environ)
            git, opened = f"{len(run.git)}", f"{len(run.opened):,}"
        if VALGRIND and cost.cpu <= COUNTED:
            job.prepare()
            own = f"{count_instructions(job.command, job.folder, job.environ).own:,.0f}"
        rows.append([line.name, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.memory:,.0f}", own, git, opened])
        print(*rows[-1], flush=True)
    head = ("command", "seconds", "CPU seconds", "MB", "own instructions (M)", "git processes", "files opened")
    write_section(
        "The largest journal",
        f"""{describe_machine(load)} Each command ran once.

{LARGEST_PARTNERS} partners, {LARGEST_YEARS} years, {int(commits):,} commits; each partner keeps copies of two others.
Instructions, git processes and files are counted where a command takes at most {COUNTED:g} CPU seconds.

{build_table(head, rows)}""",
    )


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description="Measure how costs grow with years and partners.")
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--largest", action="store_true", help="a group of 50 after ten years instead")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="apj-growth-", dir=find_folder_in_memory()) as folder:
        if given.largest:
            measure_largest(Path(folder))
        else:
            measure_growth(Path(folder), given.turns)
    write_scale_page()


if __name__ == "__main__":
    main()
