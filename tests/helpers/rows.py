"""The table of attacks in `docs/attacks.md`, and the mark of a test that belongs to one of its rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TABLE = Path(__file__).parents[2] / "docs" / "attacks.md"
_ROW = re.compile(r"^\| (\d+) \| .+ \| .+ \|((?: \[test_\w+\.py\]\(\S+\))*) \|$", re.MULTILINE)
_FILE = re.compile(r"\[(test_\w+\.py)\]\(\.\./tests/(\w+/\1)\)")


def row(*numbers: int) -> pytest.MarkDecorator:
    """Mark a test with its row of the table, or its rows; `pytest --row 58` runs the tests of row 58."""
    return pytest.mark.row(*numbers)


def read_table() -> dict[int, set[str]]:
    """Return the files of tests of each row of the table; none where none is named."""
    text = TABLE.read_text("utf-8")
    return {int(number): {file for _, file in _FILE.findall(files)} for number, files in _ROW.findall(text)}
