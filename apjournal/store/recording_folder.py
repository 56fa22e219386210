"""A journal's folder that records the state of everything that is read.

Whatever was computed from it is valid until one of these states changes.
"""

from __future__ import annotations

import os
from pathlib import Path

from apjournal.prompt_cache import States, read_state
from apjournal.store.folder import Folder


class RecordingFolder(Folder):
    """A folder that stores in `states` the state of each path just before the path was first looked up.

    `is_complete` is False if a state could not be read. If a folder becomes a symlink, the state of the folder above
    it changes. This is enough, because whoever reads a journal's files also lists its root.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.states: States = {}
        self.is_complete = True

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in `folder` as `Folder` does, and record its state."""
        self._record(folder)
        return super().names(folder)

    def has(self, path: str) -> bool:
        """Whether a regular file is at `path`. Also record its state."""
        self._record(path)
        return super().has(path)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes as `Folder` does, and record its state."""
        self._record(path)
        return super().read(path)

    def _record(self, path: str) -> None:
        full = os.path.join(self.root, path) if path else str(self.root)
        if full not in self.states:
            try:
                self.states[full] = read_state(full)
            except OSError:
                self.is_complete = False
