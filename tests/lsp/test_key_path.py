"""A path of keys leads to the key at its end, and to the values that the key accepts."""

from __future__ import annotations

import pytest

from apjournal.format.read import key_table
from apjournal.format.read.key_table import Form
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.key_path import find_fitting, list_keys_of_file


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("ana/2026-W48.md", key_table.WEEK),
        ("agreement.md", key_table.AGREEMENT),
        ("ana/partner.md", key_table.PARTNER),
        ("partner.md", ()),
        ("ana/agreement.md", ()),
        ("2026-W48.md", ()),
        ("ana/kept.md", ()),
    ],
)
def test_a_file_has_the_keys_of_its_kind(path: str, keys: tuple[key_table.Key, ...]) -> None:
    assert list_keys_of_file(Buffer(path, "")) == keys


@pytest.mark.parametrize(
    ("path", "key", "forms"),
    [
        ("", None, [Form.KEYS]),
        ("goals", "goals", [Form.LIST]),
        ("goals -", "goals", [Form.TEXT, Form.KEYS]),
        ("goals - done_when", "done_when", [Form.TEXT]),
        ("goals - Done-When", "done_when", [Form.TEXT]),
        ("goals - obstacles -", "obstacles", [Form.KEYS, Form.KIND]),
        ("goals - obstacles - stress", "stress", [Form.TEXT]),
        ("outcomes", "outcomes", [Form.BY_GOAL, Form.LIST]),
        ("outcomes grant", "outcomes", [Form.OUTCOME, Form.KEYS]),
        ("outcomes grant result", "result", [Form.WORD]),
        ("outcomes - reason", "reason", [Form.TEXT]),
        ("call medium", "medium", [Form.WORD]),
        ("partner - -", "partner", [Form.TEXT]),
    ],
)
def test_a_path_ends_at_a_key_with_its_forms(path: str, key: str | None, forms: list[Form]) -> None:
    fitting = find_fitting(key_table.WEEK, path.split())
    assert fitting is not None
    assert (fitting.key and fitting.key.name) == key
    assert [shape.form for shape in fitting.shapes] == forms


@pytest.mark.parametrize(
    "path", ["-", "goal", "goals goal", "goals - goal -", "away -", "call unknown", "goals - - id"]
)
def test_a_path_that_the_format_does_not_have_leads_nowhere(path: str) -> None:
    assert find_fitting(key_table.WEEK, path.split()) is None
