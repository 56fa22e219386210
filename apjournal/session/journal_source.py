"""Read a journal's files: mine as they are on disk, and a partner's as they shared them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol

from apjournal.model.handle import Handle
from apjournal.store.folder import Folder
from apjournal.store.journal_paths import find_owner
from apjournal.store.journal_reader import Source


class Committed(Source, Protocol):
    """A source that can load many files at once."""

    def read_ahead(self, paths: Iterable[str]) -> None:
        """Load several files at once, before `read` is called for each of them."""
        ...


class JournalSource:
    """The journal in this clone as a `Source`.

    A partner's folder is read from the newest commit, never from disk, because changes on this disk are not the
    partner's. My folder and the shared files are read from disk. If a file is missing there, it is read from the newest
    commit, because a missing file is not an empty one. If there is no commit, everything is read from disk. While it is
    unknown who I am, every folder is read like mine.
    """

    def __init__(
        self, folder: Folder, committed: Callable[[], Committed | None], me: Callable[[], Handle | None]
    ) -> None:
        self._folder = folder
        self._committed = committed
        self._me = me
        self.asked: set[str] = set()
        """The paths of other partners' files that were read or looked for."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in `folder`, sorted. A folder's name ends with "/"."""
        committed = self._committed()
        if committed is None:
            return self._folder.names(folder)
        if self._is_anothers(f"{folder}/"):
            return committed.names(folder)
        return tuple(sorted({*self._folder.names(folder), *committed.names(folder)}))

    def has(self, path: str) -> bool:
        """Whether there is a regular file at `path`."""
        if not self._is_anothers(path) and self._folder.has(path):
            return True
        committed = self._committed()
        return self._folder.has(path) if committed is None else committed.has(path)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a regular file (at most `get_read_cap` + 1 of them), or None if there is no such file."""
        if self._is_anothers(path):
            self.asked.add(path)
        elif (data := self._folder.read(path)) is not None:
            return data
        committed = self._committed()
        return self._folder.read(path) if committed is None else committed.read(path)

    def read_ahead(self, paths: Iterable[str]) -> None:
        """Load all files that come from the newest commit in one batch, before `read` is called for each of them."""
        if (committed := self._committed()) is not None:
            committed.read_ahead(filter(self._is_anothers, paths))

    def _is_anothers(self, path: str) -> bool:
        """Whether a path is in the folder of another partner."""
        folder = find_owner(path)
        me = self._me() if folder else None
        return me is not None and folder != me


class CachedFiles:
    """A source that reads each file once, although apj both parses a week and compares its text with copies."""

    def __init__(self, source: Source) -> None:
        self.names, self.has = source.names, source.has
        self.read = cache(source.read)
