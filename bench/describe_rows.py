"""The measurements in words: the cells of a row, the reader, the group."""

from __future__ import annotations

from counts import VALGRIND
from journals import find_journal
from measure_rows import WEEKS_READ, YEARS, Counted, Scenes, Units, build_job, count_job
from ratios import Cost, compare_jobs
from report import build_table, mark_limit
from rows import GROUP, GROUP_FACTOR, GROUP_MEMORY, GROUP_SIZE, MOST_MEMORY, READER_LIMIT, Row

FLAT = 1.05
"""By what a flat row may be multiplied from one year to ten."""
HEAD = (
    *("command", "at most", "own instructions (M)", "in F", "children's (M)", "by instructions"),
    *("clock in F", "CPU in F", "by the clock", "10 years / 1 year", "MB", "git processes", "files opened", "modules"),
)


def describe_row(row: Row, counted: Counted, times: dict[str, Cost], units: Units) -> list[str]:
    """Return the cells of a row. Those on time are empty if there are no `times`."""
    run, on_time, memory = counted.run, ["", "", ""], ""
    if times:
        cost, click, git = times["apj"], times["F"], times.get("G", Cost(0, 0, 0))
        limit = row.limit.calculate(click.wall, units.cpu_loader, git.wall)
        on_time = [f"{cost.wall / click.wall:.2f}", f"{cost.cpu / click.cpu:.2f}", mark_limit(cost.wall, limit)]
        memory = f"{cost.memory:.0f}{'' if cost.memory <= MOST_MEMORY else ' (**above** 80)'}"
    return [
        row.name,
        str(row.limit),
        *_describe_instructions(row, counted, units),
        *on_time,
        _describe_growth(row, counted, times),
        memory,
        *(str(len(run.git)), str(len(run.opened)), str(run.modules)),
    ]


def _describe_instructions(row: Row, counted: Counted, units: Units) -> list[str]:
    if not counted.long:
        return ["", "", "", ""]
    own, others = counted.long.own, counted.long.others
    word = "**above**" if counted.is_above(row, units) else "within"
    return [f"{own:,.0f}", f"{own / units.click:.2f}", f"{others:,.0f}", word]


def _describe_growth(row: Row, counted: Counted, times: dict[str, Cost]) -> str:
    if not row.flat or not (counted.short or times):
        return ""
    if counted.long and counted.short:
        growth = counted.long.own / counted.short.own
    else:
        growth = times["apj"].cpu / times["short"].cpu
    return f"{growth:.2f}{'' if growth <= FLAT else ' (**not flat**)'}"


def describe_reader(units: Units) -> str:
    """Return the sentence on the reader of the format."""
    found = []
    if units.loader:
        share = units.reader / units.loader
        found.append(f"{share:.2f} R by instructions ({mark_limit(share, READER_LIMIT)})")
    if units.cpu_loader:
        by_cpu = units.cpu_reader / units.cpu_loader
        found.append(f"{by_cpu:.2f} R by CPU time ({mark_limit(by_cpu, READER_LIMIT)})")
    said = ", ".join(found)
    on = f"{WEEKS_READ:,} weeks"
    return f"The reader of the format, from bytes to values, on {on}: {said}; the limit is {READER_LIMIT} R."


def describe_units(units: Units) -> str:
    """Return the sentences on F, R and G."""
    click, loader = (f", {each:,.0f} million instructions" if each else "" for each in (units.click, units.loader))
    return (
        f'F is `python -c "import click"`{click}. R is reading the same weeks with PyYAML\'s `CSafeLoader`{loader}. '
        "G is the same answer from bare git."
        f"{'' if VALGRIND else ' valgrind is not installed, so no instructions are counted.'}"
    )


def count_group(scenes: Scenes) -> list[tuple[float, float]]:
    """Make the group, and count the instructions of its rows in it and with two partners; none without valgrind."""
    group = find_journal(years=YEARS, partners=GROUP_SIZE)
    if not VALGRIND:
        return []
    with scenes.borrow(is_new=False) as scene:
        return [(count_job(build_job(row, group)).own, count_job(build_job(row, scene.long)).own) for row in GROUP]


def measure_group(counted: list[tuple[float, float]], scenes: Scenes, turns: int) -> str:
    """Time a group and two partners, and return the table."""
    group, rows = find_journal(years=YEARS, partners=GROUP_SIZE), []
    for number, row in enumerate(GROUP):
        cells, on_time = ["", "", ""], ["", "", "", ""]
        if counted:
            many, few = counted[number]
            cells = [f"{many:,.0f}", f"{many / few:.2f}", mark_limit(many, GROUP_FACTOR * few)]
        if turns:
            with scenes.borrow(is_new=False) as scene:
                times = compare_jobs({"many": build_job(row, group), "few": build_job(row, scene.long)}, turns)
            ratio, memory = times["many"].wall / times["few"].wall, times["many"].memory
            within = mark_limit(ratio, GROUP_FACTOR)
            on_time = [f"{ratio:.2f}", within, f"{memory:.0f}", mark_limit(memory, GROUP_MEMORY)]
        rows.append([row.name, *cells, *on_time])
    head = ("command", "own instructions (M)", "times two partners'", "by instructions", "clock", "by the clock")
    return build_table((*head, "MB", "memory"), rows)
