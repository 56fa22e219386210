"""Write `bench/RESULTS.md`: each program that measures replaces its own section and leaves the others."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

RESULTS_PAGE = Path(__file__).with_name("RESULTS.md")
_HEAD = """# Results

The programs in this folder write this page; do not edit it. `make bench` writes the sections on commands, pages and
peers, `make growth` the one on growth, `make largest` the one on the largest journal, and `make pairs` the one on many
pairs. The last three also write the figures of [Scale](../docs/scale.md).
"""
_ORDER = ("Commands", "Pages", "Peers", "Growth", "The largest journal", "A Monday of many pairs")


def write_section(name: str, text: str) -> None:
    """Replace a section of the page, and leave the others as they are."""
    page = RESULTS_PAGE.read_text("utf-8") if RESULTS_PAGE.exists() else ""
    sections = dict(re.findall(r"^## ([^\n]+)\n\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    sections[name] = text
    parts = [f"\n## {title}\n\n{sections[title].strip()}\n" for title in _ORDER if title in sections]
    RESULTS_PAGE.write_text(_HEAD + "".join(parts), "utf-8")


def build_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; all columns but the first are aligned to the right."""
    ruler = [" --- ", *(" ---: " for _ in head[1:])]
    return "\n".join([_join(head), f"|{'|'.join(ruler)}|", *(_join(row) for row in rows)]) + "\n"


def describe_machine(load_before: float) -> str:
    """Return a sentence on when, where and how busy: a load above the cores disturbs seconds, and no instructions."""
    cores = os.cpu_count() or 1
    load = max(load_before, os.getloadavg()[0])
    busy = "with nothing else running" if load < cores + 0.5 else f"shared with others (a load of {load:.0f})"
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return (
        f"Measured on {time.strftime('%d %B %Y').removeprefix('0')} on {cores} cores, {busy}: {_find_processor()}, "
        f"Python {platform.python_version()}, git {git}."
    )


def mark_limit(value: float, limit: float) -> str:
    """Return whether a value is within its limit, in a word."""
    return "within" if value <= limit else "**above**"


def _join(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _find_processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()
