"""The view of `undo`."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class UndoneFile(Struct, frozen=True):
    """A file that was restored. `lines` is the number of lines that differed.

    `removed` says whether the undo removed the file, because the undone command had created it. `taken` contains the
    lines that the undo removed, if nothing else differed.
    """

    path: str
    lines: int
    removed: bool
    taken: Hidden[tuple[str, ...]] = ()


class UndoView(View, frozen=True, kw_only=True):
    """The result of `undo`: the `commands` of the last change, and its files.

    `undone` is false if everything was already as before the change. `committed` says whether the change had been
    committed. In that case the next sync shares the undo.
    """

    commands: tuple[str, ...]
    files: tuple[UndoneFile, ...]
    undone: bool
    committed: bool
