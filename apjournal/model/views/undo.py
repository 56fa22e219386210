"""What `undo` undid."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class UndoneFile(Struct, frozen=True):
    """A file that was restored: how many `lines` differed, and whether it was `removed`.

    It is removed if the command had created it. `taken` are the lines that were removed, if nothing else differed.
    """

    path: str
    lines: int
    removed: bool
    taken: Hidden[tuple[str, ...]] = ()


class UndoView(View, frozen=True, kw_only=True):
    """What was undone: the `commands` of the last change, and its files.

    `undone`: false if everything was already as before. `committed`: the change was committed, so that the next sync
    shares that it was undone.
    """

    commands: tuple[str, ...]
    files: tuple[UndoneFile, ...]
    undone: bool
    committed: bool
