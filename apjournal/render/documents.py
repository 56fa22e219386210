"""Turn any view into its JSON document: the fields of its values become the keys, in the same order.

No view has code of its own in this module, so the field names in the code and the keys in JSON are always the same.
The contract is `docs/json-schema.json`, which is generated from the views. msgspec's own encoder is not used, because
it writes `Z` for `+00:00`, does not escape letters beyond ASCII, and writes a week as an object. If the screen shows a
sentence about some facts, JSON contains that sentence too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from apjournal.errors import ApjError, BrokenFile
from apjournal.model.finding import Finding
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import is_hidden
from apjournal.model.views.base import View

_KEYS: dict[type[Any], tuple[tuple[str, str], ...]] = {}
"""The fields of each type of value, looked up once, because a long summary has thousands of goals."""


def build_document(view: View) -> dict[str, Any]:
    """Return the JSON document of a view. Unknown values are None, and no field is left out."""
    return _convert_record(view)


def build_error_document(error: ApjError, *others: ApjError) -> dict[str, Any]:
    """Return the value of `error` in the document of a command that ended with a fault or did only part of its work.

    `error` is the most serious problem, and `others` are the remaining ones. The findings of all problems are
    included.
    """
    findings = [place for each in (error, *others) if isinstance(each, BrokenFile) for place in each.findings]
    return {
        **_convert_problem(error),
        "findings": [_convert_finding(finding) for finding in findings],
        "others": [_convert_problem(other) for other in others],
    }


def _convert_problem(problem: ApjError) -> dict[str, Any]:
    return {"exit": problem.exit_code, "message": problem.message, "hint": problem.hint or None}


def format_json(document: dict[str, Any]) -> str:
    """Return a document as JSON text in ASCII, so that no text by a partner can control a terminal."""
    return json.dumps(document, indent=2) + "\n"


def _list_keys(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """Return the name and the JSON key of each field that JSON contains.

    The key of `if_` is `if`, a reserved word in Python.
    """
    if kind not in _KEYS:
        shown = (field.name for field in fields(kind) if not is_hidden(field.type))
        _KEYS[kind] = tuple((name, name.rstrip("_")) for name in shown)
    return _KEYS[kind]


def find_writer(kind: type[Any]) -> Callable[[Any], Struct] | None:
    """Return the function that turns a type of facts into sentences for JSON.

    Return None if the JSON form consists of the fields themselves.
    """
    if kind.__name__ == "HistoryFinding":  # by name, so that a command loads only the values that it shows
        from apjournal.render.screens.verify import write_finding

        return write_finding
    if kind.__name__ == "Skipped":
        from apjournal.render.notes import write_skipped

        return write_skipped
    if kind.__name__ == "Point":
        from apjournal.render.screens.doctor import write_point

        return write_point
    return None


def _convert_record(record: Any) -> dict[str, Any]:
    if write := find_writer(type(record)):
        record = write(record)
    return {key: _convert_value(getattr(record, name)) for name, key in _list_keys(type(record))}


def _convert_value(value: Any) -> Any:
    """Return the JSON form of a value of the model. Raise `TypeError` if it has none."""
    match value:
        case Enum():
            return value.value
        case None | str() | bool() | int() | float():
            return value
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case IsoWeek():
            return str(value)
        case Finding():
            return _convert_finding(value)
        case tuple():
            return [_convert_value(item) for item in value]
    if isinstance(value, Struct):
        return _convert_record(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _convert_finding(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "path": finding.path,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "level": finding.level.value,
        "code": finding.code,
        "message": finding.message,
        "fix": finding.fix,
    }
