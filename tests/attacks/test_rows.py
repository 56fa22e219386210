"""The table of attacks in `docs/attacks.md`: each row has tests where it says, and each test has its row."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.rows import read_table

TESTS = Path(__file__).parent.parent
FILES = [path for folder in ("attacks", "servers") for path in sorted((TESTS / folder).glob("test_*.py"))]
LAST = 80
"""The first 70 rows are of the design; each that followed has the number of its kind of attack."""


def find_marks() -> dict[int, set[str]]:
    """Return the files in which each row has tests, by their marks `@row(…)`."""
    found = defaultdict(set)
    for path in FILES:
        for row in list_rows(ast.parse(path.read_text("utf-8"))):
            found[row].add(path.relative_to(TESTS).as_posix())
    return dict(found)


def list_rows(*trees: ast.AST) -> Iterator[int]:
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "row":
            yield from (ast.literal_eval(number) for number in node.args)


def test_the_table_of_attacks_has_every_row() -> None:
    assert list(read_table()) == list(range(1, LAST + 1))


def test_every_row_is_tested_in_the_files_that_the_table_names() -> None:
    assert read_table() == find_marks()


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "attacks"], ids=lambda path: path.stem)
def test_every_attack_test_names_its_row(path: Path) -> None:
    tests = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    without = [test.name for test in tests if test.name.startswith("test_") and not [*list_rows(*test.decorator_list)]]
    assert without == [] or path == Path(__file__)
