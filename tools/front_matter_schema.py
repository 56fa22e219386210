"""The JSON Schema of the front matter of each kind of file, made from the reader's own table of keys.

A schema judges what YAML 1.2 makes of the front matter: `70` is a number and `No` is a text. apj reads every value as
typed, so where it reads a text, the schema accepts any value that is not a list or a mapping. Nothing has to be filled
in, because an empty value means "nothing". Keys and words may be in any case, and spaces or hyphens may replace `_`:
`properties` has the spelling of the documentation, which editors complete, and `patternProperties` the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from apjournal.format.read import key_table
from apjournal.format.read.key_table import Form, Key, Shape
from apjournal.format.yaml.fields import TRUTHS
from apjournal.model.handle import RESERVED
from tools.json_schema import write_json

Schema = dict[str, Any]

FILES: Mapping[str, tuple[tuple[Key, ...], str]] = {
    "week": (key_table.WEEK, "The front matter of a week in an apj journal, such as ana/2026-W48.md."),
    "partner": (key_table.PARTNER, "The front matter of partner.md in a partner's folder of an apj journal."),
    "agreement": (key_table.AGREEMENT, "The front matter of agreement.md in an apj journal."),
}
"""The files with front matter, each with its keys and its description. kept.md and parked.md have no front matter."""

_COMMENT = (
    "This is JSON Schema 2020-12, and works the same in draft 07. It does not say which draft it uses, because some "
    "tools reject a draft that they do not know."
)
_SCALAR = ["string", "number", "boolean", "null"]
# Phones type full-width digits, and other scripts have digits of their own: all that is not ASCII passes.
_DIGIT = r"[^\x00-/:-\x7F]"
_TYPED = "[“„‘‚«»‹›”’]?"
_YEAR = r"(?:19|2[0-9])[0-9]{2}"
_OTHER_DIGITS = rf"(?=.*[^\x00-\x7F]){_DIGIT}{{4}}-{_DIGIT}{{2}}-{_DIGIT}{{2}}"
_DAY = rf"(?:{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|{_OTHER_DIGITS})"
_HANDLE = rf"(?!(?:{'|'.join(sorted(RESERVED))})(?:[^a-zA-Z0-9-]|$))[a-zA-Z](?:[a-zA-Z0-9-]{{0,30}}[a-zA-Z0-9])?"
_PATTERNS: Mapping[Form, str] = {
    Form.DAY: f"{_TYPED}{_DAY}{_TYPED}",
    Form.WEEK: f"{_TYPED}{_YEAR}-W(?:0[1-9]|[1-4][0-9]|5[0-3]){_TYPED}",
    Form.TIME: f"{_TYPED}(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]{_TYPED}",
    Form.HANDLE: _HANDLE,
    Form.SINCE: rf"{_HANDLE}:?\s+{_DAY}",
}


def write_schema_of(name: str) -> str:
    """Return the JSON Schema of the front matter of a kind of file, which is one of `FILES`."""
    keys, about = FILES[name]
    return write_json({"$comment": _COMMENT, "title": about, **_write_mapping(Shape(Form.KEYS, keys=keys), "#")})


def _write_shapes(shapes: Sequence[Shape], place: str) -> Schema:
    """Return the schema of a value that has one of some forms. `place` is the JSON pointer of this schema."""
    if len(shapes) == 1:
        return _write_shape(shapes[0], place)
    return {"anyOf": [_write_shape(shape, f"{place}/anyOf/{at}") for at, shape in enumerate(shapes)]}


def _write_shape(shape: Shape, place: str) -> Schema:
    """Return the schema of a form of values."""
    match shape.form:
        case Form.TEXT:
            return {"type": _SCALAR[:-1], "pattern": r"\S"} if shape.filled else {"type": _SCALAR}
        case Form.KEYS:
            return _write_mapping(shape, place)
        case Form.BY_GOAL:
            values = _write_shapes(shape.of, f"{place}/additionalProperties")
            return {**_or_nothing("object"), "additionalProperties": values}
        case Form.LIST:
            return {**_or_nothing("array"), "items": _write_shapes(shape.of, f"{place}/items")}
        case Form.NUMBER:
            bounds = {"minimum": shape.low, "maximum": shape.high}
            return {**_match(f"{_TYPED}{_DIGIT}+{_TYPED}", "integer"), **bounds}
        case Form.DECIMAL:
            return {**_match(r"[0-9]{1,6}(?:\.[0-9]{1,6})?[ %]*", "number"), "minimum": 0}
        case Form.WORD:
            return {"anyOf": [{"enum": list(shape.words)}, _match(_quote_typed((*shape.words, *shape.also)))]}
        case Form.TRUTH:
            return _match(_quote_typed(TRUTHS), "boolean")
        case Form.BLOB:
            return _match(rf"{_any_of(TRUTHS)}|[0-9a-fA-F]{{40}}|[0-9a-fA-F]{{64}}", "boolean", "number")
        case _:
            return _write_text(shape)


def _write_text(shape: Shape) -> Schema:
    """Return the schema of a form that is always one text."""
    match shape.form:
        case Form.OUTCOME:
            schema = _match(rf"{_TYPED}{_any_of(shape.words)}\s*(?:[,，﹐、،][\s\S]*)?{_TYPED}")
            return {**schema, "examples": list(shape.words)}
        case Form.KIND:
            words = r"[:：﹕︓]\s*\S[\s\S]*" if shape.filled else r"(?:[:：﹕︓][\s\S]*)?"
            return _match(rf"{_TYPED}{_any_of(shape.words)}\s*{words}{_TYPED}")
        case Form.COMMAS:
            one = shape.of[0]
            item = _any_of(one.words) if one.words else _PATTERNS[one.form]
            return _match(rf"(?:,|\s)*{item}(?:\s*,\s*{item})*(?:,|\s)*")
        case Form.TIME:  # YAML reads an unquoted 9.30 as a number
            return {**_match(_PATTERNS[shape.form], "number"), "minimum": 0, "exclusiveMaximum": 24}
        case _:
            pattern = _PATTERNS[shape.form]
            return {"type": "string", "pattern": rf"^\s*{pattern}\s*$"} if shape.filled else _match(pattern)


def _write_mapping(shape: Shape, place: str) -> Schema:
    """Return the schema of a mapping with known keys. Other keys are allowed, and may have any value."""
    schema: Schema = {**_or_nothing("object"), "properties": {}, "patternProperties": {}}
    for key in shape.keys:
        at = f"{place}/properties/{key.name}"
        schema["properties"][key.name] = {"description": key.meaning, **_write_shapes(key.shapes, at)}
        schema["patternProperties"][rf"^(?!{key.name}$)\s*{_spell(key.name)}\s*$"] = {"$ref": at}
    if shape.needs:
        any_spelling = rf"^\s*{_any_of(shape.needs)}\s*$"
        schema["anyOf"] = [
            *({"required": [name]} for name in shape.needs),
            {"type": "null"},
            {"not": {"propertyNames": {"not": {"pattern": any_spelling}}}},
        ]
    return schema


def _or_nothing(kind: str) -> Schema:
    """Return the schema of a list or a mapping, or of nothing."""
    return {"type": [kind, "null"]}


def _match(pattern: str, *kinds: str) -> Schema:
    """Return the schema of a text that matches a pattern, or is nothing, or is another kind of value."""
    return {"type": [*kinds, "string", "null"], "pattern": rf"^\s*(?:{pattern})?\s*$"}


def _quote_typed(words: Sequence[str] | Mapping[str, object]) -> str:
    """Return a pattern of some words, which may be in typographic quotes."""
    return f"{_TYPED}{_any_of(words)}{_TYPED}"


def _any_of(words: Sequence[str] | Mapping[str, object]) -> str:
    """Return a pattern of some words in any spelling that apj accepts."""
    return f"(?:{'|'.join(map(_spell, words))})"


def _spell(word: str) -> str:
    """Return a pattern of a word in any case, with spaces, hyphens or `_` between its parts."""
    parts = re.split("[ _-]", word)
    return r"[\s_-]+".join("".join(f"[{sign.upper()}{sign}]" for sign in part) for part in parts)
