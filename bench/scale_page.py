"""Write the figures of `docs/scale.md` from `bench/RESULTS.md`, so that both pages come from the same measurement.

Each group of figures in the page begins with a comment such as `<!-- figures: years -->` and ends with `<!-- end -->`.
`make growth`, `make largest` and `make pairs` call this after they have written their results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

RESULTS_PAGE = Path(__file__).with_name("RESULTS.md")
SCALE_PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
_LARGEST = ("status", "review", "show", "sync, nothing new", "sync, one each way", "insights", "summary, a year")
_SLOWEST = ("check", "verify", "join", "summary, all")
_BOTH = ("apj sync", "bare git")
_HTTP, _CLIENT, _SERVER, _REQUESTS = 6, 4, 5, 7
_AT_ONCE, _FILES = 8, 9
"""Columns of the table on many pairs, without the first."""
Table = dict[str, list[str]]
"""The cells of each row of a table by its first cell."""


def write_scale_page() -> None:
    """Replace the figures in the page."""
    results = RESULTS_PAGE.read_text("utf-8")
    page = SCALE_PAGE.read_text("utf-8")
    for name, text in list_figures(results).items():
        page = re.sub(
            rf"(<!-- figures: {name} -->\n).*?(<!-- end -->)", rf"\g<1>\n{text}\n\n\g<2>", page, flags=re.DOTALL
        )
    SCALE_PAGE.write_text(page, "utf-8")


def list_figures(results: str) -> dict[str, str]:
    """Return the text of each group of figures in the page, from the text of the results."""
    sections = dict(re.findall(r"^## ([^\n]+)\n\n(.*?)(?=^## |\Z)", results, re.MULTILINE | re.DOTALL))
    years, partners = (_read_table(text) for text in _TABLE.findall(sections["Growth"]))
    largest, pairs = sections["The largest journal"], sections["A Monday of many pairs"]
    return {
        "years": _describe_years(years),
        "partners": _describe_partners(partners),
        "largest": _describe_largest(largest),
        "pairs": _describe_pairs(pairs),
    }


def _describe_years(table: Table) -> str:
    sizes = table["command, by years"]
    head = ("CPU time in F", *(f"{years} years" if years != "1" else "1 year" for years in sizes[:-1]))
    return _build_table(head, ([name, *_read_f(cells)] for name, cells in list(table.items())[2:]))


def _describe_partners(table: Table) -> str:
    sizes = table["command, by partners"]
    head = ("CPU time in F", *(f"{partners} partners" for partners in sizes[:-1]))
    return _build_table(head, ([name, *_read_f(cells)] for name, cells in list(table.items())[2:]))


def _read_f(cells: Sequence[str]) -> list[str]:
    """Return the CPU times in cells that also contain git processes and files, without the last column."""
    return [cell.split(" ")[0] for cell in cells[:-1]]


def _describe_largest(section: str) -> str:
    table = _read_table(_TABLE.findall(section)[0])
    size = re.search(r"(\d+) partners, (\d+) years, ([\d,]+) commits", section)
    assert size
    rows = ([name, table[name][1], table[name][2]] for name in (*_LARGEST, *_SLOWEST))
    return (
        f"The largest journal has {size[1]} partners, each with {size[2]} years, and {size[3]} commits. "
        f"CPU seconds include git's.\n\n{_build_table(('command', 'CPU seconds', 'peak MB'), rows)}"
    )


def _describe_pairs(section: str) -> str:
    table = _read_table(_TABLE.findall(section)[0])
    syncs = {both: [cells for name, cells in table.items() if name.startswith(both)] for both in _BOTH}
    server, http, client, asked = (
        [_weigh(syncs[both], at) for both in _BOTH] for at in (_SERVER, _HTTP, _CLIENT, _REQUESTS)
    )
    size = re.search(
        r"([\d,]+) pairs,.*?take ([\d,]+) MB;\s+the smallest takes (\d+) KB.*?largest\s+(\d+) KB", section, re.DOTALL
    )
    added = re.search(r"Each sync added ([\d.]+) files and (\d+) KB", section)
    assert size
    assert added
    pairs = int(size[1].replace(",", ""))
    rows = [
        ("CPU of git on the server", *(f"{each:.0f} ms" for each in server)),
        ("CPU of the HTTP server", *(f"{each:.0f} ms" for each in http)),
        ("CPU of the partner's machine", *(f"{each:.0f} ms" for each in client)),
        ("HTTP requests", *(f"{each:.1f}" for each in asked)),
    ]
    seconds = 2 * pairs * (server[0] + http[0]) / 1000
    most, files = max((int(cells[_AT_ONCE]), int(cells[_FILES])) for cells in syncs["apj sync"])
    return f"""{_build_table(("", "`apj sync`", "bare git"), rows)}

- If each of the {2 * pairs:,} partners syncs once, the server needs about {seconds:.0f} CPU seconds.
- With {most} requests at once, the HTTP server had {files} of its 1,024 files open.
- The {size[1]} repositories take {size[2]} MB: {size[3]} KB after four weeks, {size[4]} KB after three years. Each sync
  adds {added[1]} files and {added[2]} KB, until the host packs the repository."""


def _weigh(rows: Sequence[Sequence[str]], at: int) -> float:
    """Return the mean of a column, in which each row counts as often as it has syncs."""
    syncs = [int(cells[0].replace(",", "")) for cells in rows]
    return sum(count * float(cells[at]) for count, cells in zip(syncs, rows, strict=True)) / (sum(syncs) or 1)


def _read_table(text: str) -> Table:
    rows = (line.strip("| ").split("|") for line in text.splitlines())
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in rows}


def _build_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    ruler = [" --- ", *(" ---: " for _ in head[1:])]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], f"|{'|'.join(ruler)}|", *lines[1:]])


if __name__ == "__main__":
    write_scale_page()
