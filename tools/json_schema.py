"""The JSON documents of the commands as types, and from these their JSON Schema.

A view has the fields of its document, except those that are only for the screen. Values are in JSON form: a week is a
string, and the position of a finding has separate fields. Tests decode what the program prints into these types.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.json import schema_components
from msgspec.structs import fields

from apjournal.model.finding import Finding, Level
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import is_hidden
from apjournal.model.views.base import View
from apjournal.render.documents import find_writer

TITLE = "The JSON documents of apj"
ABOUT = (
    "`$defs` contains the document of each command under the name of the command. No key is left out, and `null` means "
    "unknown or not present. Later versions may add keys. If a command stopped or could not finish, there is also "
    "`error`, perhaps without the other keys."
)
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WIDTH = 120
PLAIN: dict[Any, Any] = {
    IsoWeek: Annotated[str, Meta(pattern=r"^\d{4}-W\d{2}$", description="An ISO 8601 week, such as `2026-W48`.")],
    Handle: Annotated[str, Meta(description="A partner's handle.")],
}
"""What stands for a value that is a string in JSON."""


class FoundPlace(Struct, frozen=True):
    """A finding of a check at one position of one file. Lines and columns count from 1."""

    path: str
    line: int | None
    column: int | None
    level: Level
    code: str
    message: str
    fix: str | None


class Problem(Struct, frozen=True):
    """One of several problems: its exit code, what is wrong, and what to do."""

    exit: int
    message: str
    hint: str | None


class Error(Struct, frozen=True):
    """Why a command stopped or did only a part: its exit code, what is wrong, what to do, and positions in files.

    If there are several problems, this is the most serious one, and `others` are the rest. `findings` are those of all.
    """

    exit: int
    message: str
    hint: str | None
    findings: tuple[FoundPlace, ...]
    others: tuple[Problem, ...]


@cache
def make_document_type(view: type[View]) -> type[Struct]:
    """Return the type of a view's document, with an optional `error`."""
    return make_record(view, ("error", Error | UnsetType, UNSET))


def write_schema(views: Mapping[str, type[View]]) -> str:
    """Return the JSON Schema of the documents, given each command's view."""
    kinds = {command: make_document_type(view) for command, view in views.items()}
    documents, components = schema_components(kinds.values(), ref_template="#/$defs/{name}")
    alone = {"required": ["error"], "properties": {"error": {"$ref": "#/$defs/Error"}}}
    by_command = {
        command: {"title": f"apj {command}", "anyOf": [document, alone]}
        for command, document in zip(kinds, documents, strict=True)
    }
    schema = {
        "$schema": DIALECT,
        "title": TITLE,
        "description": ABOUT,
        "$defs": {**by_command, **dict(sorted(components.items()))},
    }
    return write_json(schema)


def write_json(value: Any) -> str:
    """Return a JSON file, in which each value that fits is on one line."""
    return f"{_write(value)}\n"


def _write(value: Any, indent: str = "") -> str:
    """Return JSON with each value on one line if it fits, so that a diff shows which key has changed."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= _WIDTH or not isinstance(value, dict | list):
        return line
    inner = f"{indent}  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + _write(item, inner) for item in value) + f"\n{indent}]"
    items = (f"{inner}{json.dumps(key)}: {_write(item, inner)}" for key, item in value.items())
    return "{\n" + ",\n".join(items) + f"\n{indent}}}"


@cache
def make_record(kind: type[Struct], *more: tuple[str, Any, Any]) -> type[Struct]:
    """Return the type of a value's JSON form: its public fields, and `more`."""
    shown: Iterable[Any] = (field for field in fields(find_json_form(kind)) if not is_hidden(field.type))
    keys = [(field.name.rstrip("_"), _translate(field.type)) for field in shown]
    made: list[Any] = [*keys, *more]
    hidden = {field.name for field in fields(kind) if is_hidden(field.type)}
    about = _describe(find_json_form(kind).__doc__ or "", hidden)
    return defstruct(kind.__name__, made, namespace={"__doc__": about}, module=__name__, frozen=True)


def find_json_form(kind: type[Struct]) -> type[Struct]:
    """Return the type whose fields a type has in JSON. For facts, that is the one with their sentences."""
    write = find_writer(kind)
    return get_type_hints(write)["return"] if write else kind


def _describe(text: str, hidden: set[str]) -> str:
    """Return a docstring as a description of the JSON form, without sentences and list items about omitted fields."""
    sentences = re.split(r"(?<=[.])\s+", " ".join(re.sub(r"(?m)^ *- ", "", text).split()))
    shown = (each for each in sentences if not hidden.intersection(re.findall(r"`(\w+)`", each)))
    return re.sub(r"\bNone\b", "null", " ".join(shown))


def _translate(hint: Any) -> Any:
    """Return the type of the JSON form of a value of the type `hint`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return Union[tuple(map(_translate, arguments))]  # noqa: UP007  of types that are known when it runs
    if origin is tuple:
        return tuple[tuple(argument if argument is ... else _translate(argument) for argument in arguments)]  # type: ignore[misc]
    if hint is Finding:
        return FoundPlace
    if hint in PLAIN:
        return PLAIN[hint]
    if hint in {date, datetime} or not (isinstance(hint, type) and issubclass(hint, Struct)):
        return hint
    return make_record(hint)
