"""Where the bytes of a journal come from: the folder, or a commit of its history."""

from __future__ import annotations

from typing import Protocol


class Source(Protocol):
    """Something that holds a journal's files."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the entries of `folder` ("" is the root), sorted; a folder's name ends with "/"."""
        ...

    def has(self, path: str) -> bool:
        """Whether a regular file stands at `path`."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, at most `READ_CAP` + 1 of them; None if there is no regular file."""
        ...


READ_CAP = 256 * 1024
"""The largest file that is read, in bytes (the format's own limit)."""
