"""A journal's folder that records what was read from it, for an answer that is valid until some of it changes."""

from __future__ import annotations

import os
from pathlib import Path

from apjournal.prompt_cache import States, read_state
from apjournal.store.folder import Folder


class RecordingFolder(Folder):
    """A folder with the `states` of each path just before it was first read, listed or missed.

    `is_complete` is False once a state was unknown. That a folder becomes a link is seen by the folder that contains
    it: whoever reads a journal's files also lists its root.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.states: States = {}
        self.is_complete = True

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the entries of `folder`, as `Folder` does."""
        self._record(folder)
        return super().names(folder)

    def has(self, path: str) -> bool:
        """Whether a regular file is at `path`."""
        self._record(path)
        return super().has(path)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, as `Folder` does."""
        self._record(path)
        return super().read(path)

    def _record(self, path: str) -> None:
        full = os.path.join(self.root, path) if path else str(self.root)
        if full not in self.states:
            try:
                self.states[full] = read_state(full)
            except OSError:
                self.is_complete = False
