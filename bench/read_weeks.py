"""Read every week of a journal, as a process of its own: `python bench/read_weeks.py JOURNAL ours`.

`ours` is the reader of the format, from bytes to values. `loader` is `yaml.load(text, Loader=yaml.CSafeLoader)` of the
same front matter, which is R. `none` imports and reads the bytes only, so that its cost can be taken off.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from apjournal.format.read.week import read_week
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek


def main() -> None:
    """Read as the command line says, after one week that warms up."""
    journal, reader = Path(sys.argv[1]), sys.argv[2]
    weeks = [
        (path.read_bytes(), Handle(partner), IsoWeek.parse(path.stem))
        for partner in ("ana", "ben")
        for path in sorted((journal / "ana" / partner).glob("????-W??.md"))
    ]
    for data, partner, week in weeks[:1]:
        read_week(data, partner, week)
        yaml.load(_find_front_matter(data), Loader=yaml.CSafeLoader)
    for data, partner, week in weeks:
        if reader == "ours":
            read_week(data, partner, week)
        elif reader == "loader":
            yaml.load(_find_front_matter(data), Loader=yaml.CSafeLoader)


def _find_front_matter(data: bytes) -> str:
    return data.decode("utf-8").split("---\n", 2)[1]


if __name__ == "__main__":
    main()
