"""What `undo` undid."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class UndoneFile(Struct, frozen=True):
    """A file that was restored. `lines` is the number of lines that differed.

    `removed`: the file was removed, because the command had created it. `taken` are the lines that were removed, if
    nothing else differed.
    """

    path: str
    lines: int
    removed: bool
    taken: Hidden[tuple[str, ...]] = ()


class UndoView(View, frozen=True, kw_only=True):
    """What was undone: the `commands` of the last change, and its files.

    `undone` is false if everything was already as before the change. `committed`: the change had been committed, so the
    next sync shares that it was undone.
    """

    commands: tuple[str, ...]
    files: tuple[UndoneFile, ...]
    undone: bool
    committed: bool
