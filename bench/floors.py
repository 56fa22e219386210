"""The floors of rows above their limits: what a command cannot do without, counted apart, and what is left for apj."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from counts import count_instructions
from journals import build_environment
from measure_rows import WEEKS_READ, Counted, Scenes, Units
from report import build_table
from rows import ROWS, Row, find_variables

_START = "import os; os._exit(0)"
_IMPORT = """\
import gc, os, sys
gc.set_threshold(50_000)
from importlib import import_module
from apjournal.import_later import import_later
import_later()
for name in sys.argv[1].split(","):
    try:
        getattr(import_module(name), "__file__", None)  # a module that is put off is imported by this
    except ImportError:
        pass
os._exit(0)
"""
_WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}\.md")
_LIBRARIES = ("click", "msgspec")
_HEAD = (
    "command",
    *("at most (M)", "own (M)", "Python's start", "`click` and `msgspec`", "other modules", "weeks read", "reading"),
    *("the rest", "children's (M)"),
)


def describe_floors(rows: Mapping[Row, Counted], scenes: Scenes, units: Units) -> str:
    """Return the table of floors for those rows that are above their limit by instructions. "" if there are none."""
    above = {row: counted for row, counted in rows.items() if counted.long and counted.is_above(row, units)}
    if not above:
        return ""
    with scenes.borrow(is_new=False) as scene:
        start = _count_python(scene.long / "ana", _START)
        libraries = _count_imports(scene.long / "ana", _LIBRARIES) - start
        table = [
            _describe_floor(row, counted, units, scene.long / "ana", start=start, libraries=libraries)
            for row, counted in above.items()
        ]
    return f"""
What is above its limit, and its floor, in millions of instructions. "Other modules" are imported by a process that does
nothing else. "Reading" is what the reader of the format takes for as many weeks as the command opened on the disk.
"The rest" is the work itself, which includes weeks that come from git, and waiting for git's processes.

{build_table(_HEAD, table)}"""


def _describe_floor(
    row: Row, counted: Counted, units: Units, clone: Path, *, start: float, libraries: float
) -> list[str]:
    assert counted.long
    modules = _count_imports(clone, counted.run.loaded) - start - libraries
    weeks = sum(bool(_WEEK.search(path)) for path in counted.run.opened)
    reading = units.reader * weeks / WEEKS_READ
    own = counted.long.own
    parts = (own, start, libraries, modules)
    rest = own - start - libraries - modules - reading
    cells = [f"{part:,.0f}" for part in (counted.get_limit(row, units), *parts)]
    return [row.name, *cells, f"{weeks:,}", f"{reading:,.0f}", f"{rest:,.0f}", f"{counted.long.others:,.0f}"]


def _count_imports(clone: Path, names: Iterable[str]) -> float:
    return _count_python(clone, _IMPORT, ",".join(names))


def _count_python(clone: Path, code: str, *words: str) -> float:
    """Return the own instructions of some Python code, in millions."""
    environ = {**build_environment(clone), **find_variables(ROWS[0])}
    return count_instructions((sys.executable, "-c", code, *words), clone, environ).own
