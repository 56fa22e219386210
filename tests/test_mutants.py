"""The mutants that `make mutants` makes of a source: the kinds of change, and what is not changed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench.mutant_groups import GROUPS, list_files
from bench.mutations import mutants


def made(source: str) -> list[str]:
    """Return what is changed into what."""
    data = source.encode()
    for mutant in mutants(data):
        assert ast.dump(ast.parse(mutant.applied(data))) != ast.dump(ast.parse(data))
    return [mutant.key.partition(": ")[2].rpartition(" (")[0] for mutant in mutants(data)]


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("x = a < b", ["a < b → (a <= b)"]),
        ("x = a and b", ["a and b → (a or b)"]),
        ("x = a + 1", ["a + 1 → (a - 1)", "1 → 2"]),
        ("x = not a", ["not a → (a)"]),
        ("x = True", ["True → False"]),
        ("x = 'word', b'data'", ["'word' → 'XXword'", "b'data' → b'XXdata'"]),
        ("x = b if a else c", ["a → (not (a))"]),
        ("x = [a for a in b if c(a)]", ["c(a) → (not (c(a)))"]),
        ("x = f(a, b)", ["f(a, b) → (f(b, a))"]),
        ("x = max(a, b)", ["max(a, b) → (min(a, b))"]),
        ("x = any(a)", ["any(a) → (all(a))"]),
        ("x = a.rstrip()", ["a.rstrip() → (a.lstrip())"]),
        ("while a:\n    break", ["a → (not (a))", "break → continue"]),
        ("f()", ["f() → pass"]),
        ("raise a", ["raise a → pass"]),
        ("def f(a: int = 1) -> int:\n    b = a\n    return b", ["1 → 2", "b = a → b = None", "return b → return None"]),
        ("@property\ndef f(): ...", ["@property → "]),
        ("match a:\n    case b:\n        pass", [" →  if False"]),
    ],
)
def test_each_mutant_changes_one_place_of_the_code(source: str, changes: list[str]) -> None:
    assert made(source) == changes


@pytest.mark.parametrize(
    "source",
    [
        '"""What it is for."""',
        "raise_ = Fault('The disk is full.', f'{a} left')",
        "x: Literal['a'] = a",
        "x = cast('list[int]', a)",
        "@dataclass(frozen=True)\nclass A:\n    a: int = field(repr=False)",
        "if TYPE_CHECKING:\n    x = 1",
    ],
)
def test_code_that_does_not_affect_behaviour_is_not_mutated(source: str) -> None:
    assert made(source) == []


def test_a_mutant_keeps_its_key_when_other_lines_move() -> None:
    before, after = "def f():\n    return a\n", "import b\n\n\ndef f():\n    return a\n"
    (old,), (new,) = mutants(before.encode()), mutants(after.encode())
    assert (old.key, old.scope) == (new.key, new.scope)
    assert (list(old.lines), list(new.lines)) == ([2], [5])


def test_every_module_belongs_to_a_group_of_mutants() -> None:
    grouped = {path for modules, _, _ in GROUPS.values() for path in list_files("apjournal", modules)}
    assert {path for path in Path("apjournal").rglob("*.py") if path.name != "__init__.py"} <= grouped
