"""Follow a path of keys in front matter to the last key, and to the values that it accepts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from apjournal.format.read import key_table
from apjournal.format.read.key_table import Form, Key, Shape
from apjournal.format.yaml.fields import make_canonical
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.cursor import ITEM
from apjournal.store.journal_paths import AGREEMENT, PARTNER


class Fitting(Struct, frozen=True):
    """The end of a path: its last key, and the forms that the key's value may have."""

    key: Key | None
    shapes: tuple[Shape, ...]


def list_keys_of_file(buffer: Buffer) -> tuple[Key, ...]:
    """Return the keys that the front matter of a file may have. A file that has no front matter has none."""
    if buffer.week:
        return key_table.WEEK
    if buffer.path == AGREEMENT:
        return key_table.AGREEMENT
    return key_table.PARTNER if buffer.owner and buffer.name == PARTNER else ()


def find_fitting(keys: Sequence[Key], path: Iterable[str]) -> Fitting | None:
    """Return the end of a path that begins with one of `keys`, or None if it leads nowhere."""
    fitting = Fitting(None, (Shape(Form.KEYS, keys=tuple(keys)),))
    for name in path:
        inner = _enter(fitting, name)
        if inner is None:
            return None
        fitting = inner
    return fitting


def _enter(fitting: Fitting, name: str) -> Fitting | None:
    if name == ITEM:
        shapes = [shape for each in fitting.shapes if each.form is Form.LIST for shape in each.of]
        return Fitting(fitting.key, tuple(shapes)) if shapes else None
    for shape in fitting.shapes:
        key = next((key for key in shape.keys if key.name == make_canonical(name)), None)
        if key is not None:
            return Fitting(key, key.shapes)
        if shape.form is Form.BY_GOAL:
            return Fitting(fitting.key, shape.of)
    return None
