"""Write values as YAML lines, in block or flow style. apj uses this for everything that it adds to front matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeGuard

from msgspec import Struct

from apjournal.format.yaml.quoting import write_scalar


class Plain(str):
    """A word that is written without quotes because it is not free text, such as a date or a week."""

    __slots__ = ()


Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value] | None"
"""A value that can be written: a string, `Plain`, a number, true, false, None, or a list or mapping of these."""


class Indent(Struct, frozen=True):
    """The indentation of a file: the columns for a mapping and a list below a key, and the text after a hyphen."""

    mapping: int = 2
    dash: int = 2
    text: int = 2


def is_block(value: Value) -> TypeGuard[Sequence[Value] | Mapping[str, Value]]:
    """Whether `value` needs lines of its own in block style."""
    return not isinstance(value, str | int) and bool(value)


def write_inline(value: Value) -> str:
    """Return `value` on one line, for block style. None becomes an empty string."""
    return "" if value is None else _write_word(value, flow=False)


def write_in_flow(value: Value) -> str:
    """Return `value` on one line, for use inside brackets or braces."""
    if isinstance(value, str | int) or value is None:
        return _write_word(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + write_flow_items(value) + "}"
    return "[" + write_flow_items(value) + "]"


def write_flow_items(value: Sequence[Value] | Mapping[str, Value]) -> str:
    """Return the text between the brackets or braces of a list or mapping in flow style."""
    if isinstance(value, Mapping):
        return ", ".join(f"{_write_key(key)}: {write_in_flow(item)}" for key, item in value.items())
    return ", ".join(map(write_in_flow, value))


def write_block_lines(value: Sequence[Value] | Mapping[str, Value], column: int, indent: Indent) -> list[str]:
    """Return a list or a mapping in block style, indented by `column` spaces, as lines without newlines."""
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines += _write_pair(_write_key(key), item, column, indent)
    else:
        for item in value:
            lines += _write_item(item, column, indent)
    return lines


def _write_pair(key: str, value: Value, column: int, indent: Indent) -> list[str]:
    head = " " * column + key + ":"
    if isinstance(value, str | int) or not value:
        return [f"{head} {write_inline(value)}".rstrip(" ")]
    deeper = indent.mapping if isinstance(value, Mapping) else indent.dash
    return [head, *write_block_lines(value, column + deeper, indent)]


def _write_item(value: Value, column: int, indent: Indent) -> list[str]:
    head = " " * column + "-" + " " * (indent.text - 1)
    if isinstance(value, str | int) or not value:
        return [f"{head}{write_inline(value)}".rstrip(" ")]
    first, *rest = write_block_lines(value, column + indent.text, indent)
    return [head + first[column + indent.text :], *rest]


def _write_key(key: str) -> str:
    return key if isinstance(key, Plain) else write_scalar(key, flow=True)


def _write_word(value: Value, *, flow: bool) -> str:
    if isinstance(value, Plain):
        return value
    if isinstance(value, str):
        return write_scalar(value, flow=flow)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value is None:
        return "~"
    return "{}" if isinstance(value, Mapping) else "[]"
