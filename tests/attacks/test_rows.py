"""The table of attacks in `docs/trust.md`: each row has its tests, where it says, and each test its row."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
FOLDERS = ("attacks", "servers")
LAST = 80
"""The first 70 rows are of the design; each that followed has the number of its kind of attack."""
LATER = {65, 66, 67, 68}
"""Rows that can't be tested here yet; the table says why."""
_ROW = re.compile(r"^\| (\d+) \| .+ \| .+ \|((?: \[test_\w+\.py\]\(\S+\))*) \|$", re.MULTILINE)
_FILE = re.compile(r"\[(test_\w+\.py)\]\(\.\./tests/(\w+/\1)\)")
_TEST = re.compile(r"^def test_row_(\d+)_(?:and_(\d+)_)?", re.MULTILINE)


def rows() -> dict[int, set[str]]:
    """Return the files of tests of each row of the table; none where none is named."""
    text = (TESTS.parent / "docs" / "trust.md").read_text("utf-8")
    return {int(number): {file for _, file in _FILE.findall(files)} for number, files in _ROW.findall(text)}


def written() -> dict[int, set[str]]:
    """Return the files in which each row has tests."""
    found: dict[int, set[str]] = {}
    for path in (path for folder in FOLDERS for path in (TESTS / folder).glob("test_*.py")):
        for numbers in _TEST.findall(path.read_text("utf-8")):
            for number in filter(None, numbers):
                found.setdefault(int(number), set()).add(path.relative_to(TESTS).as_posix())
    return found


def test_every_row_is_in_the_table() -> None:
    assert list(rows()) == list(range(1, LAST + 1))


def test_every_row_is_tested_where_the_table_says() -> None:
    assert {number: files for number, files in rows().items() if files} == written()
    assert {number for number, files in rows().items() if not files} == LATER
