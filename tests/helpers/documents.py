"""The documents of `--json`, checked against the types of their views."""

from __future__ import annotations

import json
from typing import Any

from msgspec import convert, to_builtins

from apjournal.model.views.base import View
from tools.generate_docs import find_view
from tools.json_schema import make_document_type


def check_document(command: str, text: str) -> None:
    """Check that the output of a command is its document. `error` is all there is if it stopped at once."""
    if json.loads(text).keys() != {"error"}:
        check_keys(find_view(command), text)


def check_keys(view: type[View], text: str) -> None:
    """Check that a document has exactly the keys of its view, in their order, with values of their types."""
    said = json.loads(text)  # which takes the bytes of odd names that are no characters
    held = convert(said, type=make_document_type(view))
    assert list_keys(to_builtins(held)) == list_keys(said)


def list_keys(value: Any) -> Any:
    """Return the keys of a value and of all in it, in their order."""
    if isinstance(value, dict):
        return [(key, list_keys(inside)) for key, inside in value.items()]
    return [list_keys(item) for item in value] if isinstance(value, list | tuple) else None
