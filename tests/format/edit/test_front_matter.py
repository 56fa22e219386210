"""The edits that can be made for a front matter."""

from __future__ import annotations

import pytest

from apjournal.format.edit.front_matter import EditRefused, Front, UnsafeEdit, apply_edits
from apjournal.format.text.document import Document, split_text
from apjournal.model.finding import TextEdit


def document(front: str) -> Document:
    found, _ = split_text(f"---\n{front}---\n")
    assert found is not None
    return found


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(UnsafeEdit):
        apply_edits(document("a: b\n"), [TextEdit(4, 6, ""), TextEdit(5, 7, "")], "ana/2026-W48.md")


@pytest.mark.parametrize(("front", "more"), [("x: text\n", ["a"]), ("x: [b]\n", {"a": "b"}), ("x: {b: c}\n", ["a"])])
def test_values_are_not_added_to_a_key_whose_value_has_another_form(
    front: str, more: list[str] | dict[str, str]
) -> None:
    edits = Front.open_front(document(front))
    with pytest.raises(EditRefused, match="cannot add to"):
        edits.append_values("x", more, edits.find_key("x"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("call:\n    medium: voice\n", "call:\n    medium: voice\nnew:\n    a: b\n    c:\n      - d\n"),
        ("x:\n- y: {}\n", "x:\n- y: {}\nnew:\n  a: b\n  c:\n  - d\n"),
        ("x:\n    - - y\n", "x:\n    - - y\nnew:\n  a: b\n  c:\n      - d\n"),
    ],
)
def test_added_values_follow_the_indent_of_the_file(front: str, after: str) -> None:
    found = document(front)
    edits = Front.open_front(found)
    data = apply_edits(found, edits.set_key(edits.root, "new", {"a": "b", "c": ["d"]}, None), "x")
    assert data.decode() == f"---\n{after}---\n"
